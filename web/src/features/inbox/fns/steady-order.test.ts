import { describe, expect, it } from 'vitest';
import { steadyOrder } from './steady-order.ts';

const order = (sorted: string[], shown: string[], frozen: boolean) => steadyOrder(sorted, shown, (row) => row, frozen);

describe('steadyOrder', () => {
  it('is the sorted order while nobody points at the list', () => {
    expect(order(['c', 'a', 'b'], ['a', 'b'], false)).toEqual({ rows: ['c', 'a', 'b'], waitingCount: 0 });
  });

  it('keeps rows in place and counts those that would move up', () => {
    expect(order(['b', 'a', 'c'], ['a', 'b', 'c'], true)).toEqual({ rows: ['a', 'b', 'c'], waitingCount: 1 });
  });

  it('lets new rows wait above', () => {
    expect(order(['n', 'a', 'b'], ['a', 'b'], true)).toEqual({ rows: ['a', 'b'], waitingCount: 1 });
  });

  it('appends the rows of a further page', () => {
    expect(order(['a', 'b', 'c', 'd'], ['a', 'b'], true)).toEqual({ rows: ['a', 'b', 'c', 'd'], waitingCount: 0 });
  });

  it('takes rows out that are gone', () => {
    expect(order(['a', 'c'], ['a', 'b', 'c'], true)).toEqual({ rows: ['a', 'c'], waitingCount: 0 });
  });

  it('shows the first rows at once', () => {
    expect(order(['a', 'b'], [], true)).toEqual({ rows: ['a', 'b'], waitingCount: 0 });
  });
});
