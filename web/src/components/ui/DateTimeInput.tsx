import { use } from 'react';
import { TimeZoneContext } from '#lib/use-format.ts';
import { fromZonedInput, toZonedInput } from '#lib/zoned-input.ts';
import { Input } from './Input.tsx';

/** Props of DateTimeInput. `value` is an instant as ISO 8601 in UTC, or null while empty. */
export interface DateTimeInputProps {
  value: string | null;
  onValueChange: (value: string | null) => void;
  min?: string | undefined;
  max?: string | undefined;
  /** Asks for the day only; the instant is then the last minute of that day. */
  dateOnly?: boolean | undefined;
  'aria-label'?: string | undefined;
}

/** A day and a clock in the workspace's time zone, with the browser's own picker. */
export function DateTimeInput({ value, onValueChange, min, max, dateOnly = false, ...rest }: DateTimeInputProps) {
  const timeZone = use(TimeZoneContext);
  const write = (instant: string | undefined): string | undefined =>
    instant === undefined ? undefined : toZonedInput(instant, timeZone).slice(0, dateOnly ? 10 : 16);
  return (
    <Input
      type={dateOnly ? 'date' : 'datetime-local'}
      value={value === null ? '' : write(value)}
      min={write(min)}
      max={write(max)}
      onValueChange={(text) => onValueChange(text === '' ? null : fromZonedInput(dateOnly ? `${text}T23:59` : text, timeZone))}
      className="tabular-nums"
      {...rest}
    />
  );
}
