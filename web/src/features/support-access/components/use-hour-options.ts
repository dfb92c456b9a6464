import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { SelectOption } from '#ui/Select.tsx';

const choices = [1, 2, 4, 8, 24, 48, 72];

/** Lengths of an access to choose from, `own` among them. */
export function useHourOptions(own: number): SelectOption<string>[] {
  const { t } = useLingui();
  return [...new Set([...choices, own])]
    .toSorted((a, b) => a - b)
    .map((hours) => ({ value: String(hours), label: t`${plural(hours, { one: '# hour', other: '# hours' })}` }));
}
