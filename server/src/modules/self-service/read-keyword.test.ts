import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readKeyword } from './read-keyword.ts';

const none = { access_words: [], erase_words: [] };

describe('words of customers', () => {
  it('are understood in any case, with any punctuation, emoji and spacing', () => {
    for (const [text, kind, language] of [
      ['DATA', 'access', null],
      ['  my   data ', 'access', 'en'],
      ['Data saya.', 'access', 'id'],
      ['PRIVASI 🔒', 'access', 'id'],
      ['hapus data', 'erase', 'id'],
      ['HAPUS DATA SAYA!!', 'erase', 'id'],
      ['Erase my data', 'erase', 'en'],
      ['*delete my data*', 'erase', 'en'],
    ] as const)
      expect(readKeyword(text, none), text).toEqual({ kind, language });
  });

  it('are not looked for inside sentences and questions', () => {
    for (const text of [
      'is my data safe?',
      'my data?',
      'Paket data 10 GB berapa?',
      'kuota data',
      'please erase my data from the invoice',
      'jangan hapus data',
      'data data saya hilang',
      '',
      'STOP',
      'HAPUS',
      'x'.repeat(5_000),
    ])
      expect(readKeyword(text, none), text).toBeNull();
  });

  it('can be added by a workspace; where both lists have a word, erasing is asked about', () => {
    const own = { access_words: ['Info Pribadi', 'bersihkan'], erase_words: ['bersihkan'] };
    expect(readKeyword('info pribadi', own)).toEqual({ kind: 'access', language: null });
    expect(readKeyword('Bersihkan', own)?.kind).toBe('erase');
  });

  it('never throw', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => readKeyword(text, none) !== undefined));
  });
});
