import { Switch as BaseSwitch } from '@base-ui/react/switch';
import { useId, type ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

/** Props of Switch. */
export interface SwitchProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean | undefined;
  className?: string | undefined;
}

/** A setting that acts at once, with its words on the left. */
export function Switch({ checked, onCheckedChange, label, hint, disabled = false, className }: SwitchProps) {
  const labelId = useId();
  const hintId = useId();
  return (
    <label className={cn('flex items-start justify-between gap-4 py-1', className)}>
      <span className="flex flex-col">
        <span id={labelId} className="text-14 text-strong">
          {label}
        </span>
        {hint ? (
          <span id={hintId} className="text-13 text-weak">
            {hint}
          </span>
        ) : null}
      </span>
      <BaseSwitch.Root
        checked={checked}
        disabled={disabled}
        aria-labelledby={labelId}
        aria-describedby={hint ? hintId : undefined}
        onCheckedChange={(next) => onCheckedChange(next)}
        className="touch-target flex h-5 w-9 shrink-0 rounded-full bg-line-control p-0.5 transition-colors data-checked:bg-accent data-disabled:opacity-50"
      >
        <BaseSwitch.Thumb className="size-4 rounded-full bg-surface-1 transition-transform data-checked:translate-x-4" />
      </BaseSwitch.Root>
    </label>
  );
}
