import { ID_PREFIXES } from '@kabar/contract';
import { engineQuery } from '#platform/db/tx';
import { fromPublicId, toPublicId } from '#platform/ids';
import { objectNames } from './backup-format.ts';
import type { BackupsContext } from './backups-context.ts';
import {
  deleteOldBackups,
  destroyBackupKey,
  destroyExpiredKeys,
  insertFound,
  selectBackupsIn,
  selectKeysOfOtherRoot,
  updateExpired,
  updateKeyWrapping,
} from './backups.sql.ts';
import type { BackupKeyRow, BackupRow } from './backups.sql.ts';
import type { Place } from './places.ts';
import { readSummary } from './read-summary.ts';
import { dropReplacedDatabases } from './replace-database.ts';

const dayMs = 86_400_000;
const rowsKeptDays = 400;

/**
 * Ends every backup whose last day is over: first its key, which makes every copy anywhere unreadable, then its objects in both places.
 * Also takes up backups that lie in the place and are not known here. Gives how many ended.
 *
 * Errors: those of the database. A place that cannot be reached is logged and tried again the next time; its copies do not open any more.
 */
export async function expireBackups(ctx: BackupsContext): Promise<number> {
  const now = ctx.clock.now();
  await takeUpFound(ctx);
  await engineQuery(ctx.db, destroyExpiredKeys(now));
  const rows = await engineQuery<BackupRow>(ctx.db, selectBackupsIn(['done']));
  const due = rows.filter(({ expiresAt }) => expiresAt <= now);
  for (const { id } of due) {
    await engineQuery(ctx.db, destroyBackupKey(id, now));
    const publicId = toPublicId(ID_PREFIXES.backup, id);
    const isGone = await removeEverywhere(ctx, publicId);
    if (isGone) await engineQuery(ctx.db, updateExpired(id));
  }
  await engineQuery(ctx.db, deleteOldBackups(new Date(now.getTime() - rowsKeptDays * dayMs)));
  await rewrapBackupKeys(ctx);
  await dropReplacedDatabases(ctx.databaseUrl, now).catch((error: unknown) => {
    ctx.log.warn('databases that a restore replaced could not be dropped', { error });
  });
  return due.length;
}

/** Removes what a backup left in a place, the summary first: from then on it does not look whole to anybody. */
export async function removeObjects(place: Place, publicId: string): Promise<void> {
  await place.storage.delete(`${publicId}/${objectNames.summary}`);
  const names: string[] = [];
  for await (const { name } of place.storage.list(publicId)) names.push(name);
  for (const name of names) await place.storage.delete(name);
}

async function removeEverywhere(ctx: BackupsContext, publicId: string): Promise<boolean> {
  const { first, second } = ctx.places;
  let isGone = true;
  for (const place of second === null ? [first] : [first, second]) {
    await removeObjects(place, publicId).catch((error: unknown) => {
      isGone = false;
      ctx.log.warn('an expired backup could not be removed yet; it does not open any more', { error });
    });
  }
  return isGone;
}

/** After a restore or a move the table knows less than the place. */
async function takeUpFound(ctx: BackupsContext): Promise<void> {
  const known = new Set(
    (await engineQuery<BackupRow>(ctx.db, selectBackupsIn(['running', 'done', 'failed', 'expired']))).map(({ id }) => id),
  );
  try {
    for await (const { name } of ctx.places.first.storage.list('')) {
      const [publicId = '', object] = name.split('/');
      const id = object === objectNames.summary ? fromPublicId(ID_PREFIXES.backup, publicId) : null;
      if (id === null || known.has(id)) continue;
      const summary = await readSummary(ctx.places.first, publicId);
      const at = new Date(summary.createdAt);
      await engineQuery(
        ctx.db,
        insertFound({
          id,
          startedAt: at,
          finishedAt: at,
          snapshotAt: new Date(summary.snapshotAt),
          expiresAt: new Date(summary.expiresAt),
          sizeBytes: summary.sizeBytes,
          rowCount: summary.rowCount,
          mediaCount: summary.mediaCount,
          encryptedTo: summary.encryptedTo,
          place: ctx.places.first.label,
        }),
      );
    }
  } catch (error) {
    ctx.log.warn('the place of backups could not be looked through', { error });
  }
}

/** Follows a change of the root key, so that the former one can be put away. Gives how many keys were wrapped anew; those that cannot be opened stay. */
export async function rewrapBackupKeys({ db, rootKeys, log }: Pick<BackupsContext, 'db' | 'rootKeys' | 'log'>): Promise<number> {
  let doneCount = 0;
  for (const { backupId, wrapped } of await engineQuery<BackupKeyRow>(db, selectKeysOfOtherRoot(await rootKeys.primaryId()))) {
    try {
      const rewrapped = await rootKeys.rewrap(wrapped, ['backup', backupId]);
      await engineQuery(db, updateKeyWrapping(backupId, rewrapped, rootKeys.idOf(rewrapped)));
      doneCount += 1;
    } catch (error) {
      log.warn('the key of a backup is wrapped by a root key that is not here', { error });
    }
  }
  return doneCount;
}
