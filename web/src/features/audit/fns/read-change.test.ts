import { describe, expect, it } from 'vitest';
import { asWords, isMoment, readChange, valueText } from './read-change.ts';

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

  it.each([
    ['2026-11-21T18:56:44.574Z', true],
    ['2026-11-21', false],
    ['2026-13-41T99:00:00Z', false],
    [20_261_121, false],
  ])('knows that %j is a moment: %j', (value, is) => {
    expect(isMoment(value)).toBe(is);
  });

  it('is named in words', () => {
    expect(asWords('ip_allowlist_changed')).toBe('ip allowlist changed');
  });
});
