import type { ColumnTarget, ImportColumn } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { columnsProblem, targetKey, targetOf } from './column-targets.ts';

const columns = (...targets: ColumnTarget[]): ImportColumn[] =>
  targets.map((target, index) => ({ index, header: `c${index}`, samples: [], target }));

describe('what columns become', () => {
  it('goes to a choice and back', () => {
    const id = 'atr_00000000000000000000000001' as const;
    for (const target of [{ to: 'phone' }, { to: 'tags' }, { to: 'attribute', attribute_id: id }] as ColumnTarget[]) {
      expect(targetOf(targetKey(target))).toEqual(target);
    }
    expect(targetOf('new')).toBeNull();
    expect(targetOf('constructor')).toBeNull();
  });

  it('needs somebody to be known by, and nothing twice but tags', () => {
    expect(columnsProblem(columns({ to: 'name' }))).toBe('nobody');
    expect(columnsProblem(columns({ to: 'phone' }, { to: 'phone' }))).toBe('twice');
    expect(columnsProblem(columns({ to: 'phone' }, { to: 'tags' }, { to: 'tags' }, { to: 'ignore' }, { to: 'ignore' }))).toBeNull();
    expect(columnsProblem(columns({ to: 'bsuid' }))).toBeNull();
  });
});
