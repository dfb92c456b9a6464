import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { ageDecrypt, ageEncrypt } from '#platform/crypto/age-file';
import type { ObjectStorage } from '#platform/storage/object-storage';
import { StorageError } from '#platform/storage/object-storage';
import { openStream, sealStream } from '#platform/storage/seal-stream';
import { BackupError, explain } from './backup-error.ts';
import { explainAge, objectKey } from './backup-keys.ts';
import type { BackupKeys } from './backup-keys.ts';

/** What was written, as it lies in the place. */
export type WrittenObject = { name: string; sizeBytes: number; sha256: string };
/** Where a backup's objects are written or read. */
export type ObjectPlace = { storage: ObjectStorage; backupId: string };

const compression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * Writes one object of a backup: compressed, sealed under its own key of the backup, then as an age file. Constant memory; it
 * appears whole or not at all. `isDense` leaves compression out, for what is encrypted already.
 *
 * Errors: the source's; `BackupError` `no_room`; the storage's.
 */
export async function writeObject(
  { storage, backupId }: ObjectPlace,
  keys: Pick<BackupKeys, 'secret' | 'recipient'>,
  object: { name: string; isDense?: boolean },
  source: AsyncIterable<Uint8Array>,
): Promise<WrittenObject> {
  const { name, isDense = false } = object;
  const packed = isDense ? source : throughStream(source, createZstdCompress(compression));
  const sealed = sealStream(objectKey(keys.secret, backupId, name), ['backup', backupId, name], packed);
  return storeObject({ storage, backupId }, name, ageEncrypt({ kind: 'keys', keys: [keys.recipient] }, sealed));
}

/** Stores bytes as they are and gives their size and hash. Errors: like `writeObject`. */
export async function storeObject(
  { storage, backupId }: ObjectPlace,
  name: string,
  source: AsyncIterable<Uint8Array>,
): Promise<WrittenObject> {
  const hash = createHash('sha256');
  const measured = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      hash.update(chunk);
      yield chunk;
    }
  };
  try {
    const { sizeBytes } = await storage.put(`${backupId}/${name}`, measured(), Number.POSITIVE_INFINITY);
    return { name, sizeBytes, sha256: hash.digest('hex') };
  } catch (error) {
    throw explain(error);
  }
}

/**
 * Opens one object of a backup and gives what was written into it. Keep nothing of a stream that failed.
 *
 * Errors: `BackupError` `wrong_key`, `changed` (also for one that is gone); the storage's.
 */
export async function* readObject(
  place: ObjectPlace,
  keys: Pick<BackupKeys, 'secret' | 'identity'>,
  object: { name: string; isDense?: boolean },
): AsyncGenerator<Uint8Array> {
  const { name, isDense = false } = object;
  try {
    const stored = await openStored(place, name);
    const sealed = ageDecrypt({ keys: [keys.identity] }, stored);
    const packed = openStream(objectKey(keys.secret, place.backupId, name), ['backup', place.backupId, name], sealed);
    yield* isDense ? packed : throughStream(packed, createZstdDecompress());
  } catch (error) {
    throw explainAge(error, name);
  }
}

/** The bytes of an object as they lie in the place. Errors: `BackupError` `changed` when it is gone; the storage's. */
export async function openStored({ storage, backupId }: ObjectPlace, name: string): Promise<Readable> {
  try {
    return await storage.get(`${backupId}/${name}`);
  } catch (error) {
    if (error instanceof StorageError && error.code === 'not_found')
      throw new BackupError('changed', `${name} is missing`, { cause: error });
    throw error;
  }
}

async function* throughStream(source: AsyncIterable<Uint8Array>, through: NodeJS.ReadWriteStream & Readable): AsyncGenerator<Buffer> {
  // An error of the source destroys the stream with it, so it comes out below; nothing else is to be done about it here.
  const flowing = pipeline(Readable.from(source, { objectMode: false, highWaterMark: 1024 * 1024 }), through).catch(() => undefined);
  for await (const piece of through) yield piece as Buffer; // a byte stream
  await flowing;
}
