import { Input } from './Input.tsx';

/** Props of NumberInput. `value` null: empty. */
export interface NumberInputProps {
  value: number | null;
  onValueChange: (value: number | null) => void;
  min: number;
  max: number;
  disabled?: boolean | undefined;
  'aria-label'?: string | undefined;
}

/** A whole number within bounds. What is typed beyond them stays as it is until the form is sent, so that typing is never fought. */
export function NumberInput({ value, onValueChange, min, max, ...rest }: NumberInputProps) {
  return (
    <Input
      type="number"
      inputMode="numeric"
      min={min}
      max={max}
      step={1}
      className="w-24 tabular-nums"
      value={value === null ? '' : String(value)}
      onValueChange={(text) => onValueChange(text === '' ? null : Math.trunc(Number(text)))}
      {...rest}
    />
  );
}
