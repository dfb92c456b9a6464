import { Input as BaseInput } from '@base-ui/react/input';
import { Search, X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

/** The look shared by every box one types into; also used by textarea, select and combobox. */
export const controlStyles = cn(
  'w-full rounded-control border border-line-control bg-surface-1 text-14 text-strong transition-colors placeholder:text-weak',
  'hover:not-data-disabled:border-weak focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 focus-visible:outline-focus',
  'data-disabled:bg-surface-2 data-disabled:text-weak data-invalid:border-bad data-invalid:focus-visible:outline-bad',
);

/** Props of Input: those of an input element. */
export interface InputProps extends Omit<ComponentProps<typeof BaseInput>, 'className'> {
  className?: string | undefined;
}

/** A line of text. Inside a Field it takes its label, hint and error from there; alone it needs `aria-label`. */
export function Input({ className, ...rest }: InputProps) {
  return <BaseInput className={cn(controlStyles, 'h-8 px-2.5 touch:h-10 touch:text-16', className)} {...rest} />;
}

/** Props of SearchInput. */
export interface SearchInputProps extends Omit<InputProps, 'type' | 'onChange' | 'value'> {
  label: string;
  clearLabel: string;
  value: string;
  onValueChange: (value: string) => void;
  trailing?: ReactNode;
}

/** A search line with a glass before it and a way to empty it. Esc empties it first and leaves it on the second press. */
export function SearchInput({ label, clearLabel, value, onValueChange, trailing, className, ...rest }: SearchInputProps) {
  return (
    <div className={cn('relative', className)}>
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-weak" />
      <Input
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={label}
        value={value}
        onValueChange={onValueChange}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (value) onValueChange('');
          else event.currentTarget.blur();
        }}
        className="pr-8 pl-8"
        {...rest}
      />
      <div className="absolute top-1/2 right-1 flex -translate-y-1/2 items-center">
        {value ? (
          <button
            type="button"
            aria-label={clearLabel}
            onClick={() => onValueChange('')}
            className="touch-target inline-flex size-6 items-center justify-center rounded-control text-weak hover:text-strong"
          >
            <X aria-hidden className="size-4" />
          </button>
        ) : (
          trailing
        )}
      </div>
    </div>
  );
}
