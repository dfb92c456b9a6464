import { TEMPLATE_ISSUES, type TemplateIssueCode } from '@kabar/contract';
import { setupI18n } from '@lingui/core';
import { describe, expect, it } from 'vitest';
import { messages as indonesian } from '../../../locales/id.po';
import { issueSentence, issueSentences } from './issue-sentences.ts';

const codes = Object.keys(TEMPLATE_ISSUES) as TemplateIssueCode[]; // the keys of a constant
const english = setupI18n({ locale: 'en', messages: { en: {} } });
const id = setupI18n({ locale: 'id', messages: { id: indonesian } });
const values = {
  max: 25,
  min: 1,
  length: 30,
  name: '{{1}}',
  missing: '{{2}}',
  example: '{{1}}',
  variables: 3,
  words: 2,
  word: 'sale',
  type: 'BODY',
};

describe('issueSentence', () => {
  it.each(codes)('says %s as the contract does, with every place filled in both languages', (code) => {
    expect(issueSentences[code].message).toBe(TEMPLATE_ISSUES[code]);
    const issue = { path: 'body', code, severity: 'error' as const, message: '', values };
    expect(issueSentence(issue, english)).not.toMatch(/\{[a-z]+\}/);
    expect(issueSentence(issue, id)).not.toMatch(/\{[a-z]+\}(?!\})/);
  });
});
