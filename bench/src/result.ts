/**
 * One measured figure. `ratio` is value / floor of the same run (null where there is no floor); `bar` is the least allowed
 * ratio, or the largest allowed value where `bar` starts with "<".
 */
export type BenchResult = {
  name: string;
  value: number;
  unit: string;
  floor: number | null;
  ratio: number | null;
  bar: string | null;
  ok: boolean;
};

/** A figure that is judged by its ratio to a floor of the same run; both in the same unit. */
export function ratioResult(name: string, value: number, floor: number, unit: string, leastRatio: number): BenchResult {
  const ratio = value / floor;
  return { name, value: round(value), unit, floor: round(floor), ratio: round(ratio), bar: `>= ${leastRatio}`, ok: ratio >= leastRatio };
}

/** A figure with a ceiling of its own. */
export function ceilingResult(name: string, value: number, unit: string, ceiling: number): BenchResult {
  return { name, value: round(value), unit, floor: null, ratio: null, bar: `< ${ceiling}`, ok: value < ceiling };
}

/** A figure that is told and not judged. */
export function plainResult(name: string, value: number, unit: string): BenchResult {
  return { name, value: round(value), unit, floor: null, ratio: null, bar: null, ok: true };
}

/** The middle of several repetitions. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
