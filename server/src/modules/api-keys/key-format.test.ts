import { API_KEY_PATTERN } from '@kabar/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashApiKey, isWellFormedKey, newApiKey } from './key-format.ts';

const alphabet = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];

describe('an API key', () => {
  it('has the published form and is never the same', () => {
    const keys = Array.from({ length: 200 }, newApiKey);
    expect(new Set(keys).size).toBe(200);
    for (const key of keys) {
      expect(key).toMatch(API_KEY_PATTERN);
      expect(isWellFormedKey(key)).toBe(true);
    }
  });

  it('uses every character, so that none of its strength is lost', () => {
    const used = new Set(
      Array.from({ length: 200 }, newApiKey)
        .map((key) => key.slice('kabar_live_'.length, -6))
        .join(''),
    );
    expect(used.size).toBe(62);
  });

  it('with any one character changed is recognised as mistyped', () => {
    fc.assert(
      fc.property(fc.nat(37), fc.constantFrom(...alphabet), (offset, char) => {
        const key = newApiKey();
        const at = 'kabar_live_'.length + offset;
        const changed = key.slice(0, at) + char + key.slice(at + 1);
        return changed === key || !isWellFormedKey(changed);
      }),
    );
  });

  it('with two neighbours swapped or its end cut off is recognised as mistyped', () => {
    for (let time = 0; time < 50; time += 1) {
      const key = newApiKey();
      const swapped = `${key.slice(0, 20)}${key[21]}${key[20]}${key.slice(22)}`;
      if (swapped !== key) expect(isWellFormedKey(swapped)).toBe(false);
      expect(isWellFormedKey(key.slice(0, -1))).toBe(false);
      expect(isWellFormedKey(`${key} `)).toBe(false);
    }
  });

  it('is told from any other text without throwing', () => {
    fc.assert(fc.property(fc.string(), (text) => !isWellFormedKey(text)));
  });

  it('is hashed to 32 bytes', () => {
    expect(hashApiKey(newApiKey())).toHaveLength(32);
  });
});
