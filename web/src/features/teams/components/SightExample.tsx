import type { AgentsSee } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Eye, EyeOff } from 'lucide-react';
import { cn } from '#lib/cn.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { Badge } from '#ui/Badge.tsx';
import { exampleConversations, seesExample } from '../fns/example-sight.ts';

/** The inbox of an invented agent: which of five conversations she sees under a rule. */
export function SightExample({ rule }: { rule: AgentsSee }) {
  const { t } = useLingui();
  const rows = {
    assigned: { who: 'Budi', team: t`Team Complaints`, number: t`Number “Service”`, why: t`assigned to Ayu` },
    'own-team': { who: 'Citra', team: t`Team Sales`, number: t`Number “Shop”`, why: t`her team` },
    'own-number': { who: 'Dewi', team: t`No team`, number: t`Number “Shop”`, why: t`a number her team serves` },
    'open-number': { who: 'Eko', team: t`Team Complaints`, number: t`Number “Info”`, why: t`another team, but a number for everybody` },
    'other-team': { who: 'Fajar', team: t`Team Complaints`, number: t`Number “Service”`, why: t`another team and its number` },
  } as const;
  return (
    <figure className="rounded-card border border-line bg-surface-0 p-3">
      <figcaption className="mb-2 text-13 text-weak">
        <Trans>
          For example <strong className="font-semibold text-strong">Ayu</strong>, an agent in the team Sales. Sales serves the number
          “Shop”, Complaints serves “Service”, and “Info” belongs to no team.
        </Trans>
      </figcaption>
      <ul className="flex flex-col gap-1">
        {exampleConversations.map((conversation) => {
          const row = rows[conversation.id];
          const sees = seesExample(rule, conversation);
          return (
            <li
              key={conversation.id}
              className={cn(
                'flex items-center gap-2.5 rounded-control px-2.5 py-1.5 transition-colors',
                sees ? 'bg-surface-1' : 'border border-dashed border-line',
              )}
            >
              <Avatar id={row.who} name={row.who} size="sm" className={sees ? undefined : 'grayscale'} />
              <span className="min-w-0 flex-1">
                <span className="block truncate text-13 font-medium text-strong">{row.who}</span>
                <span className="block text-12 text-weak">
                  {row.team} · {row.number} · {row.why}
                </span>
              </span>
              <Badge tone={sees ? 'good' : 'neutral'} icon={sees ? <Eye aria-hidden /> : <EyeOff aria-hidden />}>
                {sees ? <Trans>Ayu sees it</Trans> : <Trans>Hidden</Trans>}
              </Badge>
            </li>
          );
        })}
      </ul>
    </figure>
  );
}
