import { useLingui } from '@lingui/react/macro';
import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { PickList, type PickOption } from './PickList.tsx';

/** Props of PickField. */
export interface PickFieldProps {
  label: string;
  hint: ReactNode;
  addLabel: string;
  placeholder: string;
  emptyText: string;
  options: readonly PickOption[];
  chosen: readonly string[];
  onChosenChange: (chosen: string[]) => void;
}

/** Several of a list, as chips that can be taken away, and a button to add more. */
export function PickField({ label, hint, addLabel, placeholder, emptyText, options, chosen, onChosenChange }: PickFieldProps) {
  const { t } = useLingui();
  return (
    <div role="group" aria-label={label} className="flex flex-col gap-1.5">
      <span aria-hidden className="text-13 font-medium text-strong">
        {label}
      </span>
      <ul className="flex flex-wrap items-center gap-1.5">
        {options
          .filter((option) => chosen.includes(option.value))
          .map((option) => {
            const name = option.label;
            return (
              <li
                key={option.value}
                className="inline-flex h-7 max-w-full items-center gap-1.5 rounded-full bg-surface-3 pr-1 pl-1.5 text-13 text-normal touch:h-9"
              >
                {option.icon}
                <span dir="auto" className="truncate">
                  {name}
                </span>
                <button
                  type="button"
                  aria-label={t`Take out ${name}`}
                  onClick={() => onChosenChange(chosen.filter((value) => value !== option.value))}
                  className="touch-target flex size-5 items-center justify-center rounded-full text-weak hover:bg-surface-2 hover:text-strong"
                >
                  <X aria-hidden className="size-3.5" />
                </button>
              </li>
            );
          })}
        <li>
          <PickList
            multiple
            label={label}
            placeholder={placeholder}
            emptyText={emptyText}
            groups={[{ items: options }]}
            chosen={chosen}
            onPick={(value) => onChosenChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])}
            trigger={
              <Button size="sm" icon={<Plus aria-hidden />}>
                {addLabel}
              </Button>
            }
          />
        </li>
      </ul>
      <span className="text-13 text-weak">{hint}</span>
    </div>
  );
}
