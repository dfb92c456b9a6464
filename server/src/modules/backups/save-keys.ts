import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { ageEncrypt } from '#platform/crypto/age-file';
import { engineQuery } from '#platform/db/tx';
import { StorageError } from '#platform/storage/object-storage';
import { BackupError, explain } from './backup-error.ts';
import { keyTailHours } from './backup-format.ts';
import type { BackupsContext } from './backups-context.ts';
import { updateKeysSaved } from './backups.sql.ts';
import { writeKeyLines } from './key-lines.ts';
import type { Place } from './places.ts';

const nameForm = /^keys-(\d{8}T\d{9}Z)\.age$/;
const hourMs = 3_600_000;

/**
 * Writes the key store to its own place, encrypted to the same people as backups, then removes what is older than its short tail. The tail
 * is what keeps a destroyed key from coming back: after 72 hours no copy of it is left.
 *
 * Errors: `BackupError` `no_recipients`, `no_room`; those of database and storage. The failure is kept for the operator.
 */
export async function saveKeys(ctx: BackupsContext): Promise<{ name: string; sizeBytes: number }> {
  const { recipients } = ctx.settings;
  if (recipients === null) throw new BackupError('no_recipients');
  const { storage } = ctx.places.keys;
  const at = ctx.clock.now();
  const name = `keys-${at.toISOString().replaceAll(/[-:.]/g, '')}.age`;
  try {
    const compress = createZstdCompress();
    const flowing = pipeline(Readable.from(writeKeyLines(ctx.databaseUrl, ctx.carried), { objectMode: false }), compress).catch(
      () => undefined,
    );
    const { sizeBytes } = await storage.put(name, ageEncrypt(recipients, compress), Number.POSITIVE_INFINITY);
    await flowing;
    await removeOldKeys(ctx.places.keys, at);
    await engineQuery(ctx.db, updateKeysSaved(at, null));
    return { name, sizeBytes };
  } catch (error) {
    // Another process wrote it in the same millisecond.
    if (error instanceof StorageError && error.code === 'exists') return { name, sizeBytes: 0 };
    const explained = explain(error);
    const failure = explained instanceof BackupError ? explained.message : `The keys could not be written to ${ctx.places.keys.label}.`;
    await engineQuery(ctx.db, updateKeysSaved(null, failure));
    throw explained;
  }
}

/** Backups of keys in a place, newest first. */
export async function listKeyBackups(place: Place): Promise<{ name: string; at: Date }[]> {
  const found: { name: string; at: Date }[] = [];
  for await (const { name } of place.storage.list('')) {
    const stamp = nameForm.exec(name)?.[1];
    if (stamp !== undefined) found.push({ name, at: readStamp(stamp) });
  }
  return found.sort((one, other) => other.at.getTime() - one.at.getTime());
}

async function removeOldKeys(place: Place, now: Date): Promise<void> {
  for (const { name, at } of await listKeyBackups(place)) {
    if (now.getTime() - at.getTime() > keyTailHours * hourMs) await place.storage.delete(name);
  }
}

function readStamp(stamp: string): Date {
  const [, year, month, day, hour, minute, second, ms] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z$/.exec(stamp) ?? [];
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
}
