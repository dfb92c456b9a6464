import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { refuseUnstorable } from './refuse-unstorable.ts';

describe('refusing what the database cannot store', () => {
  it('lets every other input pass', () => {
    for (const value of [null, undefined, 5, 'text', '', '🙂', { a: ['b', { c: '\u0001' }] }])
      expect(() => refuseUnstorable('body', value)).not.toThrow();
  });

  it('names the field that holds one', () => {
    let details: unknown;
    try {
      refuseUnstorable('body', { text: 'fine', list: [{ body: 'a\0b' }] });
    } catch (error) {
      details = (error as { details: unknown }).details;
    }
    expect(details).toEqual({ issues: [{ path: 'body.list.0.body', message: 'must not contain the character U+0000' }] });
  });

  it('names the field that holds half a character', () => {
    const halves = ['\uD83D', 'a\uDE42', '\uDE42\uD83D'];
    for (const half of halves) expect(() => refuseUnstorable('body', { labels: { bad: half } })).toThrow(AppError);
    expect(() => refuseUnstorable('query', { '\uD83D': 'x' })).toThrow(AppError);
  });

  it('refuses one in a name of a field', () => {
    expect(() => refuseUnstorable('query', { 'a\0': 1 })).toThrow();
  });
});
