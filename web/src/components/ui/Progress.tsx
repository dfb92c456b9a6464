import { Progress as BaseProgress } from '@base-ui/react/progress';
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useFormat } from '#lib/use-format.ts';

/** Props of Progress. `restMs` is how long it will still take, in milliseconds; leave it out while that is not known. */
export interface ProgressProps {
  label: ReactNode;
  done: number;
  total: number;
  restMs?: number | undefined;
  /** Pause or cancel, where that is safe. */
  action?: ReactNode;
}

/** How far long work has come: count, percent and rest time. */
export function Progress({ label, done, total, restMs, action }: ProgressProps) {
  const { t } = useLingui();
  const format = useFormat();
  const doneText = format.number(done);
  const totalText = format.number(total);
  const rest = restMs === undefined ? null : format.duration(restMs);
  return (
    <div className="relative">
      <BaseProgress.Root value={total === 0 ? null : Math.min(done, total)} max={Math.max(total, 1)} className="flex flex-col gap-1.5">
        <BaseProgress.Label className="min-h-7 content-center pr-28 text-14 font-medium text-strong">{label}</BaseProgress.Label>
        <BaseProgress.Track className="h-1.5 overflow-hidden rounded-full bg-surface-3">
          <BaseProgress.Indicator className="h-full rounded-full bg-accent transition-[width] duration-180 data-indeterminate:w-1/3 data-indeterminate:animate-pulse" />
        </BaseProgress.Track>
        <div className="flex justify-between gap-3 text-13 text-weak tabular-nums">
          <span>{t`${doneText} of ${totalText}`}</span>
          {rest === null ? null : <span>{t`about ${rest} left`}</span>}
        </div>
      </BaseProgress.Root>
      {/* Beside the bar in the picture, outside of it for screen readers: a bar cannot hold a button. */}
      {action ? <div className="absolute top-0 right-0">{action}</div> : null}
    </div>
  );
}
