import { describe, expect, it } from 'vitest';
import { customersOfTier } from './number-words.ts';

describe('limit tiers', () => {
  it.each([
    ['TIER_250', 250],
    ['TIER_2K', 2000],
    ['TIER_100K', 100_000],
    ['TIER_UNLIMITED', Number.POSITIVE_INFINITY],
    ['SOMETHING_NEW', null],
    [null, null],
  ])('%s allows %s', (tier, customers) => {
    expect(customersOfTier(tier)).toBe(customers);
  });
});
