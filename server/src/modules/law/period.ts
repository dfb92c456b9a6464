/** A length of time as laws and notices give it. Months are calendar months; a year is twelve of them. */
export type Period = { months: number; days: number };

const form = /^P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?$/;
const daysPerMonth = 365.2425 / 12;

/** Reads an ISO 8601 duration of years, months and days (`P30D`, `P12M`, `P1Y1D`). Null for everything else, `P` and zero lengths included. */
export function parsePeriod(text: string): Period | null {
  const match = form.exec(text);
  if (match === null) return null;
  const parsed = { months: Number(match[1] ?? 0) * 12 + Number(match[2] ?? 0), days: Number(match[3] ?? 0) };
  return parsed.months === 0 && parsed.days === 0 ? null : parsed;
}

/** A period of our own tables. Throws a `TypeError` for a text that is none: a mistake in the table. */
export function period(text: string): Period {
  const parsed = parsePeriod(text);
  if (parsed === null) throw new TypeError(`not a period: ${text}`);
  return parsed;
}

/** ISO 8601 form. Up to 24 months stay months (`P12M`, `P24M`), as notices say it; longer whole years become years (`P10Y`). */
export function formatPeriod({ months, days }: Period): string {
  const years = months > 24 && months % 12 === 0 ? months / 12 : 0;
  const rest = months - years * 12;
  return `P${years > 0 ? `${years}Y` : ''}${rest > 0 ? `${rest}M` : ''}${days > 0 ? `${days}D` : ''}`;
}

/** Negative when `a` is shorter than `b`. Months count as a twelfth of the mean year, so `P1Y` is longer than `P365D` and equal to `P12M`. */
export function comparePeriods(a: Period, b: Period): number {
  return averageDays(a) - averageDays(b);
}

/** Length in days, months as a twelfth of the mean Gregorian year. For comparing and drawing, never for deciding what is due. */
export function averageDays({ months, days }: Period): number {
  return months * daysPerMonth + days;
}

/** Both one after the other. */
export function addPeriods(a: Period, b: Period): Period {
  return { months: a.months + b.months, days: a.days + b.days };
}

/**
 * The moment `period` before `at`, in UTC; a day that the month does not have becomes its last. Later moments never give earlier results,
 * so a row that was past its period stays past it.
 */
export function before(at: Date, { months, days }: Period): Date {
  return moved(at, -months, -days);
}

/** The moment `period` after `at`, in UTC; a day that the month does not have becomes its last. */
export function after(at: Date, { months, days }: Period): Date {
  return moved(at, months, days);
}

function moved(at: Date, months: number, days: number): Date {
  const to = new Date(at.getTime());
  const day = to.getUTCDate();
  to.setUTCDate(1);
  to.setUTCMonth(to.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(day, lastDay));
  to.setUTCDate(to.getUTCDate() + days);
  return to;
}
