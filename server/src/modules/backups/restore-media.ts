import type { ObjectStorage } from '#platform/storage/object-storage';
import { StorageError } from '#platform/storage/object-storage';
import { BackupError } from './backup-error.ts';
import type { BackupManifest } from './backup-format.ts';
import type { BackupKeys } from './backup-keys.ts';
import { readObject } from './backup-objects.ts';
import type { ObjectPlace } from './backup-objects.ts';
import { unpackFiles } from './media-packs.ts';

/** Where files come from and go to. */
export type ReadMediaInput = {
  objects: ObjectPlace;
  keys: Pick<BackupKeys, 'secret' | 'identity'>;
  manifest: BackupManifest;
  /** Null reads and counts only. */
  media: ObjectStorage | null;
  signal: AbortSignal;
  onProgress: (phase: 'media', done: number, total: number) => void;
};

/**
 * Brings back the files of a backup. One that is there already stays: files never change under their name. Gives how many were read.
 *
 * Errors: `BackupError` `changed`, `rows_differ` when there are fewer files than the backup says; the storage's.
 */
export async function readMedia(input: ReadMediaInput): Promise<number> {
  const { manifest, media, onProgress } = input;
  const total = manifest.media.count;
  let fileCount = 0;
  for (const pack of manifest.media.packs) {
    for await (const { name, bytes } of unpackFiles(readObject(input.objects, input.keys, { name: pack, isDense: true }))) {
      input.signal.throwIfAborted();
      if (media === null) for await (const _ of bytes);
      else await putUnlessThere(media, name, bytes);
      fileCount += 1;
      onProgress('media', fileCount, total);
    }
  }
  if (fileCount !== total) throw new BackupError('rows_differ', `${fileCount} of ${total} files`);
  return fileCount;
}

async function putUnlessThere(media: ObjectStorage, name: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  try {
    await media.put(name, bytes, Number.POSITIVE_INFINITY);
  } catch (error) {
    if (!(error instanceof StorageError && error.code === 'exists')) throw error;
  }
}
