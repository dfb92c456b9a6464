/** A day in some place, without a time. Months count from 1. */
export type CalendarDay = { year: number; month: number; day: number };

/** Which days of a place nobody is expected to work on. */
export type BusinessCalendar = {
  /** Weekdays off, 0 is Sunday. */
  weekend: ReadonlySet<number>;
  /** Public holidays of one year, as they are kept: moved where the place moves them. */
  holidays(year: number): readonly CalendarDay[];
};

const dayMs = 86_400_000;

/** The day it is in `timeZone` (an IANA name) at an instant. */
export function dayAt(instant: Date, timeZone: string): CalendarDay {
  const { year, month, day } = wallClock(instant, timeZone);
  return { year, month, day };
}

/** The instant at which a day begins in `timeZone`: midnight, or the first moment after it where clocks skip midnight. */
export function startOfDay(day: CalendarDay, timeZone: string): Date {
  const wall = Date.UTC(day.year, day.month - 1, day.day);
  // Offsets differ on both sides of a change of clocks, so the guess is judged by the offset that holds where it lands.
  const guess = new Date(wall - offsetMs(new Date(wall), timeZone));
  const start = new Date(wall - offsetMs(guess, timeZone));
  return compareDays(dayAt(start, timeZone), day) < 0 ? new Date(start.getTime() + 3_600_000) : start;
}

/** The last whole second of a day in `timeZone`: what "until the end of that day" comes to. */
export function endOfDay(day: CalendarDay, timeZone: string): Date {
  return new Date(startOfDay(addDays(day, 1), timeZone).getTime() - 1_000);
}

/** So many days later; negative: earlier. */
export function addDays(day: CalendarDay, count: number): CalendarDay {
  return fromUtc(new Date(toUtc(day) + count * dayMs));
}

/**
 * The same day number so many months later, or the last day of that month where it has no such day: one month after 31 January is 28
 * February, in a leap year 29 February.
 *
 * Source: Regulation (EEC, Euratom) 1182/71, art. 3(2)(c), https://eur-lex.europa.eu/eli/reg/1971/1182/oj (rule as told by
 * https://www.mishcon.com/news/ico-change-to-guidance-on-subject-access-request-time-limits, read 2026-11-21).
 */
export function addMonths(day: CalendarDay, count: number): CalendarDay {
  const months = day.year * 12 + (day.month - 1) + count;
  const year = Math.floor(months / 12);
  const month = (months % 12) + 1;
  return { year, month, day: Math.min(day.day, daysInMonth(year, month)) };
}

/** Whether a day is neither weekend nor holiday. */
export function isBusinessDay(day: CalendarDay, calendar: BusinessCalendar): boolean {
  if (calendar.weekend.has(weekdayOf(day))) return false;
  return !calendar.holidays(day.year).some((holiday) => compareDays(holiday, day) === 0);
}

/** The `count`-th business day after a day; the day itself does not count. */
export function addBusinessDays(day: CalendarDay, count: number, calendar: BusinessCalendar): CalendarDay {
  let found = day;
  for (let left = count; left > 0;) {
    found = addDays(found, 1);
    if (isBusinessDay(found, calendar)) left -= 1;
  }
  return found;
}

/** The day itself if it is a business day, otherwise the next one. */
export function businessDayFrom(day: CalendarDay, calendar: BusinessCalendar): CalendarDay {
  return isBusinessDay(day, calendar) ? day : addBusinessDays(day, 1, calendar);
}

/** Negative: `a` is before `b`; 0: the same day. */
export function compareDays(a: CalendarDay, b: CalendarDay): number {
  return toUtc(a) - toUtc(b);
}

const saturdayAndSunday: ReadonlySet<number> = new Set([0, 6]);

/** Weekends only: where public holidays differ within the area of a law, the shorter reckoning can never make us late. */
export const weekendsOnly: BusinessCalendar = { weekend: saturdayAndSunday, holidays: () => [] };

/**
 * Bank holidays kept in every part of the United Kingdom. Those of one part alone count as business days here, so that nobody answers
 * late anywhere.
 *
 * Source: https://www.gov.uk/bank-holidays (from memory of the standing rules: first Monday and last Monday of May, Good Friday,
 * 1 January, 25 and 26 December with substitute days).
 */
export const unitedKingdom: BusinessCalendar = {
  weekend: saturdayAndSunday,
  holidays: (year) => [
    substitute({ year, month: 1, day: 1 }),
    addDays(easterSunday(year), -2),
    nthWeekday(year, 5, 1, 1),
    lastWeekday(year, 5, 1),
    ...christmasDays(year),
  ],
};

/**
 * Holidays that both the United States and California keep. Days of only one of them count as business days, so that nobody answers
 * late. A holiday on a Sunday moves to Monday; one on a Saturday is a day off anyway.
 *
 * Source: 5 U.S.C. § 6103; California Government Code §§ 6700 and 6701 (from memory of the statutes).
 */
export const california: BusinessCalendar = {
  weekend: saturdayAndSunday,
  holidays: (year) =>
    [
      { year, month: 1, day: 1 },
      nthWeekday(year, 1, 1, 3), // Martin Luther King Jr. Day
      nthWeekday(year, 2, 1, 3), // Presidents' Day
      lastWeekday(year, 5, 1), // Memorial Day
      { year, month: 7, day: 4 },
      nthWeekday(year, 9, 1, 1), // Labor Day
      { year, month: 11, day: 11 }, // Veterans Day
      nthWeekday(year, 11, 4, 4), // Thanksgiving
      { year, month: 12, day: 25 },
    ].map((day) => (weekdayOf(day) === 0 ? addDays(day, 1) : day)),
};

/** Easter Sunday of the Gregorian calendar, by the method of Meeus, Jones and Butcher. */
export function easterSunday(year: number): CalendarDay {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return { year, month: Math.floor(sum / 31), day: (sum % 31) + 1 };
}

/** A holiday on a weekend is kept on the next Monday. */
function substitute(day: CalendarDay): CalendarDay {
  const weekday = weekdayOf(day);
  return weekday === 6 ? addDays(day, 2) : weekday === 0 ? addDays(day, 1) : day;
}

/** 25 and 26 December, each with a substitute of its own when it falls on a weekend. */
function christmasDays(year: number): CalendarDay[] {
  const christmas = { year, month: 12, day: 25 };
  const boxing = { year, month: 12, day: 26 };
  switch (weekdayOf(christmas)) {
    case 5: // Friday: the 26th is a Saturday
      return [christmas, addDays(boxing, 2)];
    case 6: // Saturday and Sunday: Monday and Tuesday instead
      return [addDays(christmas, 2), addDays(boxing, 2)];
    case 0: // Sunday and Monday: the 27th for the 25th
      return [addDays(christmas, 2), boxing];
    default:
      return [christmas, boxing];
  }
}

/** The `nth` of a weekday (0 is Sunday) in a month. */
function nthWeekday(year: number, month: number, weekday: number, nth: number): CalendarDay {
  const first = { year, month, day: 1 };
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7);
}

function lastWeekday(year: number, month: number, weekday: number): CalendarDay {
  const last = { year, month, day: daysInMonth(year, month) };
  return addDays(last, -((weekdayOf(last) - weekday + 7) % 7));
}

function weekdayOf(day: CalendarDay): number {
  return new Date(toUtc(day)).getUTCDay();
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function toUtc({ year, month, day }: CalendarDay): number {
  return Date.UTC(year, month - 1, day);
}

function fromUtc(date: Date): CalendarDay {
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** How far the clocks of a place are ahead of UTC at an instant. */
function offsetMs(instant: Date, timeZone: string): number {
  const { year, month, day, hour, minute, second } = wallClock(instant, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant.getTime() / 1_000) * 1_000;
}

type WallClock = CalendarDay & { hour: number; minute: number; second: number };

const formats = new Map<string, Intl.DateTimeFormat>();

function wallClock(instant: Date, timeZone: string): WallClock {
  let format = formats.get(timeZone);
  if (format === undefined) {
    const digits = '2-digit' as const;
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: digits,
      day: digits,
      hour: digits,
      minute: digits,
      second: digits,
    });
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute'), second: part('second') };
}
