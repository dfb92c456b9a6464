import { describe, expect, it } from 'vitest';
import { refuseNul } from './refuse-nul.ts';

describe('refusing NUL characters', () => {
  it('lets every other input pass', () => {
    for (const value of [null, undefined, 5, 'text', '', { a: ['b', { c: '\u0001' }] }])
      expect(() => refuseNul('body', value)).not.toThrow();
  });

  it('names the field that holds one', () => {
    let details: unknown;
    try {
      refuseNul('body', { text: 'fine', list: [{ body: 'a\0b' }] });
    } catch (error) {
      details = (error as { details: unknown }).details;
    }
    expect(details).toEqual({ issues: [{ path: 'body.list.0.body', message: 'must not contain the character U+0000' }] });
  });

  it('refuses one in a name of a field', () => {
    expect(() => refuseNul('query', { 'a\0': 1 })).toThrow();
  });
});
