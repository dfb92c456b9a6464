import { describe, expect, it } from 'vitest';
import { countryOf, displayPhone, phoneDigits, waIdOf } from './phone-digits.ts';

describe('phone numbers', () => {
  it('reads digits in all usual spellings and refuses what is none', () => {
    expect(['+62 812-0000-0101', '(62) 812 0000 0101', '6281200000101'].map(phoneDigits)).toEqual(Array(3).fill('6281200000101'));
    expect(['', 'abc', '123456', '1234567890123456', 'US.123'].map(phoneDigits)).toEqual(Array(5).fill(undefined));
  });

  it('folds Brazilian and Mexican mobiles as WhatsApp does', () => {
    expect(waIdOf('5531988880103')).toBe('553188880103');
    expect(waIdOf('5511988880103')).toBe('5511988880103');
    expect(waIdOf('525500000106')).toBe('5215500000106');
    expect(waIdOf('5215500000106')).toBe('5215500000106');
    expect(waIdOf('6281200000101')).toBe('6281200000101');
  });

  it('knows a country and a readable form', () => {
    expect([countryOf('6281200000101'), countryOf('15550100100'), countryOf('99999999')]).toEqual(['ID', 'US', 'ZZ']);
    expect(displayPhone('6281200000101')).toBe('+62 812-0000-0101');
  });
});
