import { describe, expect, it } from 'vitest';
import { hueOf, initialsOf } from './avatar-look.ts';

describe('initials', () => {
  it.each([
    ['Siti Rahma', 'SR'],
    ['budi', 'B'],
    ['Dewi Ayu Lestari', 'DL'],
    ['  🌸 Ana 🌸 ', 'A'],
    ['مريم الحسن', 'ما'],
    ['दीपिका शर्मा', 'दीश'],
    ['O’Neil-Smith', 'OS'],
  ])('of %j are %j', (name, expected) => {
    expect(initialsOf(name)).toBe(expected);
  });

  it.each(['', '+62 812-0000-1111', '🌸', '   '])('of %j do not exist', (name) => {
    expect(initialsOf(name)).toBeNull();
  });
});

describe('hue', () => {
  it('stays the same for an id and differs between neighbours', () => {
    const ids = Array.from({ length: 200 }, (_, index) => `ctc_01jd8z3t5kf6v9b2m4n7p0q1${String(index).padStart(2, '0')}`);
    expect(hueOf('ctc_a')).toBe(hueOf('ctc_a'));
    expect(new Set(ids.map(hueOf)).size).toBeGreaterThan(100);
    expect(Math.max(...ids.map(hueOf))).toBeLessThan(360);
  });
});
