import { useLingui } from '@lingui/react/macro';
import { useId, type ReactNode } from 'react';
import { CopyButton } from './CopyButton.tsx';

/** Props of CopyField: a value that is read and copied, not typed. */
export interface CopyFieldProps {
  label: string;
  value: string;
  hint?: ReactNode;
}

/** An id, address or secret with its label and a copy button; the whole value is selected on focus. */
export function CopyField({ label, value, hint }: CopyFieldProps) {
  const { t } = useLingui();
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-13 font-medium text-strong">
        {label}
      </label>
      <div className="flex items-center gap-1 rounded-control border border-line bg-surface-2 pr-1 focus-within:border-focus">
        <input
          id={id}
          readOnly
          value={value}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onFocus={(event) => event.currentTarget.select()}
          className="h-8 min-w-0 flex-1 truncate bg-transparent px-2.5 font-mono text-13 text-strong outline-none touch:h-10"
        />
        <CopyButton text={value} label={t`Copy: ${label}`} />
      </div>
      {hint ? (
        <p id={`${id}-hint`} className="text-13 text-weak">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
