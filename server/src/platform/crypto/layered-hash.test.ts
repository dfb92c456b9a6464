import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyedHash, newIndexKey } from './keyed-hash.ts';
import { hashVersion, layeredHash, livingHashes, raiseHash } from './layered-hash.ts';

const layers = Array.from({ length: 5 }, () => newIndexKey().key);
const [first] = layers;
if (first === undefined) throw new Error('no key');

test('a stored hash goes up to what its value hashes to, over any number of versions and in any steps', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), (domain, value, one, other) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      const key = { layers, written: to, oldest: from };
      const stored = layeredHash(key, domain, value, from);
      expect(hashVersion(stored)).toBe(from);
      expect(raiseHash(key, stored)).toEqual(layeredHash(key, domain, value));
      expect(raiseHash(key, raiseHash(key, stored))).toEqual(raiseHash(key, stored));
      expect(livingHashes(key, domain, value).map(hashVersion)).toEqual(Array.from({ length: to - from + 1 }, (_, index) => to - index));
    }),
  );
});

test('the first version is the plain keyed hash, so nothing that is stored has to change for there to be versions', () => {
  expect(layeredHash({ layers, written: 1, oldest: 1 }, 'phone', '6281200000001')).toEqual(keyedHash(first, 'phone', '6281200000001'));
});

test('who lacks one of the keys cannot hash, whichever it is', () => {
  const own = layeredHash({ layers, written: 3, oldest: 3 }, 'phone', '6281200000001');
  for (const lost of [0, 1, 2]) {
    const guessed = layers.map((key, index) => (index === lost ? newIndexKey().key : key));
    expect(layeredHash({ layers: guessed, written: 3, oldest: 3 }, 'phone', '6281200000001')).not.toEqual(own);
  }
});

test('a hash under a later version, or one whose key is not there, is refused', () => {
  const key = { layers, written: 2, oldest: 1 };
  const later = layeredHash({ layers, written: 3, oldest: 1 }, 'phone', '1');
  expect(() => raiseHash(key, later)).toThrow(RangeError);
  expect(() => layeredHash({ layers: layers.slice(0, 1), written: 2, oldest: 1 }, 'phone', '1')).toThrow(RangeError);
});
