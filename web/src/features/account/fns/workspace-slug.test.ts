import { describe, expect, it } from 'vitest';
import { slugOf, slugPattern } from './workspace-slug.ts';

describe('the address of a workspace', () => {
  it.each([
    ['Toko Bunga Melati!', 'toko-bunga-melati'],
    ['  Café Ñandú  ', 'cafe-nandu'],
    ['A & B – Grosir 24 Jam', 'a-b-grosir-24-jam'],
    ['x'.repeat(60), 'x'.repeat(40)],
  ])('made of %j is %j', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
    expect(slug).toMatch(slugPattern);
  });

  it('is empty where a name has no letter it can use', () => {
    expect(slugOf('🌸🌸')).toBe('');
    expect(slugOf('दुकान')).toBe('');
  });

  it('never ends in a dash after cutting', () => {
    expect(slugOf(`${'a'.repeat(39)} b`)).toBe('a'.repeat(39));
  });
});
