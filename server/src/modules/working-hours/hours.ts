import { WEEKDAYS, type HoursRange, type Schedule } from '@kabar/contract';
import { dayAt, formatDay, instantOf, weekdayOf, type CalendarDay } from './zoned-time.ts';

/** A schedule that is ready to be asked: with its time zone, ranges in minutes, exceptions by date. */
export type Hours = {
  readonly isAlways: boolean;
  readonly zone: string;
  readonly week: readonly (readonly Range[])[];
  readonly exceptions: ReadonlyMap<string, readonly Range[]>;
};

type Range = { from: number; until: number };
type Span = { fromMs: number; untilMs: number };

/** How far ahead or back openings are looked for. */
const horizonDays = 366;

/** At any time of any day. */
export function alwaysOpen(zone: string): Hours {
  return { isAlways: true, zone, week: [], exceptions: new Map() };
}

/** Makes a schedule askable. `workspaceZone` counts where it names no time zone of its own. */
export function readSchedule(schedule: Schedule, workspaceZone: string): Hours {
  return {
    isAlways: schedule.mode === 'always',
    zone: schedule.time_zone ?? workspaceZone,
    week: WEEKDAYS.map((day) => schedule.week[day].map(readRange)),
    exceptions: new Map(schedule.exceptions.map(({ date, ranges }) => [date, ranges.map(readRange)])),
  };
}

/** Minutes since midnight of `09:30`. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Whether somebody is there at an instant. The end of a range is not part of it. */
export function isOpenAt(hours: Hours, at: Date): boolean {
  if (hours.isAlways) return true;
  const atMs = at.getTime();
  return spansOf(hours, dayAt(hours.zone, atMs)).some((span) => span.fromMs <= atMs && atMs < span.untilMs);
}

/** The first instant from `at` on that is open: `at` itself while open; null when there is none within a year. */
export function nextOpening(hours: Hours, at: Date): Date | null {
  if (hours.isAlways) return at;
  const atMs = at.getTime();
  const today = dayAt(hours.zone, atMs);
  for (let day = today; day <= today + horizonDays; day += 1) {
    const span = spansOf(hours, day).find(({ untilMs }) => untilMs > atMs);
    if (span !== undefined) return new Date(Math.max(atMs, span.fromMs));
  }
  return null;
}

/** When the time that is open at `at` ends, across midnight where ranges touch; null while closed and when it never ends. */
export function closesAt(hours: Hours, at: Date): Date | null {
  if (hours.isAlways) return null;
  let endMs = at.getTime();
  const today = dayAt(hours.zone, endMs);
  for (let day = today; day <= today + horizonDays; day += 1) {
    for (const span of spansOf(hours, day)) {
      if (span.untilMs <= endMs) continue;
      if (span.fromMs > endMs) return endMs === at.getTime() ? null : new Date(endMs);
      endMs = span.untilMs;
    }
    if (endMs < instantOf(hours.zone, day + 1, 0)) return endMs === at.getTime() ? null : new Date(endMs);
  }
  return null;
}

/** When the closed time around `at` began; null when it was not open within the year before, and while open. */
export function closedSince(hours: Hours, at: Date): Date | null {
  if (isOpenAt(hours, at)) return null;
  const atMs = at.getTime();
  const today = dayAt(hours.zone, atMs);
  for (let day = today; day >= today - horizonDays; day -= 1) {
    const span = spansOf(hours, day).findLast(({ untilMs }) => untilMs <= atMs);
    if (span !== undefined) return new Date(span.untilMs);
  }
  return null;
}

/** Milliseconds of working time between two instants; 0 when `until` is not later. */
export function workingMs(hours: Hours, from: Date, until: Date): number {
  const [fromMs, untilMs] = [from.getTime(), until.getTime()];
  if (untilMs <= fromMs) return 0;
  if (hours.isAlways) return untilMs - fromMs;
  let sum = 0;
  const last = dayAt(hours.zone, untilMs);
  for (let day = dayAt(hours.zone, fromMs); day <= last; day += 1) {
    for (const span of spansOf(hours, day)) sum += Math.max(0, Math.min(span.untilMs, untilMs) - Math.max(span.fromMs, fromMs));
  }
  return sum;
}

/**
 * The first instant by which `ms` of working time have passed since `from`; null when that is not within a year's worth of
 * days. With `ms` 0 it is `from`.
 */
export function addWorkingMs(hours: Hours, from: Date, ms: number): Date | null {
  const fromMs = from.getTime();
  if (ms <= 0) return from;
  if (hours.isAlways) return new Date(fromMs + ms);
  let left = ms;
  const first = dayAt(hours.zone, fromMs);
  for (let day = first; day <= first + horizonDays; day += 1) {
    for (const span of spansOf(hours, day)) {
      const startMs = Math.max(span.fromMs, fromMs);
      if (span.untilMs <= startMs) continue;
      if (span.untilMs - startMs >= left) return new Date(startMs + left);
      left -= span.untilMs - startMs;
    }
  }
  return null;
}

/** The open spans of one calendar day, in order, in instants. A range that a change of clocks swallows is left out. */
function spansOf(hours: Hours, day: CalendarDay): Span[] {
  const ranges = hours.exceptions.get(formatDay(day)) ?? hours.week[weekdayOf(day)] ?? [];
  return ranges
    .map(({ from, until }) => ({ fromMs: instantOf(hours.zone, day, from), untilMs: instantOf(hours.zone, day, until) }))
    .filter((span) => span.untilMs > span.fromMs);
}

function readRange({ from, until }: HoursRange): Range {
  return { from: minutesOf(from), until: minutesOf(until) };
}
