import { describe, expect, it } from 'vitest';
import { allErrorRows, classifyError, errorRow } from './errors.ts';

describe('the error table', () => {
  it('has each code once, in ascending order', () => {
    const codes = allErrorRows().map((row) => row.code);
    expect(codes).toEqual([...new Set(codes)].sort((left, right) => left - right));
    expect(codes).toHaveLength(154);
  });

  it('tells in plain words what happened and what to do, with a source', () => {
    for (const row of allErrorRows()) {
      for (const text of [row.reason, row.nextStep]) {
        expect(text, String(row.code)).toMatch(/^[A-Z].*\.$/);
        expect(text.length, String(row.code)).toBeLessThan(160);
      }
      expect(row.source, String(row.code)).toMatch(/20\d\d/);
    }
  });

  it('allows an automatic resend of a send only where Meta refused before processing', () => {
    const sendCodes = [4, 80007, 130429, 131056];
    for (const code of sendCodes) expect(classifyError({ code, httpStatus: 400 }).retry).toBe('R');
    const unknownOutcome = [1, 2, 131000, 131016];
    for (const code of unknownOutcome) expect(classifyError({ code }).retry).toBe('U');
  });

  it.each([
    [131047, 'window_policy', 'N'],
    [131049, 'window_policy', 'L'],
    [131050, 'window_policy', 'N'],
    [131026, 'recipient', 'N'],
    [132001, 'template', 'N'],
    [190, 'auth', 'N'],
    [10, 'permission', 'N'],
    [131053, 'media', 'N'],
  ])('puts %i into class %s with retry %s', (code, errorClass, retry) => {
    expect(classifyError({ code })).toMatchObject({ class: errorClass, retry, isKnown: true });
  });
});

describe('classifyError', () => {
  it('prefers the sub-code where code 100 says nothing', () => {
    expect(classifyError({ code: 100, subcode: 2388299 }).title).toBe(errorRow(2388299)?.title);
    expect(classifyError({ code: 100, subcode: 33 }).class).toBe('permission');
    expect(classifyError({ code: 100, subcode: 999 }).title).toBe(errorRow(100)?.title);
  });

  it('explains token sub-codes', () => {
    expect(classifyError({ code: 190, subcode: 460 }).reason).toContain('password');
  });

  it('covers the whole range of permission codes', () => {
    expect(classifyError({ code: 294, httpStatus: 403 })).toMatchObject({ class: 'permission', isKnown: true });
  });

  it('treats no answer and every 5xx as unknown outcome, even with a code that is a refusal elsewhere', () => {
    for (const input of [{}, { httpStatus: 500 }, { httpStatus: 504 }, { code: 130429, httpStatus: 500 }]) {
      expect(classifyError(input).retry, JSON.stringify(input)).toBe('U');
    }
  });

  it('judges by the HTTP status when there is no code', () => {
    expect(classifyError({ httpStatus: 429 })).toMatchObject({ class: 'rate_limit', retry: 'R' });
    expect(classifyError({ httpStatus: 401 })).toMatchObject({ class: 'auth', retry: 'N' });
    expect(classifyError({ httpStatus: 403 })).toMatchObject({ class: 'permission', retry: 'N' });
    expect(classifyError({ httpStatus: 404 })).toMatchObject({ class: 'unknown', retry: 'N' });
  });

  it('says so when a code is not documented', () => {
    expect(classifyError({ code: 987_654, httpStatus: 400 })).toMatchObject({ isKnown: false, class: 'unknown', retry: 'N' });
  });
});
