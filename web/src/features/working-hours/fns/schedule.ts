import { WEEKDAYS, type HoursRange, type Schedule, type Weekday } from '@kabar/contract';

/** A schedule without any hours. */
export const emptySchedule: Schedule = {
  mode: 'always',
  time_zone: null,
  week: { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] },
  exceptions: [],
};

const usual: HoursRange = { from: '09:00', until: '17:00' };

/** The schedule as somebody begins to set hours: Monday to Friday nine to five where the week was empty. */
export function asWeekly(schedule: Schedule): Schedule {
  const isEmpty = WEEKDAYS.every((day) => schedule.week[day].length === 0);
  if (!isEmpty) return { ...schedule, mode: 'weekly' };
  const work: HoursRange[] = [usual];
  return {
    ...schedule,
    mode: 'weekly',
    week: { ...schedule.week, monday: work, tuesday: work, wednesday: work, thursday: work, friday: work },
  };
}

/** A range to add behind the others of a day: an hour after the last, for two hours; null when the day is full. */
export function nextRange(ranges: readonly HoursRange[]): HoursRange | null {
  const last = ranges.at(-1);
  if (!last) return usual;
  const from = minutesOf(last.until) + 60;
  return from + 30 > 1440 || ranges.length >= 8 ? null : { from: clockOf(from), until: clockOf(Math.min(1440, from + 120)) };
}

/** What a clock box of the browser means as an end: midnight is the end of the day. */
export function untilOf(clock: string): string {
  return clock === '00:00' ? '24:00' : clock;
}

/** Gives the hours of one day to others. */
export function copyDay(schedule: Schedule, from: Weekday, to: readonly Weekday[]): Schedule {
  const ranges = schedule.week[from];
  return { ...schedule, week: { ...schedule.week, ...Object.fromEntries(to.map((day) => [day, ranges])) } };
}

/** What is wrong with ranges, by place: an end before its beginning, an overlap, a time that is not filled in. */
export type RangeProblem = 'empty' | 'backwards' | 'overlap';

/** Problems of a day's ranges; empty when all is well. The same rules as the server's. */
export function rangeProblems(ranges: readonly HoursRange[]): Map<number, RangeProblem> {
  const problems = new Map<number, RangeProblem>();
  let end = 0;
  for (const [index, { from, until }] of ranges.entries()) {
    if (from === '' || until === '') problems.set(index, 'empty');
    else if (minutesOf(until) <= minutesOf(from)) problems.set(index, 'backwards');
    else if (minutesOf(from) < end) problems.set(index, 'overlap');
    end = Math.max(end, minutesOf(until));
  }
  return problems;
}

/** Hours a week. */
export function weeklyHours(schedule: Schedule): number {
  const minutes = WEEKDAYS.flatMap((day) => schedule.week[day]).map(({ from, until }) => Math.max(0, minutesOf(until) - minutesOf(from)));
  return minutes.reduce((sum, one) => sum + one, 0) / 60;
}

/** Minutes since midnight of a time of day; 0 for one that is not filled in. */
export function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}

function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
