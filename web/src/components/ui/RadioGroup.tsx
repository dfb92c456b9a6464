import { Radio } from '@base-ui/react/radio';
import { RadioGroup as BaseRadioGroup } from '@base-ui/react/radio-group';
import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

/** One choice of a RadioGroup. */
export interface RadioOption<Value extends string> {
  value: Value;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean | undefined;
}

/** Props of RadioGroup. `cards` draws each choice as a card, for choices that need a sentence. */
export interface RadioGroupProps<Value extends string> {
  label: string;
  options: readonly RadioOption<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
  cards?: boolean | undefined;
  disabled?: boolean | undefined;
}

/** One of a few choices, all visible. Arrow keys move and choose. */
export function RadioGroup<Value extends string>({ label, options, value, onValueChange, cards, disabled }: RadioGroupProps<Value>) {
  return (
    <BaseRadioGroup
      aria-label={label}
      value={value}
      disabled={disabled ?? false}
      onValueChange={(next) => onValueChange(next)}
      className="flex flex-col gap-2"
    >
      {options.map((option) => (
        <label
          key={option.value}
          className={cn(
            'flex items-start gap-2.5 text-14 text-normal touch:py-1.5',
            cards &&
              'rounded-card border border-line px-3 py-2.5 transition-colors hover:bg-surface-2 has-data-checked:border-accent has-data-checked:bg-accent-soft',
          )}
        >
          <span className="flex h-5 items-center">
            <Radio.Root
              value={option.value}
              disabled={option.disabled ?? false}
              className="flex size-4.5 shrink-0 items-center justify-center rounded-full border border-line-control bg-surface-1
                data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
            >
              <Radio.Indicator className="size-2 rounded-full bg-on-accent" />
            </Radio.Root>
          </span>
          <span className="flex flex-col">
            <span className={cn(cards && 'font-medium text-strong')}>{option.label}</span>
            {option.hint ? <span className="text-13 text-weak">{option.hint}</span> : null}
          </span>
        </label>
      ))}
    </BaseRadioGroup>
  );
}
