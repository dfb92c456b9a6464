/** What a list shows while its order must not change under the pointer. */
export interface SteadyOrder<Row> {
  rows: Row[];
  /** Rows that are new and wait above the list. */
  waitingCount: number;
}

/**
 * Keeps the order that is on screen while `frozen`: rows change in place, rows that are new at the top wait, rows that come
 * with further pages are appended. Not frozen, the order is that of `sorted`.
 */
export function steadyOrder<Row>(
  sorted: readonly Row[],
  shownIds: readonly string[],
  idOf: (row: Row) => string,
  frozen: boolean,
): SteadyOrder<Row> {
  if (!frozen || shownIds.length === 0) return { rows: [...sorted], waitingCount: 0 };
  const byId = new Map(sorted.map((row) => [idOf(row), row]));
  const places = new Map(sorted.map((row, place) => [idOf(row), place]));
  const shown = new Set(shownIds);
  const rows = shownIds.flatMap((id) => byId.get(id) ?? []);
  const lastShown = sorted.findLastIndex((row) => shown.has(idOf(row)));
  const fresh = sorted.flatMap((row, index) => (shown.has(idOf(row)) ? [] : [{ row, index }]));
  const appended = fresh.filter(({ index }) => index > lastShown).map(({ row }) => row);
  const order = rows.map((row) => places.get(idOf(row)) ?? 0);
  const movedCount = order.filter((place, index) => index > 0 && place < (order[index - 1] ?? 0)).length;
  return { rows: [...rows, ...appended], waitingCount: fresh.length - appended.length + movedCount };
}
