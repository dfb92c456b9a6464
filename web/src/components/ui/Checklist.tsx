import { useLingui } from '@lingui/react/macro';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

/** One step: `done` comes from the data, never from a click on the step. */
export interface ChecklistStep {
  id: string;
  title: ReactNode;
  done: boolean;
  content?: ReactNode;
}

/** Steps in order. The first open one is unfolded; the others show their name only. */
export function Checklist({ steps, label }: { steps: readonly ChecklistStep[]; label: string }) {
  const { t } = useLingui();
  const current = steps.find((step) => !step.done)?.id;
  return (
    <ol aria-label={label} className="flex flex-col">
      {steps.map((step, index) => {
        const isCurrent = step.id === current;
        return (
          <li key={step.id} aria-current={isCurrent ? 'step' : undefined} className="group relative flex gap-3.5 pb-2 last:pb-0">
            <span
              aria-hidden
              className={cn(
                'absolute top-9 bottom-1 left-3.5 w-px -translate-x-1/2 group-last:hidden',
                step.done ? 'bg-accent' : 'bg-line',
              )}
            />
            <span
              className={cn(
                'mt-1 flex size-7 shrink-0 items-center justify-center rounded-full text-13 font-semibold tabular-nums',
                step.done && 'bg-accent text-on-accent',
                isCurrent && 'bg-accent-soft text-accent-text ring-1 ring-accent',
                !step.done && !isCurrent && 'bg-surface-3 text-weak',
              )}
            >
              {step.done ? <Check aria-hidden className="size-4" strokeWidth={2.5} /> : index + 1}
              <span className="sr-only">{step.done ? t`Done:` : isCurrent ? t`Next:` : t`Later:`}</span>
            </span>
            <div className="min-w-0 flex-1 pt-1.5 pb-4 group-last:pb-1">
              <h3 className={cn('text-14 font-semibold', isCurrent ? 'text-strong' : step.done ? 'text-weak' : 'text-normal')}>
                {step.title}
              </h3>
              {isCurrent && step.content ? <div className="mt-2">{step.content}</div> : null}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
