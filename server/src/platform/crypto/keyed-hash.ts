import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/**
 * HMAC-SHA-256 of `value` under an index key, for equality look-up of sealed values. `domain` separates uses of one key
 * (the kind of identifier, the column), so equal values in different domains do not show as equal.
 *
 * `value` must already be in its one canonical form. Gives 32 bytes. Never throws.
 */
export function keyedHash(indexKey: KeyObject, domain: string, value: string): Buffer {
  return createHmac('sha256', indexKey).update(`${domain.length}:${domain}${value}`, 'utf8').digest();
}

/** Length of an index key. */
const indexKeyBytes = 32;

/** Makes a random index key together with its raw bytes, which the caller wraps at once and then forgets. */
export function newIndexKey(): { key: KeyObject; bytes: Buffer } {
  const bytes = randomBytes(indexKeyBytes);
  return { key: createSecretKey(bytes), bytes };
}
