import { describe, expect, it } from 'vitest';
import { coarseNetwork, overlaps } from './networks.ts';

describe('the network of an address', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:1:2::3', '2001:db8:1::/48'],
    ['not an address', null],
    ['', null],
  ])('of %s is %s', (ip, network) => {
    expect(coarseNetwork(ip)).toBe(network);
  });
});

describe('a network and a list', () => {
  it.each([
    ['203.0.113.0/24', ['203.0.113.9'], true],
    ['203.0.113.0/24', ['203.0.113.200/25'], true],
    ['203.0.113.0/24', ['203.0.0.0/16'], true],
    ['203.0.113.0/24', ['203.0.112.255', '203.0.114.0'], false],
    ['203.0.113.0/24', ['::/0'], false],
    ['203.0.113.0/24', ['::ffff:203.0.113.9'], true],
    ['2001:db8:1::/48', ['2001:db8:1:ffff::1'], true],
    ['2001:db8:1::/48', ['2001:db8::/32'], true],
    ['2001:db8:1::/48', ['2001:db8:2::/48', '0.0.0.0/0'], false],
    ['203.0.113.7', ['203.0.113.7'], true],
    ['203.0.113.7', [], false],
  ])('%s and %j have an address in common: %s', (network, ranges, expected) => {
    expect(overlaps(network, ranges)).toBe(expected);
  });
});
