import { engineQuery } from '#platform/db/tx';
import { StorageError } from '#platform/storage/object-storage';
import { objectNames } from './backup-format.ts';
import type { BackupSummary } from './backup-format.ts';
import { openStored } from './backup-objects.ts';
import type { BackupsContext } from './backups-context.ts';
import { updateSecond } from './backups.sql.ts';
import { readSummary } from './read-summary.ts';

/**
 * Copies a finished backup to the second place, byte for byte, the summary last. What is there already is not sent again, so a copy that
 * broke off goes on. Gives a sentence when it did not work; nothing when it did or there is no second place. Never throws for the place.
 */
export async function copyToSecond(
  ctx: BackupsContext,
  backup: { id: string; publicId: string },
  signal: AbortSignal,
  onBytes: (doneBytes: number) => void = () => undefined,
): Promise<string | null> {
  const { first, second } = ctx.places;
  if (second === null) return null;
  const { id, publicId } = backup;
  try {
    const summary = await readSummary(first, publicId);
    let doneBytes = 0;
    for (const object of orderOf(summary)) {
      signal.throwIfAborted();
      await copyObject(ctx, publicId, object);
      doneBytes += summary.objects.find(({ name }) => name === object)?.sizeBytes ?? 0;
      onBytes(doneBytes);
    }
    await engineQuery(ctx.db, updateSecond(id, 'done', null));
    return null;
  } catch (error) {
    ctx.log.warn('a backup could not be copied to the second place', { error });
    const failure = `The copy to ${second.label} did not work. It is tried again with the next backup.`;
    await engineQuery(ctx.db, updateSecond(id, 'failed', failure));
    return failure;
  }
}

async function copyObject({ places: { first, second } }: BackupsContext, publicId: string, name: string): Promise<void> {
  if (second === null) return;
  const source = await openStored({ storage: first.storage, backupId: publicId }, name);
  try {
    await second.storage.put(`${publicId}/${name}`, source, Number.POSITIVE_INFINITY);
  } catch (error) {
    if (!(error instanceof StorageError && error.code === 'exists')) throw error;
  } finally {
    source.destroy();
  }
}

function orderOf(summary: BackupSummary): string[] {
  return [...summary.objects.map(({ name }) => name), objectNames.summary];
}
