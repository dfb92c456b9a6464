import type { WhatsAppNumber } from '@kabar/contract';
import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ChevronRight, FlaskConical, Smartphone } from 'lucide-react';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { HealthBadge } from './HealthBadge.tsx';
import { useHealthWords } from './use-health-words.ts';

/** One number of the list: who it is, how it is, and what to do next. */
export function NumberRow({ number }: { number: WhatsAppNumber }) {
  const format = useFormat();
  const { nextStep } = useHealthWords()(number);
  const phone = format.phone(number.display_phone_number);
  return (
    <li className="group relative border-b border-line last:border-b-0 hover:bg-surface-2">
      <div className="flex items-center gap-3.5 px-4 py-3 sm:px-5">
        <span aria-hidden className="flex size-10 shrink-0 items-center justify-center rounded-full bg-accent-soft text-accent-text">
          {number.provider === 'emulator' ? <FlaskConical className="size-5" /> : <Smartphone className="size-5" />}
        </span>
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <Link
              from="/w/$slug"
              to="/w/$slug/numbers/$numberId"
              params={(previous) => ({ ...previous, numberId: number.id })}
              className="font-semibold text-strong outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
            >
              {number.verified_name ?? phone}
            </Link>
            {number.verified_name ? <span className="text-weak tabular-nums">{phone}</span> : null}
            {number.provider === 'emulator' ? (
              <Badge>
                <Trans>Emulator</Trans>
              </Badge>
            ) : null}
          </div>
          <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-weak">
            <HealthBadge number={number} />
            {nextStep ? <span className="min-w-0">{nextStep}</span> : null}
          </div>
        </div>
        <span className="text-right text-13 text-weak max-sm:hidden">
          {number.last_webhook_at ? (
            <Trans>
              Last heard <RelativeTime at={number.last_webhook_at} />
            </Trans>
          ) : null}
        </span>
        <ChevronRight aria-hidden className="size-4 shrink-0 text-weak" />
      </div>
    </li>
  );
}
