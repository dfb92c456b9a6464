import { WEEKDAYS, type HoursRange, type Schedule } from '@kabar/contract';
import { AppError } from '#platform/errors';
import { minutesOf } from './hours.ts';

type Issue = { path: string; message: string };

/**
 * What a schema cannot say: ranges end after they begin, come in order and do not overlap; a date has one exception; the time
 * zone exists. Gives the schedule with the zone's canonical name and exceptions by date. Errors: `validation_failed`.
 */
export function checkSchedule(schedule: Schedule): Schedule {
  const issues: Issue[] = [];
  for (const day of WEEKDAYS) checkRanges(schedule.week[day], `body.week.${day}`, issues);
  const dates = new Set<string>();
  for (const [index, exception] of schedule.exceptions.entries()) {
    const path = `body.exceptions.${index}`;
    checkRanges(exception.ranges, `${path}.ranges`, issues);
    if (dates.has(exception.date)) issues.push({ path: `${path}.date`, message: 'is there twice' });
    dates.add(exception.date);
  }
  const zone = schedule.time_zone === null ? null : canonicalZone(schedule.time_zone);
  if (zone === undefined) issues.push({ path: 'body.time_zone', message: 'must be an IANA time zone such as Asia/Jakarta' });
  if (zone === undefined || issues.length > 0) throw new AppError('validation_failed', { details: { issues } });
  return { ...schedule, time_zone: zone, exceptions: schedule.exceptions.toSorted((a, b) => (a.date < b.date ? -1 : 1)) };
}

function checkRanges(ranges: readonly HoursRange[], path: string, issues: Issue[]): void {
  let end = 0;
  for (const [index, range] of ranges.entries()) {
    const [from, until] = [minutesOf(range.from), minutesOf(range.until)];
    if (until <= from) issues.push({ path: `${path}.${index}.until`, message: 'must be later than the beginning' });
    else if (from < end) issues.push({ path: `${path}.${index}.from`, message: 'must not begin before the range before it ends' });
    end = Math.max(end, until);
  }
}

/** Undefined for what is no zone; offsets such as `+07:00` know no summer time and are none. */
function canonicalZone(name: string): string | undefined {
  try {
    const zone = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    return /^[A-Za-z]/.test(name) ? zone : undefined;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    return undefined;
  }
}
