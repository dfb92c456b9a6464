/** How a table is sorted: by which column and in which direction. */
export interface TableOrder {
  column: string;
  direction: 'ascending' | 'descending';
}

/** What a column is sorted by; null goes last in both directions. */
export type SortValue = string | number | null;

/** The order after a press on a column's head: ascending, descending, then unsorted again. */
export function nextOrder(current: TableOrder | null, column: string): TableOrder | null {
  if (current?.column !== column) return { column, direction: 'ascending' };
  return current.direction === 'ascending' ? { column, direction: 'descending' } : null;
}

/** A sorted copy; rows that are equal keep their places. Text is compared as readers of `locale` do, numbers in it by value. */
export function sortRows<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => SortValue,
  order: TableOrder['direction'],
  locale: string,
): Row[] {
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const sign = order === 'ascending' ? 1 : -1;
  return rows.toSorted((one, other) => {
    const left = valueOf(one);
    const right = valueOf(other);
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
    return sign * collator.compare(String(left), String(right));
  });
}
