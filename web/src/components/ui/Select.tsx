import { Select as BaseSelect } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { controlStyles } from './Input.tsx';
import { popupStyles } from './popup-styles.ts';

/** One choice of a Select. `hint` is a second, quieter line. */
export interface SelectOption<Value extends string> {
  value: Value;
  label: string;
  hint?: string | undefined;
  icon?: ReactNode;
  disabled?: boolean | undefined;
}

/** Props of Select. Inside a Field the label comes from there; alone it needs `label`. */
export interface SelectProps<Value extends string> {
  options: readonly SelectOption<Value>[];
  value: Value | null;
  onValueChange: (value: Value) => void;
  label?: string | undefined;
  placeholder?: string | undefined;
  disabled?: boolean | undefined;
  size?: 'sm' | 'md' | undefined;
  className?: string | undefined;
}

/** One choice out of a short list. More than about twelve choices: Combobox, which can be searched. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { options, value, onValueChange, label, placeholder, disabled, size = 'md', className } = props;
  const current = options.find((option) => option.value === value);
  return (
    <BaseSelect.Root
      items={options}
      value={value}
      disabled={disabled ?? false}
      onValueChange={(next) => {
        if (next !== null) onValueChange(next);
      }}
    >
      <BaseSelect.Trigger
        aria-label={label}
        className={cn(
          controlStyles,
          'flex items-center justify-between gap-2 text-left data-popup-open:border-focus touch:h-10',
          size === 'sm' ? 'h-7 px-2 text-13' : 'h-8 px-2.5',
          className,
        )}
      >
        <span className="flex min-w-0 items-center gap-2">
          {current?.icon}
          <BaseSelect.Value className="truncate data-placeholder:text-weak" placeholder={placeholder} />
        </span>
        <BaseSelect.Icon className="text-weak">
          <ChevronsUpDown aria-hidden className="size-3.5" />
        </BaseSelect.Icon>
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <BaseSelect.Popup className={cn(popupStyles, 'max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto p-1')}>
            {options.map((option) => (
              <BaseSelect.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className="flex min-h-8 cursor-default items-center gap-2 rounded-control px-2 py-1 text-14 text-normal outline-none
                  data-disabled:opacity-50 data-highlighted:bg-popup-hover data-highlighted:text-strong touch:min-h-10"
              >
                <span className="flex size-4 shrink-0 items-center text-accent-text">
                  <BaseSelect.ItemIndicator>
                    <Check aria-hidden className="size-4" />
                  </BaseSelect.ItemIndicator>
                </span>
                {option.icon}
                <span className="flex flex-col">
                  <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
                  {option.hint ? <span className="max-w-80 text-12 text-weak">{option.hint}</span> : null}
                </span>
              </BaseSelect.Item>
            ))}
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}
