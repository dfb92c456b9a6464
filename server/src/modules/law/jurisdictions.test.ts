import { describe, expect, it } from 'vitest';
import { jurisdictionOfPhone, jurisdictionOfPlace, jurisdictionOfSubject, jurisdictionsOf } from './jurisdictions.ts';

describe('the law pack of a person', () => {
  it.each([
    ['ID', 'ID'],
    ['in', 'IN'],
    ['DE', 'EU'],
    ['NO', 'EU'],
    ['RE', 'EU'],
    ['GB', 'UK'],
    ['US-CA', 'US-CA'],
    ['US', null],
    ['CH', null],
  ])('of the place %s is %s', (place, expected) => {
    expect(jurisdictionOfPlace(place)).toBe(expected);
  });

  it.each([
    ['+62 812-0000-0001', 'ID'],
    ['919000000001', 'IN'],
    ['+44 7700 900123', 'UK'],
    ['+1 415 555 0100', 'US-CA'],
    ['+1 212 555 0100', null],
    ['nonsense', null],
  ])('of the number %s is %s', (phone, expected) => {
    expect(jurisdictionOfPhone(phone)).toBe(expected);
  });

  it('is what was declared, even where we know no pack; otherwise the first clue that leads to one', () => {
    expect(jurisdictionOfSubject({ declaredResidence: 'CH', phone: '+6281200000001' })).toEqual({ jurisdiction: null, from: 'declared' });
    expect(jurisdictionOfSubject({ bsuid: 'US.1349', phone: '+6281200000001' })).toEqual({ jurisdiction: 'ID', from: 'phone' });
    expect(jurisdictionOfSubject({ bsuid: 'IN.1349' })).toEqual({ jurisdiction: 'IN', from: 'bsuid' });
    expect(jurisdictionOfSubject({ country: 'FR' })).toEqual({ jurisdiction: 'EU', from: 'country' });
    expect(jurisdictionOfSubject({})).toEqual({ jurisdiction: null, from: 'nothing' });
  });

  it('joins that of the business', () => {
    expect(jurisdictionsOf('ID', 'EU')).toEqual(['ID', 'EU']);
    expect(jurisdictionsOf('ID', 'ID')).toEqual(['ID']);
    expect(jurisdictionsOf(null, null)).toEqual([]);
  });
});
