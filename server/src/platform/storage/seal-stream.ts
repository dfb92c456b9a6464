import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { encodeAad } from '../crypto/aad.ts';
import type { DataKey } from '../crypto/data-key.ts';
import { SealError } from '../crypto/seal-error.ts';
import type { ObjectRange } from './object-storage.ts';

// Sealed stream: "KBS1" (4) | key id (6) | nonce prefix (7) | chunks. A chunk is ciphertext | tag (16); every chunk but the
// last holds exactly `chunkBytes` of plaintext. The nonce of a chunk is prefix | number (4) | 1 for the last one, else 0, so
// that a chunk opens at its own place only and the end cannot be cut off or moved (the STREAM construction of Hoang,
// Reyhanitabar, Rogaway and Vizár, 2015).
const magic = Buffer.from('KBS1');
const keyIdBytes = 6;
const prefixBytes = 7;
const tagBytes = 16;
const chunkBytes = 64 * 1024;
const sealedChunkBytes = chunkBytes + tagBytes;
const headerBytes = magic.byteLength + keyIdBytes + prefixBytes;
const maxChunks = 2 ** 32;

/** Size of the sealed form of `plainBytes` bytes. */
export function sealedStreamBytes(plainBytes: number): number {
  return headerBytes + plainBytes + Math.max(1, Math.ceil(plainBytes / chunkBytes)) * tagBytes;
}

/**
 * Encrypts a stream with AES-256-GCM chunk by chunk, bound to `aad`, never holding more than two chunks. The key must be one made for
 * this object alone.
 */
export async function* sealStream(key: DataKey, aad: readonly string[], source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const header = Buffer.alloc(headerBytes);
  magic.copy(header);
  header.writeUIntBE(key.id, magic.byteLength, keyIdBytes);
  randomBytes(prefixBytes).copy(header, magic.byteLength + keyIdBytes);
  const bound = Buffer.concat([header, Buffer.from(encodeAad(aad))]);
  yield header;
  let number = 0;
  for await (const { bytes, isLast } of rechunk(source, chunkBytes)) {
    const cipher = createCipheriv('aes-256-gcm', key.key, chunkNonce(header, number, isLast));
    cipher.setAAD(bound);
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    number += 1;
  }
}

/**
 * Decrypts what `sealStream` made. A chunk is given only after it was proved genuine and in its place; that nothing is
 * missing at the end is known when the stream ends without an error, so keep nothing of a stream that failed.
 *
 * Errors: fails with `SealError` `malformed`, `unsupported`, `unknown_key` or `broken_seal` (changed, reordered, cut
 * short, lengthened, or of another place).
 */
export async function* openStream(key: DataKey, aad: readonly string[], source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const aadBytes = Buffer.from(encodeAad(aad));
  let header: Buffer | null = null;
  let number = 0;
  for await (const { bytes, isLast } of rechunk(source, sealedChunkBytes, headerBytes)) {
    if (header === null) {
      if (isLast) throw new SealError('malformed');
      header = bytes;
      checkHeader(header, key);
      continue;
    }
    const plain = openChunk(key, header, aadBytes, { bytes, number, isLast });
    number += 1;
    yield plain;
  }
}

/**
 * Decrypts the bytes from `first` to `last` (both included) of what `sealStream` made of `plainBytes` bytes, reading only the chunks
 * around them. `read` opens a part of the sealed form. Each chunk proves itself and its place; the rest is not looked at.
 *
 * Errors: like `openStream`.
 */
export async function* openStreamPart(
  key: DataKey,
  aad: readonly string[],
  sealed: { plainBytes: number; read: (range: ObjectRange) => Promise<AsyncIterable<Uint8Array>> },
  { first, last }: ObjectRange,
): AsyncGenerator<Buffer> {
  const aadBytes = Buffer.from(encodeAad(aad));
  const lastChunk = Math.max(1, Math.ceil(sealed.plainBytes / chunkBytes)) - 1;
  const from = Math.floor(first / chunkBytes);
  const to = Math.min(lastChunk, Math.floor(last / chunkBytes));
  const header = await collect(await sealed.read({ first: 0, last: headerBytes - 1 }));
  if (header.byteLength !== headerBytes) throw new SealError('malformed');
  checkHeader(header, key);
  const end = to === lastChunk ? sealedStreamBytes(sealed.plainBytes) : headerBytes + (to + 1) * sealedChunkBytes;
  const part = await sealed.read({ first: headerBytes + from * sealedChunkBytes, last: end - 1 });
  let number = from;
  for await (const { bytes } of rechunk(part, sealedChunkBytes)) {
    const plain = openChunk(key, header, aadBytes, { bytes, number, isLast: number === lastChunk });
    const startsAt = number * chunkBytes;
    yield plain.subarray(Math.max(0, first - startsAt), Math.max(0, last + 1 - startsAt));
    number += 1;
  }
  if (number <= to) throw new SealError('malformed');
}

function openChunk(
  key: DataKey,
  header: Buffer,
  aadBytes: Buffer,
  { bytes, number, isLast }: { bytes: Buffer; number: number; isLast: boolean },
): Buffer {
  if (bytes.byteLength < tagBytes) throw new SealError('malformed');
  const tagAt = bytes.byteLength - tagBytes;
  const decipher = createDecipheriv('aes-256-gcm', key.key, chunkNonce(header, number, isLast), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.concat([header, aadBytes]));
  decipher.setAuthTag(bytes.subarray(tagAt));
  const plain = decipher.update(bytes.subarray(0, tagAt));
  try {
    decipher.final();
  } catch (error) {
    throw new SealError('broken_seal', { cause: error });
  }
  return plain;
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function checkHeader(header: Buffer, key: DataKey): void {
  if (!header.subarray(0, magic.byteLength).equals(magic)) throw new SealError('unsupported');
  if (header.readUIntBE(magic.byteLength, keyIdBytes) !== key.id) throw new SealError('unknown_key');
}

function chunkNonce(header: Buffer, number: number, isLast: boolean): Buffer {
  if (number >= maxChunks) throw new RangeError('a sealed stream has at most 2^32 chunks');
  const nonce = Buffer.alloc(prefixBytes + 5);
  header.copy(nonce, 0, magic.byteLength + keyIdBytes);
  nonce.writeUInt32BE(number, prefixBytes);
  nonce[prefixBytes + 4] = isLast ? 1 : 0;
  return nonce;
}

/**
 * Cuts a stream into pieces of exactly `size` bytes (the very first of `firstSize`) and a last one of whatever is left, which is
 * empty only for a stream that is empty from the last cut on.
 */
export async function* rechunk(
  source: AsyncIterable<Uint8Array>,
  size: number,
  firstSize: number = size,
): AsyncGenerator<{ bytes: Buffer; isLast: boolean }> {
  const held: Buffer[] = [];
  let heldBytes = 0;
  let wanted = firstSize;
  for await (const chunk of source) {
    held.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    heldBytes += chunk.byteLength;
    // One byte more than a piece must be there before it is known not to be the last.
    while (heldBytes > wanted) {
      const bytes = takeFrom(held, wanted);
      heldBytes -= wanted;
      wanted = size;
      yield { bytes, isLast: false };
    }
  }
  yield { bytes: Buffer.concat(held), isLast: true };
}

/** Takes `size` bytes off the beginning; copies only where they lie in several buffers. At least as many have to be there. */
function takeFrom(held: Buffer[], size: number): Buffer {
  const [first] = held;
  if (first !== undefined && first.byteLength > size) {
    held[0] = first.subarray(size);
    return first.subarray(0, size);
  }
  const taken: Buffer[] = [];
  let left = size;
  while (left > 0) {
    const next = held.shift();
    if (next === undefined) throw new RangeError('there are not that many bytes');
    taken.push(next.subarray(0, left));
    if (next.byteLength > left) held.unshift(next.subarray(left));
    left -= Math.min(left, next.byteLength);
  }
  return taken.length === 1 && taken[0] !== undefined ? taken[0] : Buffer.concat(taken, size);
}
