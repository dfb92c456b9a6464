import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Config } from '#config';
import { rootContext } from '#modules/keyring';
import { RootKeyUnavailableError } from '#platform/crypto/root-keys';
import type { RootKeyProvider } from '#platform/crypto/root-keys';
import { SealError } from '#platform/crypto/seal-error';
import { commandGate } from '../backup-parts.ts';
import { openRootKeys, rootKeySource } from '../root-keys.ts';
import { defineCheck, ok, problem, skipped, warning } from './check.ts';
import type { Check, Finding } from './check.ts';

const dayMs = 86_400_000;
/** NIST SP 800-57 part 1 rev. 5, section 5.3.6, gives a key that wraps keys at most two years in use; a year leaves time for it. */
const rotationDueDays = 365;

/** The root key: there, readable, the right one, and not lying beside what it protects. */
export const keyChecks: readonly Check[] = [
  defineCheck('Root key', async ({ config, databaseUrl }) => {
    const source = rootKeySource(config);
    if (source === 'file' && !existsSync(join(config.paths.keys, 'root.key'))) {
      const wrapped = databaseUrl === null ? [] : await readRootKeyIds(databaseUrl);
      if (wrapped.length === 0) return ok('There is no root key yet; the first start makes one.');
      return problem(`The root key is missing from ${config.paths.keys}, and stored data needs it. Put your copy of root.key back.`);
    }
    const keys = await openRootKeys(config, commandGate, false);
    try {
      const primaryId = await keys.primaryId();
      if (databaseUrl === null) return ok('The root key can be used.');
      const wrapped = await readRootKeyIds(databaseUrl);
      if (wrapped.length === 0 || wrapped.includes(primaryId)) return ok('The root key can be used and belongs to this database.');
      if (await opensAll(keys, databaseUrl))
        return warning('A new root key is put first and nothing is wrapped by it yet. Run npx kabar encryption rotate root.');
      return problem('The root key can be used, but nothing in this database was sealed with it. Use the one that was there before.');
    } catch (error) {
      if (error instanceof RootKeyUnavailableError) return problem(`The root key is in Vault, and ${error.message}.`);
      throw error;
    } finally {
      keys.close();
    }
  }),
  defineCheck('Place of keys', async ({ config, databaseUrl }) => placeOfKeys(config, await findDataFolder(config, databaseUrl))),
  defineCheck('Age of keys', async ({ databaseUrl }) => {
    if (databaseUrl === null) return skipped('The database does not run, so the age of keys is not known.');
    const [oldest] = await query<{ at: Date | null }>(
      databaseUrl,
      'select min(created_at) as at from workspace_keys where superseded_at is null and destroyed_at is null',
    );
    if (oldest === undefined || oldest.at === null) return ok('No workspace has keys yet.');
    const days = Math.floor((Date.now() - oldest.at.getTime()) / dayMs);
    return days < rotationDueDays
      ? ok(`The oldest workspace key in use is ${days} days old.`)
      : warning(
          `The oldest workspace key in use is ${days} days old. Renew keys once a year: npx kabar encryption rotate workspace --all.`,
        );
  }),
  defineCheck('Rotation of keys', async ({ databaseUrl }) => {
    if (databaseUrl === null) return skipped('The database does not run, so what is left of a rotation is not known.');
    const [left] = await query<{ old: number; versions: number; roots: number }>(
      databaseUrl,
      `select (select count(*)::int from key_rotations where state = 'running') as old,
              (select count(*)::int from workspace_keys where superseded_at is not null and destroyed_at is null) as versions,
              (select count(distinct root_key_id)::int from workspace_keys where destroyed_at is null) as roots`,
    );
    if (left === undefined) return ok('No rotation was begun.');
    if (left.old > 0)
      return warning(
        `${left.old} ${left.old === 1 ? 'rotation is' : 'rotations are'} half done. A worker goes on with it; by hand: npx kabar encryption resume.`,
      );
    if (left.roots > 1)
      return warning(
        'Keys are wrapped by more than one root key. Run npx kabar encryption rotate root, and keep the older root key until it is done.',
      );
    if (left.versions > 0)
      return warning(
        `${left.versions} older ${left.versions === 1 ? 'key of a workspace is' : 'keys of workspaces are'} kept, because backups or rows may still need them: npx kabar encryption status.`,
      );
    return ok('Everything is sealed under the newest keys.');
  }),
];

/**
 * Whether whoever takes the disk of the data also has the root key. `dataFolder` is that of the database where it lies on this machine; a database elsewhere has
 * disks of its own, and media files may lie beside the key all the same.
 */
function placeOfKeys(config: Config, dataFolder: string | null): Finding {
  const source = rootKeySource(config);
  if (source === 'vault') return ok('The root key is in Vault and never on this machine.');
  if (source === 'environment') {
    return config.isEmbedded
      ? ok('The root key is not kept in a file of ours.')
      : warning(
          'The root key comes from the environment: whoever may see the settings of this process or of its container has it. Keep it in a file of its own (KABAR_KEYS_DIR) or in Vault (KABAR_VAULT_URL).',
        );
  }
  const data = [
    ...(dataFolder === null ? [] : [{ path: dataFolder, name: 'the database' }]),
    ...(config.media.storage === 'disk' ? [{ path: config.paths.media, name: 'the media files' }] : []),
  ].filter(({ path }) => existsSync(path));
  if (data.length === 0 || !existsSync(config.paths.keys)) return skipped('There is no data folder here to compare with.');
  const device = statSync(config.paths.keys).dev;
  const together = data.filter(({ path }) => statSync(path).dev === device).map(({ name }) => name);
  if (together.length === 0) return ok(`The root key is on another disk than ${data.map(({ name }) => name).join(' and ')}.`);
  return warning(
    `The root key and ${together.join(' and ')} are on the same disk: whoever takes the disk can read everything. Move it with KABAR_KEYS_DIR.`,
  );
}

/** Folder of the database, where it is on this machine and says so. Null: elsewhere, or not for our eyes. */
async function findDataFolder(config: Config, databaseUrl: string | null): Promise<string | null> {
  if (config.isEmbedded) return join(config.paths.home, 'postgres');
  if (databaseUrl === null) return null;
  const { hostname, searchParams } = new URL(databaseUrl);
  const host = searchParams.get('host') ?? hostname;
  if (!['', 'localhost', '127.0.0.1', '[::1]'].includes(host) && !host.startsWith('/')) return null;
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'kabar_doctor' });
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>(`select current_setting('data_directory') as folder`);
    return rows[0]?.folder ?? null;
  } catch {
    return null; // only roles with pg_read_all_settings are told
  } finally {
    await client.end();
  }
}

async function opensAll(keys: RootKeyProvider, databaseUrl: string): Promise<boolean> {
  const rows = await query<{ workspaceId: string; version: number; wrapped: Buffer }>(
    databaseUrl,
    'select workspace_id as "workspaceId", version, wrapped from workspace_keys where destroyed_at is null limit 3',
  );
  try {
    for (const { workspaceId, version, wrapped } of rows) await keys.unwrap(wrapped, rootContext(workspaceId, version));
    return true;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}

async function readRootKeyIds(databaseUrl: string): Promise<string[]> {
  const rows = await query<{ id: string }>(databaseUrl, 'select distinct root_key_id as id from workspace_keys where destroyed_at is null');
  return rows.map((row) => row.id);
}

/** Rows of a statement; none where the database is older than its tables. */
async function query<Row>(databaseUrl: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'kabar_doctor', options: '-c role=kabar_engine' });
  await client.connect();
  try {
    const { rows } = await client.query(text);
    return rows as Row[]; // the caller's word for what its statement gives
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '42P01') return [];
    throw error;
  } finally {
    await client.end();
  }
}
