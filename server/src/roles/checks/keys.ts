import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { rootKeysFromFile } from '#platform/crypto/root-key-file';
import { rootKeysFromText } from '#platform/crypto/root-keys';
import { defineCheck, ok, problem, skipped, warning } from './check.ts';
import type { Check } from './check.ts';

/** The root key: there, readable, the right one, and not lying beside what it protects. */
export const keyChecks: readonly Check[] = [
  defineCheck('Root key', async ({ config, databaseUrl }) => {
    const { rootKey } = config.keys;
    if (rootKey === undefined && !existsSync(join(config.paths.keys, 'root.key'))) {
      const wrapped = databaseUrl === null ? [] : await readRootKeyIds(databaseUrl);
      if (wrapped.length === 0) return ok('There is no root key yet; the first start makes one.');
      return problem(`The root key is missing from ${config.paths.keys}, and stored data needs it. Put your copy of root.key back.`);
    }
    const keys = rootKey === undefined ? await rootKeysFromFile(config.paths.keys, false) : rootKeysFromText('environment', rootKey);
    if (databaseUrl === null) return ok('The root key can be read.');
    const wrapped = await readRootKeyIds(databaseUrl);
    if (wrapped.length === 0 || wrapped.includes(keys.primaryId)) return ok('The root key can be read and belongs to this database.');
    return problem('The root key can be read, but nothing in this database was sealed with it. Use the one that was there before.');
  }),
  defineCheck('Place of keys', async ({ config }) => {
    if (config.keys.rootKey !== undefined) return ok('The root key is not kept in a file of ours.');
    const data = join(config.paths.home, 'postgres');
    if (!config.isEmbedded || !existsSync(data) || !existsSync(config.paths.keys))
      return skipped('There is no data folder of ours to compare with.');
    if (statSync(data).dev !== statSync(config.paths.keys).dev) return ok('The root key and the database are on different disks.');
    return warning(
      'The root key and the database are on the same disk: whoever takes the disk can read everything. Move it with KABAR_KEYS_DIR.',
    );
  }),
];

async function readRootKeyIds(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'kabar_doctor', options: '-c role=kabar_engine' });
  await client.connect();
  try {
    const { rows: found } = await client.query<{ found: boolean }>(`select to_regclass('workspace_keys') is not null as found`);
    if (found[0]?.found !== true) return [];
    const { rows } = await client.query<{ id: string }>('select distinct root_key_id as id from workspace_keys where destroyed_at is null');
    return rows.map((row) => row.id);
  } finally {
    await client.end();
  }
}
