import { Field as BaseField } from '@base-ui/react/field';
import { Trans } from '@lingui/react/macro';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

/** Props of Field. `error` is a whole sentence; while it is set the control is marked invalid and the sentence is read out. */
export interface FieldProps {
  label: ReactNode;
  children: ReactNode;
  name?: string | undefined;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean | undefined;
  disabled?: boolean | undefined;
  /** Stands at the end of the label's line, for example "Forgot it?". */
  aside?: ReactNode;
  className?: string | undefined;
}

/** A control with its label, its hint and its error, tied together for screen readers. */
export function Field({ label, children, name, hint, error, optional, disabled, aside, className }: FieldProps) {
  return (
    <BaseField.Root name={name} invalid={Boolean(error)} disabled={disabled} className={cn('flex flex-col gap-1.5', className)}>
      <div className="flex items-baseline justify-between gap-3">
        <BaseField.Label className="text-13 font-medium text-strong data-disabled:text-weak">
          {label}
          {optional ? (
            <span className="ml-1.5 font-normal text-weak">
              <Trans>optional</Trans>
            </span>
          ) : null}
        </BaseField.Label>
        {aside ? <span className="text-13">{aside}</span> : null}
      </div>
      {children}
      {error ? (
        <BaseField.Error match className="flex items-start gap-1.5 text-13 text-bad">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>{error}</span>
        </BaseField.Error>
      ) : null}
      {hint ? <BaseField.Description className="text-13 text-weak">{hint}</BaseField.Description> : null}
    </BaseField.Root>
  );
}
