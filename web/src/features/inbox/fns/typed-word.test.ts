import { describe, expect, it } from 'vitest';
import { typedWord } from './typed-word.ts';

describe('the word behind a mark', () => {
  it('is found at the caret', () => {
    expect(typedWord('hello @di', 9, '@')).toEqual({ query: 'di', from: 6, to: 9 });
    expect(typedWord('hello @di and', 9, '@')).toEqual({ query: 'di', from: 6, to: 9 });
    expect(typedWord('@', 1, '@')).toEqual({ query: '', from: 0, to: 1 });
    expect(typedWord('/ong', 4, '/', true)).toEqual({ query: 'ong', from: 0, to: 4 });
  });

  it('may be a name of two words, not of three', () => {
    expect(typedWord('@Sari De', 8, '@')?.query).toBe('Sari De');
    expect(typedWord('@Sari Dewi please', 17, '@')).toBeNull();
  });

  it('is no part of an address, a fraction or a path', () => {
    expect(typedWord('sari@example', 12, '@')).toBeNull();
    expect(typedWord('1/2', 3, '/')).toBeNull();
    expect(typedWord('see /docs', 9, '/', true)).toBeNull();
    expect(typedWord('/a b', 4, '/', true)).toBeNull();
    expect(typedWord('nothing', 3, '@')).toBeNull();
  });
});
