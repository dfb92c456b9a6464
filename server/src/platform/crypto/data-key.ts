import { createSecretKey, randomBytes, randomInt } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/**
 * A 256-bit key with the number that sealed bytes name it by. `id` is an integer from 1 to 2^48 - 1 and unique within
 * the ring it is used in, not in the world.
 */
export type DataKey = { readonly id: number; readonly key: KeyObject };

/** The keys of one owner: `primary` seals, all of them open. */
export type KeyRing = { readonly primary: DataKey; readonly all: ReadonlyMap<number, DataKey> };

/** Length of every data key. */
export const dataKeyBytes = 32;

/** Largest key id, bound by its six bytes in the header of sealed bytes. */
export const maxKeyId = 2 ** 48 - 1;

/**
 * Wraps raw key bytes. A `KeyObject` and never a Buffer is what goes to the cipher: under Node 24 a Buffer key costs
 * three to four times as much per call.
 *
 * Errors: throws `RangeError` on a wrong length or id.
 */
export function dataKey(id: number, bytes: Uint8Array): DataKey {
  if (bytes.byteLength !== dataKeyBytes) throw new RangeError(`a data key has ${dataKeyBytes} bytes`);
  if (!Number.isSafeInteger(id) || id < 1 || id > maxKeyId) throw new RangeError('a key id is 1 to 2^48 - 1');
  return { id, key: createSecretKey(bytes) };
}

/** Makes a fresh random key together with its raw bytes, which the caller wraps at once and then forgets. */
export function newDataKey(id: number = newKeyId()): { key: DataKey; bytes: Buffer } {
  const bytes = randomBytes(dataKeyBytes);
  return { key: dataKey(id, bytes), bytes };
}

/** A random key id. Two keys of one owner share an id with a chance of one in 10^14. */
function newKeyId(): number {
  return randomInt(1, maxKeyId);
}

/** A ring of one or more keys; the first is the primary. */
export function keyRing(primary: DataKey, ...older: readonly DataKey[]): KeyRing {
  return { primary, all: new Map([primary, ...older].map((key) => [key.id, key])) };
}
