import { describe, expect, it } from 'vitest';
import { isIpRange, splitIpRanges } from './ip-range.ts';

describe('addresses of an API key', () => {
  it.each(['203.0.113.7', '203.0.113.0/24', '0.0.0.0/0', '2001:db8::1', '2001:db8::/32', '::1', '::ffff:203.0.113.7'])(
    'take %s',
    (text) => {
      expect(isIpRange(text)).toBe(true);
    },
  );

  it.each([
    '',
    '203.0.113',
    '203.0.113.256',
    '203.0.113.7/33',
    '203.0.113.7/',
    '2001:db8::/129',
    'example.com',
    '1.2.3.4/24/8',
    '2001:db8:::1',
  ])('refuse %j', (text) => {
    expect(isIpRange(text)).toBe(false);
  });

  it('are split at lines, spaces and commas', () => {
    expect(splitIpRanges(' 203.0.113.7, 2001:db8::/32\n\n198.51.100.0/24 ')).toEqual(['203.0.113.7', '2001:db8::/32', '198.51.100.0/24']);
  });
});
