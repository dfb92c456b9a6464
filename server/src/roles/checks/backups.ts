import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readPlace } from '#modules/backups';
import { isAgeRecipient } from '#platform/crypto/age-file';
import { connectClient } from '#platform/db/connect-client';
import { commandGate, openBackupPlaces } from '../backup-parts.ts';
import { defineCheck, ok, problem, skipped, warning } from './check.ts';
import type { Check } from './check.ts';

const hourMs = 3_600_000;

/** Backups: set up, reachable, apart from what they copy, and tried out. */
export const backupChecks: readonly Check[] = [
  defineCheck('Backups', async ({ config, databaseUrl }) => {
    const { recipients, passphrase, schedule } = config.backups;
    if (recipients === undefined && passphrase === undefined)
      return warning('No backup is made: nobody is named who may open them. Run npx kabar backup keygen and set KABAR_BACKUP_RECIPIENTS.');
    if (recipients?.every(isAgeRecipient) === false) return problem('KABAR_BACKUP_RECIPIENTS holds something that is no public age key.');
    if (databaseUrl === null) return skipped('The database does not run, so the newest backup is not known.');
    const newestAt = await readTime(databaseUrl, `select max(snapshot_at) as at from backups where status = 'done'`);
    if (newestAt === null) return warning('No backup was made yet. Run npx kabar backup.');
    const hours = Math.round((Date.now() - newestAt.getTime()) / hourMs);
    const age = `The newest backup is ${hours < 1 ? 'less than an hour' : `${hours} hours`} old.`;
    return hours > 30 && schedule !== 'off' ? warning(`${age} One should be made every night; look at the log of the worker.`) : ok(age);
  }),
  defineCheck('Backup places', async ({ config }) => {
    const { recipients, passphrase, second } = config.backups;
    if (recipients === undefined && passphrase === undefined) return skipped('Backups are not set up.');
    const places = openBackupPlaces(config, commandGate);
    try {
      for (const place of [places.first, places.second, places.keys]) {
        if (place === null) continue;
        try {
          for await (const _ of place.storage.list('')) break;
        } catch (error) {
          const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
          return problem(`${place.label} cannot be read (${why}). Check its settings (KABAR_BACKUP_…).`);
        }
      }
    } finally {
      for (const place of Object.values(places)) place?.close();
    }
    if (second === undefined) return warning('There is one copy only. A second place in another building: KABAR_BACKUP_SECOND.');
    return ok(`Backups go to ${places.first.label} and ${places.second?.label}.`);
  }),
  defineCheck('Backups apart', async ({ config }) => {
    const { recipients, passphrase, to, second, keysTo } = config.backups;
    if (recipients === undefined && passphrase === undefined) return skipped('Backups are not set up.');
    const data = config.isEmbedded ? join(config.paths.home, 'postgres') : config.paths.media;
    const folderOf = (text: string): string | null => {
      const place = readPlace(text, config.paths.home);
      return place.kind === 'folder' ? place.folder : null;
    };
    const keys = folderOf(keysTo ?? join(config.paths.keys, 'key-backups'));
    const copies = [to, ...(second === undefined ? [] : [second])].map(folderOf);
    if (copies.some((folder) => folder !== null && keys !== null && (folder === keys || keys.startsWith(`${folder}/`))))
      return problem('The keys are backed up inside the place of the backups, which they open. Set KABAR_BACKUP_KEYS_TO to another.');
    const isApart = copies.some((folder) => folder === null || deviceOf(folder) !== deviceOf(data));
    if (!isApart)
      return warning(
        'Every backup lies on the disk of the data it copies: one broken disk takes both. Set KABAR_BACKUP_TO or KABAR_BACKUP_SECOND.',
      );
    if (keys !== null && copies.every((folder) => folder !== null && deviceOf(folder) === deviceOf(keys)))
      return warning('Backups and the backups of the keys lie on one disk: whoever takes it has both. Set KABAR_BACKUP_KEYS_TO.');
    return ok('Backups lie apart from the data and from the keys.');
  }),
  defineCheck('Restore drill', async ({ config, databaseUrl }) => {
    const { recipients, passphrase } = config.backups;
    if (recipients === undefined && passphrase === undefined) return skipped('Backups are not set up.');
    if (databaseUrl === null) return skipped('The database does not run, so the last drill is not known.');
    const greenAt = await readTime(databaseUrl, `select max(finished_at) as at from backup_drills where status = 'green'`);
    if (greenAt === null) return warning('No backup was restored for a try yet. It happens after each nightly backup.');
    const days = Math.floor((Date.now() - greenAt.getTime()) / (24 * hourMs));
    if (days >= 8) return problem(`No backup could be restored for ${days} days. See what the last tries found: /operator/backups.`);
    return ok(`A backup was last restored for a try ${days === 0 ? 'today' : `${days} days ago`}.`);
  }),
];

async function readTime(databaseUrl: string, text: string): Promise<Date | null> {
  const client = await connectClient({ url: databaseUrl, name: 'kabar_doctor', role: 'kabar_engine' });
  try {
    const { rows: found } = await client.query<{ found: boolean }>(`select to_regclass('backups') is not null as found`);
    if (found[0]?.found !== true) return null;
    return (await client.query<{ at: Date | null }>(text)).rows[0]?.at ?? null;
  } finally {
    await client.end();
  }
}

/** The disk a folder is or would be on. */
function deviceOf(folder: string): number {
  let at = folder;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  return statSync(at).dev;
}
