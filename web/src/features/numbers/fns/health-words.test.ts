import { NUMBER_HEALTH_CODES, type NumberHealth } from '@kabar/contract';
import { setupI18n } from '@lingui/core';
import { describe, expect, it } from 'vitest';
import { messages as english } from '../../../locales/en.po';
import { messages as indonesian } from '../../../locales/id.po';
import { healthWords } from './health-words.ts';

const messages = { en: english, id: indonesian };
const inEnglish = setupI18n({ locale: 'en', messages });
const inIndonesian = setupI18n({ locale: 'id', messages });
const day = (at: string): string => `<${at.slice(0, 10)}>`;

/** A number whose health the server describes in words that no catalogue has. */
function numberWith(code: NumberHealth['code'], until: string | null = null) {
  const health = { level: 'warn', code, until, title: 'Words of the server', next_step: 'Step of the server' } as const;
  return { health, meta_status: 'SOMETHING_NEW' };
}

describe('the health of a number', () => {
  it('has words of its own, in both languages, for every code that says it all', () => {
    const until = '2026-12-01T00:00:00.000Z';
    const withServerWords = NUMBER_HEALTH_CODES.filter(
      (code) => healthWords(numberWith(code, until), inEnglish, day).title === 'Words of the server',
    );
    expect(withServerWords).toEqual(['sending_blocked', 'sending_limited', 'held']);
    for (const code of NUMBER_HEALTH_CODES.filter((known) => !withServerWords.includes(known))) {
      const [en, id] = [inEnglish, inIndonesian].map((i18n) => healthWords(numberWith(code, until), i18n, day));
      expect(id?.title).not.toBe(en?.title);
    }
  });

  it('tells when a restriction ends, or what to do about one without an end', () => {
    expect(healthWords(numberWith('restricted', '2026-12-01T00:00:00.000Z'), inEnglish, day).nextStep).toContain('<2026-12-01>');
    expect(healthWords(numberWith('templates_restricted'), inIndonesian, day).nextStep).toContain('Account Quality');
  });

  it("shows the server's words for a code of a newer server", () => {
    const newer = { ...numberWith('works'), health: { ...numberWith('works').health, code: 'newer' as NumberHealth['code'] } }; // a server ahead of this page
    expect(healthWords(newer, inIndonesian, day)).toEqual({ title: 'Words of the server', nextStep: 'Step of the server' });
  });
});
