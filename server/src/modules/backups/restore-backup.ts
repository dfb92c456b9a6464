import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { ID_PREFIXES } from '@kabar/contract';
import { ageDecrypt } from '#platform/crypto/age-file';
import type { AgeIdentities } from '#platform/crypto/age-file';
import type { RootKeyProvider } from '#platform/crypto/root-keys';
import { migrate } from '#platform/db/migrate';
import { readMigrations } from '#platform/db/migration-files';
import { rebaseEvents } from '#platform/events/rebase-events';
import { fromPublicId } from '#platform/ids';
import { installJobs } from '#platform/jobs/install';
import type { ObjectStorage } from '#platform/storage/object-storage';
import { BackupError, explain } from './backup-error.ts';
import { BackupManifest, objectNames } from './backup-format.ts';
import type { BackupSummary } from './backup-format.ts';
import { explainAge, openBackupKeys, readSmallAge } from './backup-keys.ts';
import type { BackupKeys } from './backup-keys.ts';
import { openStored, readObject } from './backup-objects.ts';
import { connectAsReader, readKeyLines, storeCarried, storeKeys, writeKeyLines } from './key-lines.ts';
import type { CarriedTable, FitRows, KeyRows } from './key-lines.ts';
import type { Place } from './places.ts';
import { readSummary } from './read-summary.ts';
import { closeRestore, openRestore } from './restore-marker.ts';
import { readMedia } from './restore-media.ts';
import { restoreTables } from './restore-tables.ts';

/** Where the keys of today come from: the database that is being replaced, or the newest backup of the keys. */
export type KeySource = { kind: 'database'; url: string } | { kind: 'file'; place: Place; name: string; identities: AgeIdentities };

export type RestorePhase = 'schema' | 'tables' | 'indexes' | 'keys' | 'media' | 'checks';

/** What a restore is given. */
export type RestoreInput = {
  place: Pick<Place, 'storage' | 'label'>;
  publicId: string;
  /** An empty database, or one in which an earlier try of a restore broke off. Owner's address. */
  targetUrl: string;
  keys: KeySource;
  /** What opens the backup beside its key in the key store; without it, the key store's own copy does. */
  identities: AgeIdentities | null;
  rootKeys: RootKeyProvider;
  /** Where files are put; null reads and counts them only. */
  media: ObjectStorage | null;
  carried: readonly CarriedTable[];
  /** Brings hashes of the restored database under the index keys of today, before the carried rows come in, and gives what does the same with those. */
  raiseHashes?: ((url: string) => Promise<FitRows>) | undefined;
  /** Acts on the restored database before it is opened: settles what was under way, erases again who was erased, checks. */
  finish: (restored: { url: string; summary: BackupSummary; manifest: BackupManifest }) => Promise<void>;
  onProgress: (phase: RestorePhase, done: number, total: number) => void;
  now: Date;
  signal: AbortSignal;
};

/** What a restore brought back. */
export type RestoreResult = {
  summary: BackupSummary;
  rowCount: number;
  mediaCount: number;
  /** Rows taken from the key store, by table. */
  keyCounts: Record<string, number>;
};

/**
 * Restores one backup into an empty database: the schema as it was, rows, indexes and rules, today's schema, today's keys, files, checks.
 * Until all of that is done the database carries a mark, and no Kabar opens it. Keys come from the key store alone, so nobody who was erased
 * since comes back. The source is only read; a try that broke off is cleared away by the next one.
 *
 * Errors: `BackupError`; database errors for rows that break a rule.
 */
export async function restoreBackup(input: RestoreInput): Promise<RestoreResult> {
  const { place, publicId, targetUrl, signal, onProgress } = input;
  const summary = await readSummary(place, publicId);
  if (new Date(summary.expiresAt) <= input.now) throw new BackupError('expired', publicId);
  const keys = await unlock(input, summary);
  const objects = { storage: place.storage, backupId: publicId };
  const manifest = await readManifest(objects, keys);
  requireKnownMigrations(manifest);
  await openRestore(targetUrl, publicId);
  try {
    onProgress('schema', 0, 1);
    await migrate({ url: targetUrl, ...upTo(manifest) });
    await installJobs(targetUrl);
    const rowCount = await restoreTables({
      url: targetUrl,
      objects,
      keys,
      manifest,
      signal,
      onProgress,
      beforeRules: rebaseEvents,
    });
    signal.throwIfAborted();
    onProgress('keys', 0, 1);
    await migrate({ url: targetUrl });
    await installJobs(targetUrl);
    const keyCounts = await takeKeys(input);
    const mediaCount = await readMedia({ objects, keys, manifest, media: input.media, signal, onProgress });
    onProgress('checks', 0, 1);
    await input.finish({ url: targetUrl, summary, manifest });
    await closeRestore(targetUrl);
    return { summary, rowCount, mediaCount, keyCounts };
  } catch (error) {
    throw explain(error);
  }
}

/** The rows of a key source. Errors: `BackupError` `wrong_key`, `changed`, `not_found`. */
export async function* readKeySource(source: KeySource, carried: readonly CarriedTable[]): AsyncGenerator<KeyRows> {
  if (source.kind === 'database') {
    yield* readKeyLines(writeKeyLines(source.url, carried));
    return;
  }
  try {
    const stored = await source.place.storage.get(source.name);
    const expand = createZstdDecompress();
    // An error of the source destroys the stream with it and comes out below.
    void pipeline(Readable.from(ageDecrypt(source.identities, stored), { objectMode: false }), expand).catch(() => undefined);
    yield* readKeyLines(expand);
  } catch (error) {
    throw explainAge(error, source.name);
  }
}

/** How many rows of a table a key source holds. */
export async function countKeyRows(source: KeySource, carried: readonly CarriedTable[], table: string): Promise<number> {
  let count = 0;
  for await (const portion of readKeySource(source, carried)) if (portion.table === table) count += portion.rows.length;
  return count;
}

async function unlock(input: RestoreInput, summary: BackupSummary): Promise<Pick<BackupKeys, 'secret' | 'identity'>> {
  const id = fromPublicId(ID_PREFIXES.backup, input.publicId);
  const stored = id === null ? null : await findBackupKey(input.keys, id);
  if (id === null || stored === null) throw new BackupError('no_key', input.publicId);
  if (stored.destroyed_at !== null) throw new BackupError('expired', input.publicId);
  const inStore = await openBackupKeys(input.rootKeys, id, Buffer.from(stored.wrapped.slice('\\x'.length), 'hex'));
  if (input.identities === null) return inStore;
  const objects = { storage: input.place.storage, backupId: summary.id };
  const isForKeys = summary.objects.some(({ name }) => name === objectNames.identityForKeys);
  const name = isForKeys ? objectNames.identityForKeys : objectNames.identityForPassphrase;
  const identity = await readSmallAge(input.identities, await openStored(objects, name), name);
  return { secret: inStore.secret, identity: identity.toString() };
}

/** A row of `backup_keys` as JSON. */
type StoredKey = { backup_id: string; wrapped: string; destroyed_at: string | null };

async function findBackupKey(source: KeySource, id: string): Promise<StoredKey | null> {
  for await (const { table, rows } of readKeySource(source, [])) {
    if (table !== 'backup_keys') break;
    const found = (rows as StoredKey[]).find((row) => row.backup_id === id); // rows of our own table
    if (found !== undefined) return found;
  }
  return null;
}

async function readManifest(
  objects: { storage: ObjectStorage; backupId: string },
  keys: Pick<BackupKeys, 'secret' | 'identity'>,
): Promise<BackupManifest> {
  const pieces: Uint8Array[] = [];
  for await (const piece of readObject(objects, keys, { name: objectNames.manifest })) pieces.push(piece);
  const parsed = BackupManifest.safeParse(JSON.parse(Buffer.concat(pieces).toString('utf8')));
  if (!parsed.success) throw new BackupError('newer_program');
  return parsed.data;
}

/** The schema is made by this program's migrations, so it must have exactly those the backup was made with. */
function requireKnownMigrations(manifest: BackupManifest): void {
  const known = new Map(readMigrations().map(({ name, hash }) => [name, hash]));
  for (const { name, hash } of manifest.migrations) {
    if (known.get(name) !== hash) throw new BackupError('newer_program', name);
  }
}

function upTo(manifest: BackupManifest): { upTo?: string } {
  const last = manifest.migrations.at(-1)?.name;
  return last === undefined ? {} : { upTo: last };
}

async function takeKeys(input: RestoreInput): Promise<Record<string, number>> {
  const { targetUrl, keys, carried } = input;
  const first = carried.filter(({ comesFirst }) => comesFirst === true);
  const later = carried.filter(({ comesFirst }) => comesFirst !== true);
  const client = await connectAsReader(targetUrl);
  try {
    // Keys and the versions that need them are of one moment.
    const stored = await storeKeys(client, readKeySource(keys, first), first);
    const asIs: FitRows = (_, rows) => Promise.resolve(rows);
    const fit = (await input.raiseHashes?.(targetUrl)) ?? asIs;
    return { ...stored, ...(await storeCarried(client, readKeySource(keys, later), later, fit)) };
  } finally {
    await client.end();
  }
}
