import { ERRORS } from '@kabar/contract/errors';
import { CLIENT_ERRORS, KabarError, type KabarErrorCode } from '@kabar/sdk';
import { setupI18n, type I18n } from '@lingui/core';
import { describe, expect, it } from 'vitest';
import { messages as english } from '../locales/en.po';
import { messages as indonesian } from '../locales/id.po';
import { errorSentences, passwordProblems } from './error-sentences.ts';
import { errorSentence, fieldIssues, presentError } from './present-error.ts';

function inLanguage(locale: 'en' | 'id'): I18n {
  return setupI18n({ locale, messages: { en: english, id: indonesian } });
}

// The keys of two catalogues that are objects of exactly these codes.
const codes = [...Object.keys(ERRORS), ...Object.keys(CLIENT_ERRORS)] as KabarErrorCode[];

describe.each(['en', 'id'] as const)('errors in %s', (locale) => {
  const i18n = inLanguage(locale);

  it('have a sentence for every code of the catalogue and of the way to the server', () => {
    for (const code of codes) {
      const shown = presentError(new KabarError(code), i18n);
      expect(shown.title, code).toMatch(/\S{2,}/);
      expect(shown.text, code).toMatch(/\s\S+.*\.$/);
    }
  });

  it('have no sentence for a code that no longer exists', () => {
    expect(Object.keys(errorSentences).filter((code) => !codes.includes(code as KabarErrorCode))).toEqual([]);
  });

  it('never show the code or a placeholder in place of words', () => {
    for (const code of codes) {
      const { title, text } = presentError(new KabarError(code), i18n);
      expect(`${title} ${text}`).not.toMatch(/[{}]|_/);
    }
  });
});

describe('errors', () => {
  it('are different sentences in the two languages', () => {
    const same = codes.filter(
      (code) => presentError(new KabarError(code), inLanguage('en')).text === presentError(new KabarError(code), inLanguage('id')).text,
    );
    expect(same).toEqual([]);
  });

  it('that nobody planned count as ours, and keep nothing of the thrown text', () => {
    const shown = presentError(new TypeError('x is undefined'), inLanguage('en'));
    expect(shown.code).toBe('internal_error');
    expect(shown.text).not.toContain('undefined');
  });

  it("quote Meta's own words about credentials", () => {
    const error = new KabarError('number_credentials_refused', { details: { reason: 'The token has expired.' }, requestId: 'req_1' });
    expect(presentError(error, inLanguage('en'))).toMatchObject({ detail: 'The token has expired.', requestId: 'req_1' });
    expect(errorSentence(error, inLanguage('en'))).toContain('The token has expired.');
  });

  it('say what is wrong with a password, and survive a reason they do not know', () => {
    for (const reason of Object.keys(passwordProblems)) {
      expect(presentError(new KabarError('password_refused', { details: { reason } }), inLanguage('id')).text).toMatch(/\.$/);
    }
    expect(presentError(new KabarError('password_refused', { details: { reason: 'new' } }), inLanguage('en')).text).toContain('15');
    expect(presentError(new KabarError('password_refused'), inLanguage('en')).text).toContain('15');
  });

  it('name the fields of a form that were refused', () => {
    const issues = [{ path: 'name', message: 'too long' }];
    expect(fieldIssues(new KabarError('validation_failed', { details: { issues } }))).toEqual(issues);
    expect(fieldIssues(new KabarError('conflict'))).toEqual([]);
    expect(fieldIssues(new Error('other'))).toEqual([]);
  });
});
