/** Upper ends of the classes by which durations are counted, in milliseconds; the last class has none. */
export const durationEndsMs: readonly number[] = [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/** The class of a duration. */
export function durationClass(ms: number): number {
  const index = durationEndsMs.findIndex((end) => ms <= end);
  return index === -1 ? durationEndsMs.length : index;
}

/** Upper end of the class in which the given share of tries lies, e.g. 0.95; null without tries. The last class ends at the time-out. */
export function percentile(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let seen = 0;
  for (const [index, count] of counts.entries()) {
    seen += count;
    if (seen >= total * share) return durationEndsMs[index] ?? 15_000;
  }
  return 15_000;
}
