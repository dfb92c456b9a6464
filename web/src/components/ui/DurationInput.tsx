import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Input } from './Input.tsx';
import { Select } from './Select.tsx';

/** Props of DurationInput. `minutes` null: nothing is set. */
export interface DurationInputProps {
  label: string;
  minutes: number | null;
  onMinutesChange: (minutes: number | null) => void;
  disabled?: boolean | undefined;
}

const sizes = { minutes: 1, hours: 60, days: 1440 } as const;
type Unit = keyof typeof sizes;

function unitOf(minutes: number | null): Unit {
  if (minutes === null || minutes % 60 !== 0) return 'minutes';
  return minutes % 1440 === 0 ? 'days' : 'hours';
}

/** A length of time as a number with its unit; empty means none. */
export function DurationInput({ label, minutes, onMinutesChange, disabled }: DurationInputProps) {
  const { t } = useLingui();
  const [unit, setUnit] = useState<Unit>(() => unitOf(minutes));
  const count = minutes === null ? '' : String(Math.round((minutes / sizes[unit]) * 100) / 100);
  const change = (text: string, next: Unit): void => {
    const number = Number(text);
    onMinutesChange(text === '' || !Number.isFinite(number) || number <= 0 ? null : Math.max(1, Math.round(number * sizes[next])));
  };
  return (
    <div className="flex gap-2">
      <Input
        type="number"
        inputMode="decimal"
        min={1}
        step="any"
        disabled={disabled}
        className="w-24 tabular-nums"
        value={count}
        onValueChange={(text) => change(text, unit)}
      />
      <Select
        label={t`Unit of: ${label}`}
        className="w-32"
        disabled={disabled}
        value={unit}
        onValueChange={(next) => {
          setUnit(next);
          change(count, next);
        }}
        options={[
          { value: 'minutes', label: t`minutes` },
          { value: 'hours', label: t`hours` },
          { value: 'days', label: t`days` },
        ]}
      />
    </div>
  );
}
