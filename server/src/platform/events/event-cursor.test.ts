import { expect, test } from 'vitest';
import { compareCursors, formatCursor, laterCursor, parseCursor } from './event-cursor.ts';

test('reads back what it wrote, also for very large numbers', () => {
  for (const cursor of [
    { xid: 0, seq: 0 },
    { xid: 123_456, seq: 7 },
    { xid: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER },
  ]) {
    expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
  }
});

test.each(['', '-', '1', '1-', '-1', '1-2-3', 'A-1', '1-1\n', ' 1-1', '1.5-2', 'zzzzzzzzzzzz-1', 'zzzzzzzzzzz-zzzzzzzzzzz', '1-1;drop'])(
  'takes %j for no cursor',
  (text) => {
    expect(parseCursor(text)).toBeNull();
  },
);

test('orders by transaction first and sequence second', () => {
  expect(compareCursors({ xid: 1, seq: 9 }, { xid: 2, seq: 1 })).toBeLessThan(0);
  expect(compareCursors({ xid: 2, seq: 2 }, { xid: 2, seq: 1 })).toBeGreaterThan(0);
  expect(compareCursors({ xid: 2, seq: 2 }, { xid: 2, seq: 2 })).toBe(0);
  expect(laterCursor({ xid: 1, seq: 9 }, { xid: 2, seq: 1 })).toEqual({ xid: 2, seq: 1 });
});
