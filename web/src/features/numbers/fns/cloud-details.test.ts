import { describe, expect, it } from 'vitest';
import { checkAccessToken, checkAppSecret, checkMetaId, checkPin } from './cloud-details.ts';

describe('the details of a Cloud API number', () => {
  it('take ids of digits, with spaces around them', () => {
    expect(checkMetaId(' 102290129340398 ')).toBeNull();
  });

  it.each([
    ['', 'missing'],
    ['abc', 'not_digits'],
    ['123', 'too_short'],
    ['+62 812-0000-1111', 'looks_like_phone'],
    ['0812 0000 1111', 'looks_like_phone'],
  ])('refuse the id %j as %s', (text, problem) => {
    expect(checkMetaId(text)).toBe(problem);
  });

  it('notice a token or secret that was cut or copied with something else', () => {
    expect(checkAccessToken('EAAtoken')).toBe('too_short');
    expect(checkAccessToken(`EAA${'x'.repeat(60)} more`)).toBe('has_spaces');
    expect(checkAccessToken(`EAA${'x'.repeat(60)}`)).toBeNull();
    expect(checkAppSecret('0123456789abcdef0123456789abcdef')).toBeNull();
    expect(checkAppSecret('0123')).toBe('too_short');
  });

  it('take a PIN of six digits or none', () => {
    expect(checkPin('')).toBeNull();
    expect(checkPin('123456')).toBeNull();
    expect(checkPin('12345')).toBe('not_six_digits');
  });
});
