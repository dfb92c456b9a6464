import { REPORT_GROUPS, type ReportGroup } from '@kabar/contract';
import { dayKey } from '#lib/format.ts';

/** Periods that end today; the number is how many days they have. */
export const PERIODS = [1, 7, 28, 90] as const;
export type Period = (typeof PERIODS)[number];

/** What the address of the report says. `from` and `until` (both or neither) are days of the reader's own. */
export interface ReportSearch {
  period?: Period;
  from?: string;
  until?: string;
  by?: ReportGroup;
  number_id?: string;
  team_id?: string;
}

/** The longest report the server makes, in days. */
export const MAX_DAYS = 366;
const dayMs = 86_400_000;
const defaultPeriod: Period = 28;

/** Reads the address; what makes no sense is left out. */
export function reportSearch(search: Record<string, unknown>): ReportSearch {
  const period = PERIODS.find((one) => one === search['period']);
  const by = REPORT_GROUPS.find((one) => one === search['by']);
  const [from, until] = [dayOf(search['from']), dayOf(search['until'])];
  const isSpan = from !== undefined && until !== undefined && countDays(from, until) >= 1 && countDays(from, until) <= MAX_DAYS;
  return {
    ...(period === undefined ? {} : { period }),
    ...(isSpan ? { from, until } : {}),
    ...(by === undefined ? {} : { by }),
    ...idIn(search, 'number_id', 'num'),
    ...idIn(search, 'team_id', 'tem'),
  };
}

/** First and last day, both included. */
export interface Days {
  from: string;
  until: string;
}

/** Which days the address means, and as many days right before them to compare with. `period` null: days of the reader's own. */
export function periodOf(search: ReportSearch, now: Date, timeZone: string): { period: Period | null; days: Days; before: Days } {
  const isOwn = search.from !== undefined && search.until !== undefined;
  const period = isOwn ? null : (search.period ?? defaultPeriod);
  const today = dayKey(now, timeZone);
  const days =
    search.from !== undefined && search.until !== undefined
      ? { from: search.from, until: search.until }
      : { from: moveDay(today, 1 - (period ?? defaultPeriod)), until: today };
  const count = countDays(days.from, days.until);
  return { period, days, before: { from: moveDay(days.from, -count), until: moveDay(days.from, -1) } };
}

/** Days from `from` to `until`, both included; below 1 when they are out of order. */
export function countDays(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / dayMs) + 1;
}

function moveDay(day: string, by: number): string {
  return new Date(Date.parse(day) + by * dayMs).toISOString().slice(0, 10);
}

function dayOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== value ? undefined : value;
}

function idIn<Name extends 'number_id' | 'team_id'>(search: Record<string, unknown>, name: Name, prefix: string): { [K in Name]?: string } {
  const value = search[name];
  // The key is the one asked for.
  return (typeof value === 'string' && new RegExp(`^${prefix}_[0-9a-z]{26}$`).test(value) ? { [name]: value } : {}) as {
    [K in Name]?: string;
  };
}
