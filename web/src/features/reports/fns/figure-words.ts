/** How a figure stands to the one before. `percent` is whole and above 0; `none`: there is nothing to compare with. */
export type Change = { kind: 'more' | 'less'; percent: number } | { kind: 'same' } | { kind: 'none' };

/** Compares with the period before. Pure. */
export function changeOf(now: number | null, before: number | null): Change {
  if (now === null || before === null || before === 0) return { kind: 'none' };
  const percent = Math.round(Math.abs((now - before) / before) * 100);
  if (percent === 0) return { kind: 'same' };
  return { kind: now > before ? 'more' : 'less', percent };
}

/** A length of time in at most two units: "40 sec", "12 min", "1 hr 5 min", "2 days 3 hr". Null stays a dash. */
export function spanText(seconds: number | null, locale: string): string {
  if (seconds === null) return '–';
  const unit = (value: number, name: 'second' | 'minute' | 'hour' | 'day'): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: name === 'day' ? 'long' : 'short' }).format(value);
  if (seconds < 60) return unit(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return unit(minutes, 'minute');
  const [hours, restMinutes] = [Math.floor(minutes / 60), minutes % 60];
  if (hours < 24) return restMinutes === 0 ? unit(hours, 'hour') : `${unit(hours, 'hour')} ${unit(restMinutes, 'minute')}`;
  const allHours = Math.round(minutes / 60);
  const [days, restHours] = [Math.floor(allHours / 24), allHours % 24];
  return restHours === 0 ? unit(days, 'day') : `${unit(days, 'day')} ${unit(restHours, 'hour')}`;
}

/** A length of time in one unit, for the axis of a chart: "27 min", "1.5 hr". */
export function shortSpanText(seconds: number, locale: string): string {
  const [size, unit] =
    seconds < 90 ? [1, 'second'] : seconds < 5_400 ? [60, 'minute'] : seconds < 172_800 ? [3_600, 'hour'] : [86_400, 'day'];
  const maximumFractionDigits = size < 3_600 ? 0 : 1;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits }).format(seconds / size);
}

/** The share of targets that were met over both kinds, in percent to one place; null when there were none. */
export function targetsMet(targets: readonly { met: number; missed: number }[]): number | null {
  const met = targets.reduce((sum, one) => sum + one.met, 0);
  const all = targets.reduce((sum, one) => sum + one.met + one.missed, 0);
  return all === 0 ? null : Math.round((met / all) * 1000) / 10;
}

/** How dark a cell of a heat strip is, from 0 (nothing) to 4; even one conversation shows. */
export function heatOf(value: number, most: number): 0 | 1 | 2 | 3 | 4 {
  if (value <= 0 || most <= 0) return 0;
  const steps = [1, 2, 3, 4] as const;
  return steps[Math.min(3, Math.ceil((value / most) * 4) - 1)] ?? 4;
}
