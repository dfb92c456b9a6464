/** A row with the moment at which its read began; the later read of two is believed. Null: the row no longer exists. */
export interface Reading<Row> {
  row: Row | null;
  readAtMs: number;
}

/** One page of a list as it was read, first row first. */
export interface ReadPage<Row> {
  rows: readonly Row[];
  readAtMs: number;
}

/** What mergeReads joins. Pages are neighbours in the order of the list. */
export interface MergeInput<Row> {
  pages: readonly ReadPage<Row>[];
  /** Rows that were read alone, because an event named them, by id. */
  single: ReadonlyMap<string, Reading<Row>>;
  idOf: (row: Row) => string;
  /** Order of the list, as for Array.sort. */
  compare: (a: Row, b: Row) => number;
  /** Whether the first page is the very beginning of the list, so that what sorts before it belongs there. */
  openStart: boolean;
  /** Whether the last page is the very end of the list. */
  openEnd: boolean;
}

/**
 * Joins pages with rows that were read alone into one list without doubles and without gaps.
 *
 * A row that is in both stands once, as it was read last. A row that is in no page is added only where the pages reach:
 * beyond the last page it would leave a gap, it comes with its own page. And only if it was read after the page that
 * covers its place; else that page has seen that it is gone.
 */
export function mergeReads<Row>({ pages, single, idOf, compare, openStart, openEnd }: MergeInput<Row>): Row[] {
  const known = new Map<string, Reading<Row>>();
  for (const page of pages) {
    for (const row of page.rows) {
      const before = known.get(idOf(row));
      if (!before || before.readAtMs <= page.readAtMs) known.set(idOf(row), { row, readAtMs: page.readAtMs });
    }
  }
  for (const [id, reading] of single) {
    const before = known.get(id);
    if (before) {
      if (before.readAtMs <= reading.readAtMs) known.set(id, reading);
    } else if (reading.row !== null) {
      const page = coveringPage(reading.row, pages, compare, openStart, openEnd);
      if (page && page.readAtMs <= reading.readAtMs) known.set(id, reading);
    }
  }
  return [...known.values()].flatMap(({ row }) => (row === null ? [] : [row])).sort(compare);
}

function coveringPage<Row>(
  row: Row,
  pages: readonly ReadPage<Row>[],
  compare: (a: Row, b: Row) => number,
  openStart: boolean,
  openEnd: boolean,
): ReadPage<Row> | null {
  const first = pages.find((page) => page.rows.length > 0)?.rows[0];
  if (first !== undefined && !openStart && compare(row, first) < 0) return null;
  for (const page of pages) {
    const last = page.rows.at(-1);
    if (last !== undefined && compare(row, last) <= 0) return page;
  }
  return openEnd ? (pages.at(-1) ?? null) : null;
}
