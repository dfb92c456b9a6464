import { useLingui } from '@lingui/react/macro';
import { Check } from 'lucide-react';
import { cn } from '#lib/cn.ts';

/** One step; `done` lets one go back to it. */
export interface Step<Value extends string> {
  value: Value;
  label: string;
  done: boolean;
}

/** Props of Stepper. */
export interface StepperProps<Value extends string> {
  label: string;
  steps: readonly Step<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
}

/** Where one is in work of several steps. A step that is done can be gone back to without loss. */
export function Stepper<Value extends string>({ label, steps, value, onValueChange }: StepperProps<Value>) {
  const { t } = useLingui();
  return (
    <nav aria-label={label}>
      <ol className="flex flex-wrap gap-x-2 gap-y-1">
        {steps.map((step, index) => {
          const current = step.value === value;
          return (
            <li key={step.value} className="flex items-center gap-2">
              <button
                type="button"
                aria-current={current ? 'step' : undefined}
                disabled={!step.done && !current}
                onClick={() => onValueChange(step.value)}
                className={cn(
                  'touch-target flex h-8 items-center gap-2 rounded-control px-1.5 text-13 font-medium',
                  current ? 'text-strong' : 'text-weak hover:not-disabled:text-strong',
                )}
              >
                <span
                  aria-hidden
                  className={cn(
                    'flex size-5 items-center justify-center rounded-full text-12 font-semibold tabular-nums',
                    current || step.done ? 'bg-accent text-on-accent' : 'bg-surface-3 text-normal',
                  )}
                >
                  {step.done && !current ? <Check className="size-3.5" strokeWidth={3} /> : index + 1}
                </span>
                {step.label}
                {step.done ? <span className="sr-only">{t`(done)`}</span> : null}
              </button>
              {index < steps.length - 1 ? <span aria-hidden className="h-px w-6 bg-line max-sm:hidden" /> : null}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
