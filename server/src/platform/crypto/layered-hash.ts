import { createHmac } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { keyedHash } from './keyed-hash.ts';

/**
 * An index key with all its versions. The hash under version 2 is the hash under version 1, hashed again under the second key, and so on: so a
 * stored hash goes up without the value it stands for, which for erased people nobody has any more. Whoever lacks any one of the keys can try no value against
 * the hashes.
 */
export type LayeredKey = {
  /** The key of each version, from the first. */
  readonly layers: readonly KeyObject[];
  /** The version under which hashes are written and looked up. */
  readonly written: number;
  /** The oldest version under which stored hashes may still lie; `written` when no change is under way. */
  readonly oldest: number;
};

const bareBytes = 32;
const versionBytes = 2;

/** Under which version a stored hash lies: 32 bytes are the first, a later one stands in front. */
export function hashVersion(hash: Uint8Array): number {
  return hash.byteLength === bareBytes + versionBytes ? (hash[0] ?? 0) * 256 + (hash[1] ?? 0) : 1;
}

/** Like `keyedHash`, under the version that is written, or under `version`. */
export function layeredHash(key: LayeredKey, domain: string, value: string, version = key.written): Buffer {
  const [first] = key.layers;
  if (first === undefined) throw new RangeError('an index key has at least one version');
  return raiseHash(key, keyedHash(first, domain, value), version);
}

/**
 * The hash of the same value under the version that is written, or under `version`; a hash that is there already as it is.
 *
 * Errors: `RangeError` for a hash under a later version, or under one whose key is not known.
 */
export function raiseHash(key: LayeredKey, hash: Uint8Array, version = key.written): Buffer {
  const own = hashVersion(hash);
  if (own > version || version > key.layers.length)
    throw new RangeError('the hash lies under a version of the index key that is not known');
  let bare = Buffer.from(own === 1 ? hash : hash.subarray(versionBytes));
  if (own === version) return Buffer.from(hash);
  for (const layer of key.layers.slice(own, version)) bare = createHmac('sha256', layer).update('5:layer').update(bare).digest();
  const head = Buffer.alloc(versionBytes);
  head.writeUInt16BE(version);
  return Buffer.concat([head, bare]);
}

/** The hashes of a value under every version under which it may be stored, the written one first. */
export function livingHashes(key: LayeredKey, domain: string, value: string): Buffer[] {
  const hashes: Buffer[] = [];
  for (let version = key.written; version >= key.oldest; version -= 1) hashes.push(layeredHash(key, domain, value, version));
  return hashes;
}
