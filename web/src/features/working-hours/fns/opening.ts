import { WEEKDAYS, type HoursRange, type Schedule } from '@kabar/contract';
import { dayKey } from '#lib/format.ts';
import { fromZonedInput } from '#lib/zoned-input.ts';

/** Whether it is open, and when that changes next; instants in milliseconds. */
export interface Opening {
  isOpen: boolean;
  opensAt: number | null;
  closesAt: number | null;
}

const dayMs = 24 * 3_600_000;
const mostDays = 370;

/**
 * What a schedule means at a moment, for showing it while it is typed; the server alone decides what counts. Ranges that touch
 * over midnight are one opening. Nothing looks further than a year.
 */
export function openingOf(schedule: Schedule, workspaceZone: string, nowMs: number): Opening {
  if (schedule.mode === 'always') return { isOpen: true, opensAt: null, closesAt: null };
  const zone = schedule.time_zone ?? workspaceZone;
  const today = Date.parse(dayKey(nowMs, zone));
  let closesAt: number | null = null;
  for (let day = -1; day < mostDays; day += 1) {
    const date = new Date(today + day * dayMs).toISOString().slice(0, 10);
    for (const range of rangesOn(schedule, date)) {
      const [from, until] = spanOf(date, range, zone);
      if (closesAt !== null) {
        if (from > closesAt) return { isOpen: true, opensAt: null, closesAt };
        closesAt = until;
      } else if (from <= nowMs && nowMs < until) closesAt = until;
      else if (from > nowMs) return { isOpen: false, opensAt: from, closesAt: null };
    }
    // A night without a range behind it ends the opening.
    if (closesAt !== null && day >= 1 && closesAt - nowMs > 8 * dayMs) return { isOpen: true, opensAt: null, closesAt: null };
  }
  return { isOpen: closesAt !== null, opensAt: null, closesAt };
}

/** The ranges that hold on a calendar day ("2026-12-25"). */
export function rangesOn(schedule: Schedule, date: string): readonly HoursRange[] {
  const exception = schedule.exceptions.find((one) => one.date === date);
  if (exception) return exception.ranges;
  // The calendar begins on Sunday, the week of a schedule on Monday.
  const weekday = WEEKDAYS[(new Date(date).getUTCDay() + 6) % 7];
  return weekday === undefined ? [] : schedule.week[weekday];
}

function spanOf(date: string, { from, until }: HoursRange, zone: string): [number, number] {
  const nextDate = new Date(Date.parse(date) + dayMs).toISOString().slice(0, 10);
  const end = until === '24:00' ? `${nextDate}T00:00` : `${date}T${until}`;
  return [Date.parse(fromZonedInput(`${date}T${from}`, zone)), Date.parse(fromZonedInput(end, zone))];
}
