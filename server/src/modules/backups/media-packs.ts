import type { ObjectStorage } from '#platform/storage/object-storage';
import { StorageError } from '#platform/storage/object-storage';

// A pack is a row of files: length of the name (2), the name, pieces each behind its length (4), and a length of 0. They are
// sealed where they lie, so a pack holds no plain content even after it was opened.
const maxNameBytes = 1_200;
const maxPieceBytes = 4 * 1024 * 1024;

/** What a pack came to hold. */
export type PackCount = { fileCount: number; sizeBytes: number };

/**
 * Writes files one after the other, taken from `names` until about `maxBytes` are reached. A file that was deleted since it was
 * listed is left out. `count` is kept up to date on the way.
 */
export async function* packFiles(
  storage: ObjectStorage,
  names: AsyncIterator<{ name: string }>,
  count: PackCount,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  while (count.sizeBytes < maxBytes) {
    const next = await names.next();
    if (next.done === true) return;
    const { name } = next.value;
    const source = await openFile(storage, name);
    if (source === null) continue;
    const nameBytes = Buffer.from(name);
    yield Buffer.concat([uint16(nameBytes.byteLength), nameBytes]);
    for await (const chunk of source) {
      if (chunk.byteLength === 0) continue;
      yield Buffer.concat([uint32(chunk.byteLength), chunk]);
      count.sizeBytes += chunk.byteLength;
    }
    yield uint32(0);
    count.fileCount += 1;
  }
}

/**
 * Reads the files of a pack one after the other. The reader of a file takes all of its pieces before it asks for the next file.
 *
 * Errors: `RangeError` for a pack of another form, which only a defect of ours makes: what was changed does not open at all.
 */
export async function* unpackFiles(pack: AsyncIterable<Uint8Array>): AsyncGenerator<{ name: string; bytes: AsyncGenerator<Buffer> }> {
  const read = createReader(pack);
  for (;;) {
    const head = await read(2, true);
    if (head === null) return;
    const nameLength = head.readUInt16BE();
    if (nameLength > maxNameBytes) throw new RangeError('a file name in a pack is too long');
    const name = String(await read(nameLength, false));
    const bytes = pieces(read);
    yield { name, bytes };
    for await (const _ of bytes); // whatever the reader left
  }
}

async function* pieces(read: Read): AsyncGenerator<Buffer> {
  for (;;) {
    const length = (await read(4, false))?.readUInt32BE() ?? 0;
    if (length === 0) return;
    if (length > maxPieceBytes) throw new RangeError('a piece of a file in a pack is too long');
    const piece = await read(length, false);
    if (piece !== null) yield piece;
  }
}

type Read = (count: number, mayEnd: boolean) => Promise<Buffer | null>;

/** Gives exactly as many bytes as asked for; null at the very end where that is allowed. */
function createReader(source: AsyncIterable<Uint8Array>): Read {
  const iterator = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  return async (count, mayEnd) => {
    while (held.byteLength < count) {
      const next = await iterator.next();
      if (next.done === true) {
        if (mayEnd && held.byteLength === 0) return null;
        throw new RangeError('a pack ends in the middle of a file');
      }
      held = held.byteLength === 0 ? Buffer.from(next.value) : Buffer.concat([held, next.value]);
    }
    const taken = held.subarray(0, count);
    held = held.subarray(count);
    return taken;
  };
}

async function openFile(storage: ObjectStorage, name: string): Promise<AsyncIterable<Buffer> | null> {
  try {
    return await storage.get(name);
  } catch (error) {
    if (error instanceof StorageError && error.code === 'not_found') return null;
    throw error;
  }
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
