import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import { Check, Minus } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

/** Props of Checkbox. Without `label` it needs `aria-label`. */
export interface CheckboxProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label?: ReactNode;
  hint?: ReactNode;
  indeterminate?: boolean | undefined;
  disabled?: boolean | undefined;
  'aria-label'?: string | undefined;
  className?: string | undefined;
}

/** A yes or no that counts when the form is sent. For something that acts at once: Switch. */
export function Checkbox(props: CheckboxProps) {
  const { checked, onCheckedChange, label, hint, indeterminate = false, disabled = false, className } = props;
  const labelId = useId();
  const hintId = useId();
  const box = (
    <BaseCheckbox.Root
      checked={checked}
      indeterminate={indeterminate}
      disabled={disabled}
      aria-label={props['aria-label']}
      aria-labelledby={label ? labelId : undefined}
      aria-describedby={hint ? hintId : undefined}
      onCheckedChange={(next) => onCheckedChange(next)}
      className={cn(
        'touch-target flex size-4.5 shrink-0 items-center justify-center rounded-[5px] border border-line-control bg-surface-1 transition-colors',
        'data-checked:border-accent data-checked:bg-accent data-indeterminate:border-accent data-indeterminate:bg-accent data-disabled:opacity-50',
        !label && className,
      )}
    >
      <BaseCheckbox.Indicator className="flex text-on-accent" keepMounted={false}>
        {indeterminate ? <Minus aria-hidden className="size-3.5" /> : <Check aria-hidden className="size-3.5" strokeWidth={3} />}
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  );
  if (!label) return box;
  return (
    <label className={cn('flex items-start gap-2.5 py-1 text-14 text-normal touch:py-2.5', className)}>
      <span className="flex h-5 items-center">{box}</span>
      <span className="flex min-w-0 flex-col">
        <span id={labelId}>{label}</span>
        {hint ? (
          <span id={hintId} className="text-13 text-weak">
            {hint}
          </span>
        ) : null}
      </span>
    </label>
  );
}
