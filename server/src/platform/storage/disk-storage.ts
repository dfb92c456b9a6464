import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import type { Dirent } from 'node:fs';
import { link, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { isObjectName, readObjectName, StorageError } from './object-storage.ts';
import type { ListableStorage } from './object-storage.ts';

/** Folder of what is being written, beside the objects. */
export const draftFolder = '.drafts';
/** A draft this old belongs to a process that died. */
const abandonedAfterMs = 24 * 60 * 60_000;

/**
 * Objects as files under one folder. A file is written beside the objects under a name of its own, flushed to the disk
 * and only then linked into place, so a kill at any moment leaves a whole object or none.
 *
 * Files have mode 0600. The folder must lie on one file system.
 */
export function createDiskStorage(folder: string): ListableStorage {
  const drafts = path.join(folder, draftFolder);
  const place = (name: string): string => path.join(folder, ...readObjectName(name));
  return {
    put: async (name, source, maxBytes) => {
      const target = place(name);
      await mkdir(drafts, { recursive: true, mode: 0o700 });
      const draft = path.join(drafts, randomBytes(16).toString('hex'));
      try {
        const sizeBytes = await writeDurably(draft, source, maxBytes);
        const made = await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
        await linkOnce(draft, target);
        await syncFolder(path.dirname(target));
        if (made !== undefined) await syncParents(path.dirname(target), folder);
        return { sizeBytes };
      } finally {
        await rm(draft, { force: true });
      }
    },
    get: async (name, range) => {
      const target = place(name);
      try {
        const file = await open(target, constants.O_RDONLY | constants.O_NOFOLLOW);
        const stream: Readable = file.createReadStream({
          highWaterMark: 256 * 1024,
          ...(range === undefined ? {} : { start: range.first, end: range.last }),
        });
        return stream;
      } catch (error) {
        throw isMissing(error) ? new StorageError('not_found', { cause: error }) : error;
      }
    },
    delete: async (name) => {
      await rm(place(name), { force: true });
    },
    list: (prefix) => listFiles(folder, prefix),
  };
}

async function* listFiles(folder: string, prefix: string): AsyncGenerator<{ name: string; sizeBytes: number }> {
  const start = prefix === '' ? folder : path.join(folder, ...readObjectName(prefix));
  const waiting = [start];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const entry of await entriesOf(at)) {
      const file = path.join(at, entry.name);
      const name = path.relative(folder, file).split(path.sep).join('/');
      if (!isObjectName(name)) continue;
      if (entry.isDirectory()) waiting.push(file);
      else if (entry.isFile()) {
        const sizeBytes = await sizeOf(file);
        if (sizeBytes !== null) yield { name, sizeBytes };
      }
    }
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Null for a file that was removed meanwhile. */
async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Removes what processes left behind that died while storing. For a daily job. Gives how many. */
export async function removeAbandonedDrafts(folder: string, now: Date): Promise<number> {
  const drafts = path.join(folder, draftFolder);
  let removedCount = 0;
  for (const name of await listOrNothing(drafts)) {
    const file = path.join(drafts, name);
    const { mtimeMs } = await stat(file);
    if (now.getTime() - mtimeMs < abandonedAfterMs) continue;
    await rm(file, { force: true });
    removedCount += 1;
  }
  return removedCount;
}

/** Writes a new file and flushes it to the disk. Gives its size. Errors: `StorageError` `too_large`. */
export async function writeDurably(file: string, source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<number> {
  const handle = await open(file, 'wx', 0o600);
  try {
    let sizeBytes = 0;
    for await (const chunk of source) {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > maxBytes) throw new StorageError('too_large');
      for (let at = 0; at < chunk.byteLength;) at += (await handle.write(chunk, at)).bytesWritten;
    }
    await handle.sync();
    return sizeBytes;
  } finally {
    await handle.close();
  }
}

async function linkOnce(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw new StorageError('exists', { cause: error });
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** New folders are entries of their parents and must last as well. */
async function syncParents(from: string, top: string): Promise<void> {
  for (let at = from; at !== top; at = path.dirname(at)) await syncFolder(path.dirname(at));
}

async function listOrNothing(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ELOOP';
}
