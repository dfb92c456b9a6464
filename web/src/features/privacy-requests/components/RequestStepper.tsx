import type { PrivacyRequest } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { Check } from 'lucide-react';
import { cn } from '#lib/cn.ts';

/** Where a request stands on its way; on a phone from top to bottom. */
export function RequestStepper({ request }: { request: PrivacyRequest }) {
  const { t } = useLingui();
  const place = { received: 0, identity_check: 1, planned: 2, veto_window: 2, executing: 3, verifying: 3, partial: 3, done: 5 } as const;
  const at = request.state in place ? place[request.state as keyof typeof place] : null;
  if (at === null) return null;
  const steps = [t`Received`, t`Who is it?`, t`Decide`, t`Work`, t`Done`];
  return (
    <ol aria-label={t`Where it stands`} className="flex gap-x-2 gap-y-2 max-sm:flex-col sm:items-center">
      {steps.map((label, index) => {
        const isDone = index < at;
        const isNow = index === at;
        return (
          <li key={label} aria-current={isNow ? 'step' : undefined} className="flex items-center gap-2">
            <span
              aria-hidden
              className={cn(
                'flex size-6 shrink-0 items-center justify-center rounded-full text-12 font-semibold tabular-nums',
                isDone || isNow ? 'bg-accent text-on-accent' : 'bg-surface-3 text-normal',
              )}
            >
              {isDone ? <Check className="size-3.5" strokeWidth={3} /> : index + 1}
            </span>
            <span className={cn('text-13', isNow ? 'font-medium text-strong' : 'text-weak')}>{label}</span>
            {isDone ? <span className="sr-only">{t`(done)`}</span> : null}
            {index < steps.length - 1 ? <span aria-hidden className="h-px w-6 bg-line max-sm:hidden" /> : null}
          </li>
        );
      })}
    </ol>
  );
}
