import { WEEKDAYS, type Weekday } from '@kabar/contract';
import { useFormat } from '#lib/use-format.ts';

// A Monday.
const mondayMs = Date.UTC(2026, 0, 5);

/** What a day of the week is called in the reader's language. */
export function useWeekdayName(): (day: Weekday) => string {
  const { settings } = useFormat();
  return (day) => {
    const name = new Intl.DateTimeFormat(settings.locale, { weekday: 'long', timeZone: 'UTC' }).format(
      mondayMs + WEEKDAYS.indexOf(day) * 86_400_000,
    );
    return name.charAt(0).toLocaleUpperCase(settings.locale) + name.slice(1);
  };
}
