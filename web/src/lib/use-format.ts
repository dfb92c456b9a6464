import { useLingui } from '@lingui/react';
import { createContext, use, useMemo } from 'react';
import { formatPhone } from './format-phone.ts';
import {
  formatBytes,
  formatDate,
  formatDateTime,
  formatDay,
  formatDuration,
  formatListTime,
  formatLogTime,
  formatNumber,
  formatRelative,
  formatTime,
  type FormatSettings,
  type Instant,
} from './format.ts';

/** Time zone in which the pages below write times: the workspace's inside a workspace, the browser's elsewhere. */
export const TimeZoneContext = createContext(Intl.DateTimeFormat().resolvedOptions().timeZone);

/**
 * The full locale for a language of the dashboard: the browser's own region of it where it has one ("en-US"), because region
 * decides the clock and the order of dates; else English as most of the world writes it.
 */
export function formatLocale(language: string, browserLocales: readonly string[]): string {
  const own = browserLocales.find((locale) => locale.split('-')[0] === language && locale.includes('-') && isLocale(locale));
  return own ?? (language === 'en' ? 'en-GB' : language);
}

/** Some systems hand out names that are no language tag, e.g. `en-US@posix`; `Intl` throws on them. */
function isLocale(locale: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false;
  }
}

/** Everything of format.ts bound to the reader's language and the workspace's time zone. */
export interface Format {
  settings: FormatSettings;
  number: (value: number) => string;
  bytes: (sizeBytes: number) => string;
  duration: (durationMs: number) => string;
  date: (at: Instant) => string;
  time: (at: Instant) => string;
  dateTime: (at: Instant) => string;
  relative: (at: Instant, now: Instant) => string;
  listTime: (at: Instant, now: Instant) => string;
  logTime: (at: Instant, now: Instant) => string;
  day: (at: Instant, now: Instant) => string;
  phone: (phone: string) => string;
}

/** Formatting for the reader; the same object until the language or the workspace changes. */
export function useFormat(): Format {
  const timeZone = use(TimeZoneContext);
  const { i18n } = useLingui();
  const locale = formatLocale(i18n.locale, navigator.languages);
  return useMemo(() => {
    const settings = { locale, timeZone };
    return {
      settings,
      number: (value) => formatNumber(value, settings),
      bytes: (sizeBytes) => formatBytes(sizeBytes, settings),
      duration: (durationMs) => formatDuration(durationMs, settings),
      date: (at) => formatDate(at, settings),
      time: (at) => formatTime(at, settings),
      dateTime: (at) => formatDateTime(at, settings),
      relative: (at, now) => formatRelative(at, now, settings),
      listTime: (at, now) => formatListTime(at, now, settings),
      logTime: (at, now) => formatLogTime(at, now, settings),
      day: (at, now) => formatDay(at, now, settings),
      phone: formatPhone,
    };
  }, [locale, timeZone]);
}
