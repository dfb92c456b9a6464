import { Trans } from '@lingui/react/macro';
import { BellRing, Flag, MessageSquareText } from 'lucide-react';
import { useFormat } from '#lib/use-format.ts';

/** A target as a line of time: the customer's message, the warning, the promise. */
export function TargetLine({ minutes, warnAtPercent }: { minutes: number; warnAtPercent: number }) {
  const format = useFormat();
  const promise = format.duration(minutes * 60_000);
  const warning = format.duration((minutes * warnAtPercent * 60_000) / 100);
  const share = Math.min(88, Math.max(12, warnAtPercent));
  return (
    <div className="flex max-w-140 flex-col gap-1 text-12 text-weak">
      <div aria-hidden className="relative h-6">
        <span className="absolute inset-x-0 top-1/2 h-1 -translate-y-1/2 rounded-full bg-surface-3" />
        <span className="absolute top-1/2 left-0 h-1 -translate-y-1/2 rounded-l-full bg-accent" style={{ width: `${share}%` }} />
        <MessageSquareText className="absolute top-1/2 left-0 size-5 -translate-y-1/2 rounded-full bg-surface-1 p-0.5 text-accent-text" />
        <BellRing
          className="absolute top-1/2 size-5 -translate-x-1/2 -translate-y-1/2 rounded-full bg-surface-1 p-0.5 text-warn"
          style={{ left: `${share}%` }}
        />
        <Flag className="absolute top-1/2 right-0 size-5 -translate-y-1/2 rounded-full bg-surface-1 p-0.5 text-strong" />
      </div>
      <p>
        <Trans>
          The customer writes; after {warning} whoever is in charge is told; the promise is {promise}.
        </Trans>
      </p>
    </div>
  );
}
