import { REASONS } from '@kabar/contract';
import { setupI18n } from '@lingui/core';
import { describe, expect, it } from 'vitest';
import { messages as english } from '../locales/en.po';
import { messages as indonesian } from '../locales/id.po';
import { knowsServerWords, sayServerWords } from './server-words.ts';

const messages = { en: english, id: indonesian };
const inEnglish = setupI18n({ locale: 'en', messages });
const inIndonesian = setupI18n({ locale: 'id', messages });

describe('sentences of the server', () => {
  it('include every reason of the contract and its next step', () => {
    const all = Object.values(REASONS).flatMap(({ title, next_step }) => [title, next_step]);
    expect(all.filter((text) => !knowsServerWords(text))).toEqual([]);
  });

  it('are said in the language of the reader', () => {
    expect(sayServerWords('Outcome unknown', inEnglish)).toBe('Outcome unknown');
    expect(sayServerWords('Outcome unknown', inIndonesian)).not.toBe('Outcome unknown');
  });

  it('keep what changes in them', () => {
    expect(sayServerWords('Quality changed from green to red', inEnglish)).toBe('Quality changed from high to low');
    expect(sayServerWords('Display name is now Kopi Dua', inIndonesian)).toContain('Kopi Dua');
    expect(sayServerWords('Messaging limit is now TIER_2K', inIndonesian)).toContain('TIER_2K');
  });

  it('stay as they came when nobody here knows them', () => {
    expect(sayServerWords('Something that came with a newer server', inIndonesian)).toBe('Something that came with a newer server');
    expect(sayServerWords('toString', inEnglish)).toBe('toString');
  });
});
