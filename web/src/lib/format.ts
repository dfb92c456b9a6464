/** How a reader wants things written: BCP 47 language and the workspace's IANA time zone. */
export interface FormatSettings {
  locale: string;
  timeZone: string;
}

/** Anything that names an instant: a Date, an ISO 8601 string as the API sends it, or milliseconds since 1970. */
export type Instant = Date | string | number;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

// Intl objects are slow to make (about 50 µs) and lists ask for thousands.
const cache = new Map<string, Intl.DateTimeFormat>();

function dateFormat(settings: FormatSettings, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${settings.locale}|${settings.timeZone}|${JSON.stringify(options)}`;
  const known = cache.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(settings.locale, { timeZone: settings.timeZone, ...options });
  cache.set(key, made);
  return made;
}

function capitalised(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

/** The calendar day of an instant in a time zone as "2026-11-21"; equal strings are the same day for the reader. */
export function dayKey(at: Instant, timeZone: string): string {
  return dateFormat({ locale: 'en-CA', timeZone }, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at));
}

/** Calendar days from `at` back to `now` for the reader; 0 is today, 1 yesterday, negative is ahead. */
export function daysBetween(at: Instant, now: Instant, timeZone: string): number {
  return Math.round((Date.parse(dayKey(now, timeZone)) - Date.parse(dayKey(at, timeZone))) / dayMs);
}

/** A number with the reader's separators. */
export function formatNumber(value: number, settings: FormatSettings): string {
  return new Intl.NumberFormat(settings.locale).format(value);
}

/** A size in bytes as "1.2 MB" (steps of 1,000, as people's files show them). */
export function formatBytes(sizeBytes: number, settings: FormatSettings): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = sizeBytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(sizeBytes) / 3));
  return new Intl.NumberFormat(settings.locale, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(sizeBytes / 1000 ** step);
}

/** A length of time in its largest sensible unit: "40 sec", "12 min", "3 hr", "2 days". Rounds up, never below one second. */
export function formatDuration(durationMs: number, settings: FormatSettings): string {
  const [value, unit] =
    durationMs < minuteMs
      ? [Math.max(1, Math.ceil(durationMs / 1000)), 'second']
      : durationMs < hourMs
        ? [Math.ceil(durationMs / minuteMs), 'minute']
        : durationMs < 2 * dayMs
          ? [Math.ceil(durationMs / hourMs), 'hour']
          : [Math.ceil(durationMs / dayMs), 'day'];
  return new Intl.NumberFormat(settings.locale, { style: 'unit', unit, unitDisplay: unit === 'day' ? 'long' : 'short' }).format(value);
}

/** "21 Nov 2026". */
export function formatDate(at: Instant, settings: FormatSettings): string {
  return dateFormat(settings, { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(at));
}

/** "14:05", as the language writes the clock. */
export function formatTime(at: Instant, settings: FormatSettings): string {
  return dateFormat(settings, { timeStyle: 'short' }).format(new Date(at));
}

/** The clock to the second, with the day where that is not today: for lines of a log. */
export function formatLogTime(at: Instant, now: Instant, settings: FormatSettings): string {
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const isToday = daysBetween(at, now, settings.timeZone) === 0;
  return dateFormat(settings, isToday ? clock : { day: 'numeric', month: 'short', ...clock }).format(new Date(at));
}

/** Date, clock and zone, for hovers and details where nothing may be unclear. */
export function formatDateTime(at: Instant, settings: FormatSettings): string {
  return dateFormat(settings, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(at));
}

/** How long ago within a day ("5 min ago"), the date before that. Also for what lies ahead ("in 3 hr"). */
export function formatRelative(at: Instant, now: Instant, settings: FormatSettings): string {
  const awayMs = new Date(at).getTime() - new Date(now).getTime();
  const relative = new Intl.RelativeTimeFormat(settings.locale, { numeric: 'auto', style: 'short' });
  const sizeMs = Math.abs(awayMs);
  if (sizeMs < 45_000) return capitalised(relative.format(0, 'second'), settings.locale);
  if (sizeMs < 59.5 * minuteMs) return relative.format(Math.sign(awayMs) * Math.max(1, Math.round(sizeMs / minuteMs)), 'minute');
  if (sizeMs < 23.5 * hourMs) return relative.format(Math.sign(awayMs) * Math.round(sizeMs / hourMs), 'hour');
  return formatListDate(at, now, settings);
}

/** The shortest form for a row of a list: clock today, "Yesterday", weekday within a week, then the date. */
export function formatListTime(at: Instant, now: Instant, settings: FormatSettings): string {
  const days = daysBetween(at, now, settings.timeZone);
  if (days === 0) return formatTime(at, settings);
  if (days === 1) return capitalised(new Intl.RelativeTimeFormat(settings.locale, { numeric: 'auto' }).format(-1, 'day'), settings.locale);
  if (days > 1 && days < 7) return dateFormat(settings, { weekday: 'short' }).format(new Date(at));
  return formatListDate(at, now, settings);
}

function formatListDate(at: Instant, now: Instant, settings: FormatSettings): string {
  const sameYear = dayKey(at, settings.timeZone).slice(0, 4) === dayKey(now, settings.timeZone).slice(0, 4);
  return dateFormat(settings, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) }).format(new Date(at));
}

/** The heading between days of a thread: "Today", "Yesterday", "Friday, 20 November". */
export function formatDay(at: Instant, now: Instant, settings: FormatSettings): string {
  const days = daysBetween(at, now, settings.timeZone);
  if (days === 0 || days === 1) {
    const relative = new Intl.RelativeTimeFormat(settings.locale, { numeric: 'auto' });
    return capitalised(relative.format(-days, 'day'), settings.locale);
  }
  const sameYear = dayKey(at, settings.timeZone).slice(0, 4) === dayKey(now, settings.timeZone).slice(0, 4);
  return dateFormat(settings, { weekday: 'long', day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }).format(
    new Date(at),
  );
}

/** A time zone in words with its offset now: "Jakarta (GMT+7)". */
export function formatTimeZone(timeZone: string, now: Instant, locale: string): string {
  const offset = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'shortOffset' })
    .formatToParts(new Date(now))
    .find((part) => part.type === 'timeZoneName')?.value;
  const city = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone;
  return offset ? `${city} (${offset})` : city;
}
