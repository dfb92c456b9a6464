import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { dataKey, newDataKey } from '../crypto/data-key.ts';
import type { DataKey, KeyRing } from '../crypto/data-key.ts';
import { open, seal } from '../crypto/seal.ts';
import type { ObjectName, ObjectRange, ObjectStorage } from './object-storage.ts';
import { StorageError } from './object-storage.ts';
import { openStream, openStreamPart, sealStream } from './seal-stream.ts';

/** What is to be kept beside a stored object by whoever stored it. */
export type StoredObject = {
  /** Size of the plain bytes. */
  sizeBytes: number;
  /** SHA-256 of the plain bytes. */
  sha256: Buffer;
  /** The object's own key, sealed under the owner's key. Without it the object cannot be opened. */
  sealedKey: Buffer;
};

/**
 * Encrypts objects on their way into a storage, each with a key of its own that is sealed under its owner's key: destroying the
 * owner's key destroys all its objects, wherever copies of them lie. Streams; a file of 100 MB takes a few chunks of
 * memory.
 */
export type SealedStorage = {
  /**
   * Stores an object. `place` (workspace, table, column, row) is what it is bound to.
   *
   * Errors: `StorageError` `too_large` (more than `maxBytes` plain bytes), `exists`, `bad_name`; whatever the source
   * fails with. Nothing is stored then.
   */
  put(object: {
    name: ObjectName;
    owner: DataKey;
    place: readonly string[];
    source: AsyncIterable<Uint8Array>;
    maxBytes: number;
  }): Promise<StoredObject>;
  /**
   * Opens an object. A changed, shortened or moved one fails while it is read, with `SealError`; keep nothing of it then.
   *
   * Errors: `SealError` when the owner's key does not fit; `StorageError` `not_found`.
   */
  get(object: { name: ObjectName; owner: DataKey | KeyRing; place: readonly string[]; sealedKey: Uint8Array }): Promise<Readable>;
  /**
   * Opens a part of an object without reading what lies before it: players jump. `sizeBytes` is the plain size. Otherwise like
   * `get`.
   */
  getPart(
    object: { name: ObjectName; owner: DataKey | KeyRing; place: readonly string[]; sealedKey: Uint8Array; sizeBytes: number },
    range: ObjectRange,
  ): Promise<Readable>;
  delete(name: ObjectName): Promise<void>;
};

/** Puts encryption in front of a storage. */
export function createSealedStorage(storage: ObjectStorage): SealedStorage {
  return {
    put: async ({ name, owner, place, source, maxBytes }) => {
      const { key, bytes } = newDataKey();
      const hash = createHash('sha256');
      let sizeBytes = 0;
      const measured = async function* (): AsyncGenerator<Uint8Array> {
        for await (const chunk of source) {
          sizeBytes += chunk.byteLength;
          if (sizeBytes > maxBytes) throw new StorageError('too_large');
          hash.update(chunk);
          yield chunk;
        }
      };
      await storage.put(name, sealStream(key, place, measured()), Number.POSITIVE_INFINITY);
      const sealedKey = seal(owner, keyAad(place), Buffer.concat([keyIdBytes(key.id), bytes]));
      return { sizeBytes, sha256: hash.digest(), sealedKey };
    },
    get: async ({ name, owner, place, sealedKey }) => {
      const key = openKey(owner, place, sealedKey);
      const sealed = await storage.get(name);
      return Readable.from(openStream(key, place, sealed), { objectMode: false, highWaterMark: 128 * 1024 });
    },
    getPart: async ({ name, owner, place, sealedKey, sizeBytes }, range) => {
      const key = openKey(owner, place, sealedKey);
      const parts = openStreamPart(key, place, { plainBytes: sizeBytes, read: (part) => storage.get(name, part) }, range);
      // The first chunk is read here, so that a missing object is known before an answer begins.
      const first = await parts.next();
      return Readable.from(startingWith(first, parts), { objectMode: false, highWaterMark: 128 * 1024 });
    },
    delete: (name) => storage.delete(name),
  };
}

async function* startingWith(first: IteratorResult<Buffer>, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}

function openKey(owner: DataKey | KeyRing, place: readonly string[], sealedKey: Uint8Array): DataKey {
  const bytes = open(owner, keyAad(place), sealedKey);
  return dataKey(bytes.readUIntBE(0, 6), bytes.subarray(6));
}

function keyAad(place: readonly string[]): string[] {
  return ['object key', ...place];
}

function keyIdBytes(id: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(id, 0, 6);
  return bytes;
}
