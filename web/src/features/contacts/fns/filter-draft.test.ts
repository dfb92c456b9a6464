import type { Attribute, ContactFilter } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { attributeCondition, completeFilter, isComplete, newCondition, opsOf } from './filter-draft.ts';

const attribute: Attribute = {
  id: `atr_${'0'.repeat(26)}`,
  key: 'points',
  label: 'Points',
  type: 'number',
  sensitivity: 'plain',
  choices: [],
  position: 0,
  created_at: '2026-11-21T00:00:00.000Z',
};

describe('a filter while it is put together', () => {
  it('narrows only by what is wholly said', () => {
    const filter: ContactFilter = {
      match: 'any',
      conditions: [
        newCondition('tags', []),
        { field: 'blocked', value: true },
        { match: 'all', conditions: [newCondition('country', []), newCondition('created_at', [])] },
        { match: 'all', conditions: [newCondition('stage', [])] },
      ],
    };
    expect(completeFilter(filter)).toEqual({
      match: 'any',
      conditions: [
        { field: 'blocked', value: true },
        { match: 'all', conditions: [{ field: 'created_at', within_days: 30 }] },
      ],
    });
  });

  it('asks for a value where the comparison needs one', () => {
    expect(isComplete(attributeCondition(attribute))).toBe(false);
    expect(isComplete(attributeCondition(attribute, 'set'))).toBe(true);
    expect(isComplete({ field: 'attribute', attribute_id: attribute.id, op: 'between', values: [1] })).toBe(false);
    expect(isComplete({ field: 'attribute', attribute_id: attribute.id, op: 'between', values: [1, 5] })).toBe(true);
  });

  it('offers ranges for plain numbers only', () => {
    expect(opsOf(attribute)).toContain('between');
    expect(opsOf({ ...attribute, sensitivity: 'personal' })).toEqual(['equals', 'not_equals', 'set', 'not_set']);
  });
});
