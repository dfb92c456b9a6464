import { useLingui } from '@lingui/react/macro';
import { Select } from './Select.tsx';

/** How many hours the old one goes on. */
export type OverlapHours = 0 | 1 | 24 | 168 | 720;

/** Props of OverlapSelect. `longest`: the most that the server allows. */
export interface OverlapSelectProps {
  value: OverlapHours;
  longest: OverlapHours;
  onValueChange: (hours: OverlapHours) => void;
}

const choices: readonly OverlapHours[] = [0, 1, 24, 168, 720];

/** How long a secret that is replaced still counts. Stands in a Field. */
export function OverlapSelect({ value, longest, onValueChange }: OverlapSelectProps) {
  const { t } = useLingui();
  const words: Readonly<Record<OverlapHours, string>> = {
    0: t`Ends at once`,
    1: t`One hour`,
    24: t`One day`,
    168: t`One week`,
    720: t`30 days`,
  };
  return (
    <Select
      value={String(value)}
      onValueChange={(next) => onValueChange(choices.find((hours) => String(hours) === next) ?? value)}
      options={choices
        .filter((hours) => hours <= longest)
        .map((hours) => ({ value: String(hours), label: words[hours], ...(hours === 0 ? { hint: t`After a leak` } : {}) }))}
    />
  );
}
