import { describe, expect, it } from 'vitest';
import { mergeReads, type MergeInput, type Reading } from './merge-reads.ts';

interface Row {
  id: string;
  at: number;
  text: string;
}

function row(id: string, at: number, text = ''): Row {
  return { id, at, text };
}

/** Newest first, as both lists of the inbox are. */
function merge(input: Partial<MergeInput<Row>> & Pick<MergeInput<Row>, 'pages'>, single: Record<string, Reading<Row>> = {}): string[] {
  return mergeReads({
    single: new Map(Object.entries(single)),
    idOf: ({ id }) => id,
    compare: (a, b) => b.at - a.at || b.id.localeCompare(a.id),
    openStart: true,
    openEnd: false,
    ...input,
  }).map(({ id, text }) => (text === '' ? id : `${id}:${text}`));
}

describe('mergeReads', () => {
  const pages = [
    { rows: [row('d', 40), row('c', 30)], readAtMs: 1000 },
    { rows: [row('b', 20), row('a', 10)], readAtMs: 2000 },
  ];

  it('keeps the pages as they are when nothing else is known', () => {
    expect(merge({ pages })).toEqual(['d', 'c', 'b', 'a']);
  });

  it('adds what is newer than everything', () => {
    expect(merge({ pages }, { e: { row: row('e', 50), readAtMs: 3000 } })).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  it('moves a row that was read again instead of showing it twice', () => {
    expect(merge({ pages }, { a: { row: row('a', 60, 'new'), readAtMs: 3000 } })).toEqual(['a:new', 'd', 'c', 'b']);
  });

  it('believes the later read, whichever way it came', () => {
    expect(merge({ pages }, { b: { row: row('b', 20, 'old'), readAtMs: 1500 } })).toEqual(['d', 'c', 'b', 'a']);
    expect(merge({ pages }, { b: { row: row('b', 20, 'new'), readAtMs: 2500 } })).toEqual(['d', 'c', 'b:new', 'a']);
  });

  it('shows a row once that two pages hold, because it moved between their reads', () => {
    const moved = [
      { rows: [row('d', 40), row('c', 30, 'first')], readAtMs: 1000 },
      { rows: [row('c', 25, 'second'), row('a', 10)], readAtMs: 2000 },
    ];
    expect(merge({ pages: moved })).toEqual(['d', 'c:second', 'a']);
  });

  it('leaves out what lies beyond the pages, because what is between is not known', () => {
    expect(merge({ pages }, { z: { row: row('z', 5), readAtMs: 3000 } })).toEqual(['d', 'c', 'b', 'a']);
    expect(merge({ pages, openEnd: true }, { z: { row: row('z', 5), readAtMs: 3000 } })).toEqual(['d', 'c', 'b', 'a', 'z']);
  });

  it('leaves out what is newer than a window that does not reach the newest row', () => {
    expect(merge({ pages, openStart: false }, { e: { row: row('e', 50), readAtMs: 3000 } })).toEqual(['d', 'c', 'b', 'a']);
  });

  it('drops a row that the covering page no longer held when it was read later', () => {
    expect(merge({ pages }, { x: { row: row('x', 35), readAtMs: 900 } })).toEqual(['d', 'c', 'b', 'a']);
    expect(merge({ pages }, { x: { row: row('x', 35), readAtMs: 1100 } })).toEqual(['d', 'x', 'c', 'b', 'a']);
  });

  it('takes a row out that is gone, and only if that was seen later', () => {
    expect(merge({ pages }, { b: { row: null, readAtMs: 2500 } })).toEqual(['d', 'c', 'a']);
    expect(merge({ pages }, { b: { row: null, readAtMs: 1500 } })).toEqual(['d', 'c', 'b', 'a']);
  });

  it('fills an empty list that is known to its end', () => {
    expect(merge({ pages: [{ rows: [], readAtMs: 1000 }], openEnd: true }, { e: { row: row('e', 50), readAtMs: 2000 } })).toEqual(['e']);
  });

  it('never shows a row twice and keeps the order for any mixture of reads', () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return seed % below;
    };
    for (let round = 0; round < 200; round += 1) {
      const all = Array.from({ length: 12 }, (_, index) => row(`r${index}`, 100 - index * 5));
      const cut = 1 + random(11);
      const mixed = [
        { rows: all.slice(0, cut), readAtMs: random(100) },
        { rows: all.slice(Math.max(0, cut - random(3)), cut + random(6)), readAtMs: random(100) },
      ];
      const single = Object.fromEntries(
        Array.from({ length: random(6) }, () => {
          const id = `r${random(14)}`;
          return [id, { row: random(5) === 0 ? null : row(id, random(130)), readAtMs: random(100) }];
        }),
      );
      const shown = mergeReads({
        pages: mixed,
        single: new Map(Object.entries(single)),
        idOf: ({ id }) => id,
        compare: (a, b) => b.at - a.at || b.id.localeCompare(a.id),
        openStart: true,
        openEnd: random(2) === 0,
      });
      expect(new Set(shown.map(({ id }) => id)).size).toBe(shown.length);
      expect(shown.map(({ at }) => at)).toEqual(shown.map(({ at }) => at).toSorted((a, b) => b - a));
    }
  });
});
