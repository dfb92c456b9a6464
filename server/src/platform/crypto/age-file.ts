import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { rechunk } from '../storage/seal-stream.ts';
import { passphraseIdentity, passphraseRecipient } from './age-passphrase.ts';

// The age file format, version 1 (https://age-encryption.org/v1, read 2026-09-27). The header, which wraps the file key for
// each recipient, is made and read by the age library; the body goes through node:crypto, which is about ten times as fast.
const chunkBytes = 64 * 1024;
const tagBytes = 16;
const nonceBytes = 16;
/** A header holds a few hundred bytes per recipient. */
const maxHeaderBytes = 256 * 1024;

/** For whom a file is: public keys (`age1…`), or one passphrase, never both. */
export type AgeRecipients = { kind: 'keys'; keys: readonly string[] } | { kind: 'passphrase'; passphrase: string };
/** What may open a file: secret keys (`AGE-SECRET-KEY-1…`) and passphrases. */
export type AgeIdentities = { keys?: readonly string[]; passphrases?: readonly string[] };

/** `wrong_key`: none of the identities fits. `broken`: changed, cut short, or no age file at all. */
export type AgeErrorCode = 'wrong_key' | 'broken' | 'bad_key';

const sentences: Record<AgeErrorCode, string> = {
  wrong_key: 'None of the keys given opens this file.',
  broken: 'The file was changed or cut short, or is no age file.',
  bad_key: 'This is no age key.',
};

/** Thrown while age files are read or keys are taken. */
export class AgeError extends Error {
  override readonly name = 'AgeError';
  readonly code: AgeErrorCode;

  constructor(code: AgeErrorCode, options?: ErrorOptions) {
    super(sentences[code], options);
    this.code = code;
  }
}

/** Makes a key pair: `identity` is secret, `recipient` is public. */
export async function newAgeKey(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** Whether a text is a public key that files can be made for. */
export function isAgeRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    return false;
  }
}

/** Encrypts a stream as an age file; holds a few chunks of 64 KB. Errors: `AgeError` `bad_key`; whatever the source fails with. */
export async function* ageEncrypt(recipients: AgeRecipients, source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const { header, fileKey } = await makeHeader(recipients);
  const nonce = randomBytes(nonceBytes);
  yield Buffer.concat([header, nonce]);
  const key = bodyKey(fileKey, nonce);
  let number = 0;
  for await (const { bytes, isLast } of rechunk(source, chunkBytes)) {
    const cipher = createCipheriv('chacha20-poly1305', key, chunkNonce(number, isLast), { authTagLength: tagBytes });
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    number += 1;
  }
}

/**
 * Decrypts an age file. Each chunk is given after it was proved genuine; that nothing is missing is known at the end, so
 * keep nothing of a stream that failed.
 *
 * Errors: `AgeError`; whatever the source fails with.
 */
export async function* ageDecrypt(identities: AgeIdentities, source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const iterator = source[Symbol.asyncIterator]();
  let rest: AsyncIterable<Uint8Array>;
  let fileKey: Uint8Array;
  try {
    const { header, body } = await splitHeader(iterator);
    fileKey = await openHeader(identities, header);
    rest = continueWith(body, iterator);
  } catch (error) {
    await iterator.return?.(); // lets go of the file that nobody will read any further
    throw error;
  }
  let key: Buffer | null = null;
  let number = 0;
  for await (const { bytes, isLast } of rechunk(rest, chunkBytes + tagBytes, nonceBytes)) {
    if (key === null) {
      if (isLast) throw new AgeError('broken');
      key = bodyKey(fileKey, bytes);
      continue;
    }
    if (bytes.byteLength < tagBytes) throw new AgeError('broken');
    const tagAt = bytes.byteLength - tagBytes;
    const decipher = createDecipheriv('chacha20-poly1305', key, chunkNonce(number, isLast), { authTagLength: tagBytes });
    decipher.setAuthTag(bytes.subarray(tagAt));
    const plain = decipher.update(bytes.subarray(0, tagAt));
    try {
      decipher.final();
    } catch (error) {
      throw new AgeError('broken', { cause: error });
    }
    number += 1;
    yield plain;
  }
}

/** The header for these recipients, and the key of the body that it wraps. */
async function makeHeader(recipients: AgeRecipients): Promise<{ header: Buffer; fileKey: Uint8Array }> {
  const encrypter = new Encrypter();
  let fileKey: Uint8Array | null = null;
  try {
    if (recipients.kind === 'passphrase') encrypter.addRecipient(passphraseRecipient(recipients.passphrase));
    else {
      if (recipients.keys.length === 0) throw new RangeError('there is nobody to encrypt to');
      for (const key of recipients.keys) encrypter.addRecipient(key);
    }
    // A recipient that adds nothing to the header and only learns the key that is being wrapped.
    encrypter.addRecipient({
      wrapFileKey: (key) => {
        fileKey = Uint8Array.from(key);
        return [];
      },
    });
  } catch (error) {
    throw new AgeError('bad_key', { cause: error });
  }
  // A whole file without a body: its header is ours, and what is behind it goes (nonce and the tag of an empty chunk).
  const empty = Buffer.from(await encrypter.encrypt(new Uint8Array(0)));
  const header = empty.subarray(0, empty.byteLength - nonceBytes - tagBytes);
  if (fileKey === null) throw new Error('the age library wrapped no key');
  return { header, fileKey };
}

async function openHeader(identities: AgeIdentities, header: Buffer): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  for (const key of identities.keys ?? []) {
    try {
      decrypter.addIdentity(key.trim());
    } catch (error) {
      throw new AgeError('bad_key', { cause: error });
    }
  }
  for (const passphrase of identities.passphrases ?? []) decrypter.addIdentity(passphraseIdentity(passphrase));
  try {
    return await decrypter.decryptHeader(header);
  } catch (error) {
    const isWrongKey = error instanceof Error && error.message.includes('no identity matched');
    throw new AgeError(isWrongKey ? 'wrong_key' : 'broken', { cause: error });
  }
}

/** Reads up to the end of the textual header, the line that begins with `---`; `body` is what was read beyond it. */
async function splitHeader(iterator: AsyncIterator<Uint8Array>): Promise<{ header: Buffer; body: Buffer }> {
  let read: Buffer = Buffer.alloc(0);
  for (;;) {
    const next = await iterator.next();
    if (next.done === true) throw new AgeError('broken');
    read = Buffer.concat([read, next.value]);
    const lastLine = read.indexOf('\n---');
    const end = lastLine === -1 ? -1 : read.indexOf('\n', lastLine + 1);
    if (end !== -1) {
      return { header: read.subarray(0, end + 1), body: read.subarray(end + 1) };
    }
    if (read.byteLength > maxHeaderBytes) throw new AgeError('broken');
  }
}

async function* continueWith(first: Buffer, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (;;) {
      const next = await iterator.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

function bodyKey(fileKey: Uint8Array, nonce: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32));
}

/** Eleven bytes of number, big-endian, and one that says whether it is the last chunk. */
function chunkNonce(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}
