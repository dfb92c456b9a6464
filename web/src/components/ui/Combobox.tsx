import { Combobox as BaseCombobox } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { controlStyles } from './Input.tsx';
import { popupItemStyles, popupStyles } from './popup-styles.ts';

/** One choice of a Combobox; `hint` is searched as well. */
export interface ComboboxOption {
  value: string;
  label: string;
  hint?: string | undefined;
}

/** Props of Combobox. `emptyText` is what the list says when nothing matches. */
export interface ComboboxProps {
  options: readonly ComboboxOption[];
  value: string | null;
  onValueChange: (value: string) => void;
  emptyText: ReactNode;
  label?: string | undefined;
  placeholder?: string | undefined;
  disabled?: boolean | undefined;
  /** Where the options come from elsewhere: gets what is typed; `options` are then shown as they are. */
  onSearch?: ((text: string) => void) | undefined;
}

/** One choice out of many, found by typing. Only the first 100 matches are drawn; typing narrows them. */
export function Combobox({ options, value, onValueChange, emptyText, label, placeholder, disabled, onSearch }: ComboboxProps) {
  const selected = options.find((option) => option.value === value) ?? null;
  return (
    <BaseCombobox.Root
      items={options}
      value={selected}
      autoHighlight
      limit={100}
      {...(onSearch ? { filter: null, onInputValueChange: onSearch } : {})}
      disabled={disabled ?? false}
      itemToStringLabel={(option: ComboboxOption) => option.label}
      isItemEqualToValue={(one: ComboboxOption, other: ComboboxOption) => one.value === other.value}
      onValueChange={(option) => {
        if (option) onValueChange(option.value);
      }}
    >
      <div className="relative">
        <BaseCombobox.Input
          aria-label={label}
          placeholder={placeholder}
          className={cn(controlStyles, 'h-8 pr-8 pl-2.5 touch:h-10 touch:text-16')}
        />
        <BaseCombobox.Trigger
          tabIndex={-1}
          aria-label={label}
          className="touch-target absolute top-1/2 right-1 flex size-6 -translate-y-1/2 items-center justify-center text-weak"
        >
          <ChevronsUpDown aria-hidden className="size-3.5" />
        </BaseCombobox.Trigger>
      </div>
      <BaseCombobox.Portal>
        <BaseCombobox.Positioner sideOffset={4} className="z-50">
          <BaseCombobox.Popup className={cn(popupStyles, 'w-(--anchor-width) min-w-60')}>
            <BaseCombobox.Empty className="px-3 py-2.5 text-13 text-weak empty:hidden">{emptyText}</BaseCombobox.Empty>
            <BaseCombobox.List className="max-h-[min(18rem,var(--available-height))] overflow-y-auto p-1 data-empty:p-0">
              {(option: ComboboxOption) => (
                <BaseCombobox.Item key={option.value} value={option} className={popupItemStyles}>
                  <span className="flex size-4 shrink-0 items-center">
                    <BaseCombobox.ItemIndicator>
                      <Check aria-hidden />
                    </BaseCombobox.ItemIndicator>
                  </span>
                  <span className="min-w-0 flex-1 truncate">{option.label}</span>
                  {option.hint ? <span className="text-12 text-weak">{option.hint}</span> : null}
                </BaseCombobox.Item>
              )}
            </BaseCombobox.List>
          </BaseCombobox.Popup>
        </BaseCombobox.Positioner>
      </BaseCombobox.Portal>
    </BaseCombobox.Root>
  );
}
