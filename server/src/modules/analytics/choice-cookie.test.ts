import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceCookie, readChoice, refusesBySignal } from './choice-cookie.ts';

const now = new Date('2026-11-21T08:00:00Z');
const later = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
const kept = (isHttps: boolean): string => choiceCookie(isHttps, { version: 1, statistics: true, decidedAt: now }).split(';')[0] ?? '';

describe('the cookie of a choice', () => {
  it('holds question, answer and time, for this host and not for scripts', () => {
    expect(choiceCookie(false, { version: 1, statistics: false, decidedAt: now })).toBe(
      'kabar_choice=1.no.1795248000; Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax',
    );
    expect(choiceCookie(true, { version: 1, statistics: true, decidedAt: now })).toMatch(/^__Host-kabar_choice=1\.yes\..*; Secure$/);
    expect(readChoice(true, `a=b; ${kept(true)}`, later(1))).toEqual({ version: 1, statistics: true, decidedAt: now });
  });

  it('is no choice when it is old, of another question, from the future, doubled, or of the other transport', () => {
    expect(readChoice(false, kept(false), later(179))).not.toBeNull();
    for (const header of [
      `${kept(false)}; ${kept(false)}`,
      'kabar_choice=0.yes.1795248000',
      'kabar_choice=2.yes.1795248000',
      kept(true),
      '',
    ])
      expect(readChoice(false, header, now)).toBeNull();
    expect(readChoice(false, kept(false), later(181))).toBeNull();
    expect(readChoice(false, kept(false), later(-1))).toBeNull();
  });

  it('is never a yes by accident', () => {
    fc.assert(fc.property(fc.string({ maxLength: 60 }), (value) => readChoice(false, `kabar_choice=${value}`, now) === null));
  });

  it('gives way to the signals of the browser', () => {
    expect(refusesBySignal({ 'sec-gpc': '1' })).toBe(true);
    expect(refusesBySignal({ dnt: '1' })).toBe(true);
    expect(refusesBySignal({ 'sec-gpc': '0', dnt: '0' })).toBe(false);
    expect(refusesBySignal({})).toBe(false);
  });
});
