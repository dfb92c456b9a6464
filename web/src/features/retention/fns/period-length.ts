/** A length of time in its parts; null for a text that is none. */
export function readPeriod(text: string): { years: number; months: number; days: number } | null {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?$/.exec(text);
  return match === null ? null : { years: Number(match[1] ?? 0), months: Number(match[2] ?? 0), days: Number(match[3] ?? 0) };
}

/** Length in days, for drawing and for choosing between periods. */
export function periodDays(text: string): number {
  const period = readPeriod(text);
  return period === null ? 0 : period.years * 365.25 + period.months * 30.4375 + period.days;
}

/** Where a period lies on a line from a day to ten years, 0 to 1. The line is logarithmic, because a week and ten years must both be seen. */
export function placeOnLine(text: string): number {
  return Math.min(1, Math.max(0, Math.log(Math.max(1, periodDays(text))) / Math.log(3653)));
}
