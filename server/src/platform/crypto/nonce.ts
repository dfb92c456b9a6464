import { randomFillSync } from 'node:crypto';

/** AES-GCM nonces are 96 bits, so that they are used as they are and never hashed. */
export const nonceBytes = 12;

const pool = Buffer.alloc(nonceBytes * 1024);
let offset = pool.byteLength;

/**
 * Writes a fresh random nonce into `target` at `at`. Random bytes come from a pool, because one call to the generator
 * for twelve bytes costs more than the encryption itself; used bytes are wiped from the pool.
 */
export function writeNonce(target: Buffer, at: number): void {
  if (offset === pool.byteLength) {
    randomFillSync(pool);
    offset = 0;
  }
  pool.copy(target, at, offset, offset + nonceBytes);
  pool.fill(0, offset, offset + nonceBytes);
  offset += nonceBytes;
}
