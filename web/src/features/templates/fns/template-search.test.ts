import { describe, expect, it } from 'vitest';
import { isFiltered, templateSearch } from './template-search.ts';

describe('templateSearch', () => {
  it('reads what it knows and leaves out the rest', () => {
    expect(templateSearch({ q: 'order', state: 'approved', category: 'service', quality: 3, language: 'id', other: 1 })).toEqual({
      q: 'order',
      state: 'approved',
      language: 'id',
    });
  });

  it('takes an empty address for no filter', () => {
    expect(isFiltered(templateSearch({ q: ' ' }))).toBe(false);
    expect(isFiltered(templateSearch({ quality: 'red' }))).toBe(true);
  });
});
