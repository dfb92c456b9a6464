import { describe, expect, it } from 'vitest';
import { asWords, readChange, valueText } from './read-change.ts';

describe('a change', () => {
  it('has each field once, with both sides where both were recorded', () => {
    const fields = readChange({ before: { name: 'A', gone: 1 }, after: { name: 'B', fresh: true }, personal: ['after.name'] });
    expect(fields.map(({ name, hasBefore, hasAfter, isPersonal }) => [name, hasBefore, hasAfter, isPersonal])).toEqual([
      ['name', true, true, true],
      ['fresh', false, true, false],
      ['gone', true, false, false],
    ]);
  });

  it('of nothing has no field', () => {
    expect(readChange({ before: null, after: null, personal: [] })).toEqual([]);
  });

  it.each([
    [null, null],
    ['', null],
    [[], null],
    [0, '0'],
    [false, 'false'],
    [['a', 'b'], 'a, b'],
    [{ a: 1 }, '{"a":1}'],
  ])('shows %j as %j', (value, text) => {
    expect(valueText(value)).toBe(text);
  });

  it('is named in words', () => {
    expect(asWords('ip_allowlist_changed')).toBe('ip allowlist changed');
  });
});
