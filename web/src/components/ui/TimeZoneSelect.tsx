import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { useNow } from '#lib/clock.ts';
import { formatTimeZone } from '#lib/format.ts';
import { Combobox } from './Combobox.tsx';

/** A time zone by the name of a city, with its distance from Greenwich now. */
export function TimeZoneSelect({ value, onValueChange }: { value: string; onValueChange: (timeZone: string) => void }) {
  const { t, i18n } = useLingui();
  const hour = Math.floor(useNow() / 3_600_000);
  const options = useMemo(() => {
    const zones = Intl.supportedValuesOf('timeZone');
    // What is chosen and where the reader sits come first; hundreds of cities follow.
    const all = new Set([value, Intl.DateTimeFormat().resolvedOptions().timeZone, ...zones]);
    return Array.from(all, (zone) => ({
      value: zone,
      label: formatTimeZone(zone, hour * 3_600_000, i18n.locale),
      hint: zone.split('/').slice(0, -1).join(', ').replaceAll('_', ' '),
    }));
  }, [hour, i18n.locale, value]);
  return (
    <Combobox options={options} value={value} onValueChange={onValueChange} emptyText={t`No city of this name. Try a large one nearby.`} />
  );
}
