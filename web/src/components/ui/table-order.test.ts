import { describe, expect, it } from 'vitest';
import { nextOrder, sortRows } from './table-order.ts';

describe('table order', () => {
  it('goes from ascending to descending to unsorted', () => {
    const first = nextOrder(null, 'name');
    expect(first).toEqual({ column: 'name', direction: 'ascending' });
    const second = nextOrder(first, 'name');
    expect(second?.direction).toBe('descending');
    expect(nextOrder(second, 'name')).toBeNull();
    expect(nextOrder(second, 'role')).toEqual({ column: 'role', direction: 'ascending' });
  });

  it('compares text as people do and keeps nothing-at-all last in both directions', () => {
    const rows = ['Shop 10', null, 'shop 2', 'Ärger', 'Zebra'];
    const by = (row: string | null): string | null => row;
    expect(sortRows(rows, by, 'ascending', 'en')).toEqual(['Ärger', 'shop 2', 'Shop 10', 'Zebra', null]);
    expect(sortRows(rows, by, 'descending', 'en')).toEqual(['Zebra', 'Shop 10', 'shop 2', 'Ärger', null]);
  });

  it('keeps equal rows in their places', () => {
    const rows = [
      { id: 1, size: 5 },
      { id: 2, size: 3 },
      { id: 3, size: 5 },
    ];
    expect(sortRows(rows, (row) => row.size, 'descending', 'en').map((row) => row.id)).toEqual([1, 3, 2]);
  });
});
