import type { TemplateDraft } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { PencilLine } from 'lucide-react';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { languageName } from '../fns/language-name.ts';

/** What is being written and is not at WhatsApp yet. */
export function DraftList({ drafts }: { drafts: readonly TemplateDraft[] }) {
  const { t, i18n } = useLingui();
  const sorted = drafts.toSorted((a, b) => b.updated_at.localeCompare(a.updated_at));
  return (
    <Card title={t`Drafts`} flush>
      <ul aria-label={t`Drafts`} className="divide-y divide-line border-t border-line">
        {sorted.map((draft) => (
          <li key={draft.id}>
            <Link
              from="/w/$slug"
              to="/w/$slug/templates/drafts/$draftId"
              params={(params) => ({ ...params, draftId: draft.id })}
              className="flex min-h-11 items-center gap-3 px-4 py-2 -outline-offset-2 hover:bg-surface-2 sm:px-5"
            >
              <PencilLine aria-hidden className="size-4 shrink-0 text-weak" />
              <span className="min-w-0 flex-1 truncate">
                <span className="font-medium text-strong">{draft.name || <Trans>Without a name</Trans>}</span>
                <span className="ml-2 text-13 text-weak">{languageName(draft.language, i18n.locale)}</span>
              </span>
              {draft.last_refusal ? (
                <Badge tone="bad">
                  <Trans>Refused</Trans>
                </Badge>
              ) : draft.template_id ? (
                <Badge>
                  <Trans>Changes</Trans>
                </Badge>
              ) : draft.can_submit ? (
                <Badge tone="good">
                  <Trans>Ready</Trans>
                </Badge>
              ) : null}
              <RelativeTime at={draft.updated_at} className="shrink-0 text-13 text-weak" />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
