import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newAgeKey } from '#platform/crypto/age-file';
import { createDiskStorage } from '#platform/storage/disk-storage';
import { createBackupWorld, digestTables } from '../../../test/backup-world.ts';
import type { BackupWorld } from '../../../test/backup-world.ts';
import { createEmptyDatabase, useTestDatabase } from '../../../test/harness.ts';
import { keyTables, volatileTables } from './backup-format.ts';
import { createBackup } from './create-backup.ts';
import { restoreBackup } from './restore-backup.ts';
import type { RestoreInput, RestoreResult } from './restore-backup.ts';

const database = useTestDatabase();
let world: BackupWorld;
let publicId: string;
/** Rows past all row-level security; the restored database lies on the same server. */
const asAdmin = (url: string): string => inject('testServerUrl').replace(/[^/]+$/, url.split('/').at(-1) ?? '');

beforeAll(async () => {
  world = await createBackupWorld(database);
  const { summary } = await createBackup(world.ctx, { cause: 'command', signal: new AbortController().signal });
  publicId = summary.id;
});

afterAll(async () => {
  await world.close();
});

function restore(targetUrl: string, changes: Partial<RestoreInput> = {}): Promise<RestoreResult> {
  return restoreBackup({
    place: world.ctx.places.first,
    publicId,
    targetUrl,
    keys: { kind: 'database', url: database.url },
    identities: null,
    rootKeys: world.ctx.rootKeys,
    media: null,
    carried: [],
    finish: () => Promise.resolve(),
    onProgress: () => undefined,
    now: new Date(),
    signal: new AbortController().signal,
    ...changes,
  });
}

async function withEmpty<Result>(work: (url: string) => Promise<Result>): Promise<Result> {
  const empty = await createEmptyDatabase();
  try {
    return await work(empty.url);
  } finally {
    await empty.close();
  }
}

describe('a backup that is restored', () => {
  it('holds the same rows in every table, keys from the key store, and every file', async () => {
    const mediaFolder = path.join(world.folder, 'restored');
    await withEmpty(async (url) => {
      const result = await restore(url, { media: createDiskStorage(mediaFolder), identities: { keys: [world.identity] } });
      expect(result.mediaCount).toBe(5);
      const before = await digestTables(asAdmin(database.url));
      const after = await digestTables(asAdmin(url));
      for (const name of [...volatileTables, 'backups', 'backup_state']) for (const digests of [before, after]) digests.delete(name);
      expect(Object.fromEntries(after)).toEqual(Object.fromEntries(before));
      expect([...before].filter(([, digest]) => !digest.startsWith('0 ')).length).toBeGreaterThan(12);
    });
    for (let number = 0; number < 5; number += 1) {
      const name = path.join(world.world.workspaceId, `file-${number}`);
      expect(readFileSync(path.join(mediaFolder, name)).equals(readFileSync(path.join(world.folder, 'media', name)))).toBe(true);
    }
  });

  it('goes on counting where the original was, with rules and triggers in force', async () => {
    await withEmpty(async (url) => {
      await restore(url);
      const client = new pg.Client({ connectionString: asAdmin(url) });
      await client.connect();
      const { rows } = await client.query<{ next: string; last: string }>(
        `select nextval(pg_get_serial_sequence('events', 'seq')) as next, (select max(seq) from events) as last`,
      );
      expect(Number(rows[0]?.next)).toBeGreaterThan(Number(rows[0]?.last));
      await expect(
        client.query(`insert into conversations (workspace_id, id, number_id, contact_id) values (uuidv7(), uuidv7(), uuidv7(), uuidv7())`),
      ).rejects.toThrow();
      await client.query('set role kabar_app');
      expect((await client.query('select 1 from messages')).rowCount).toBe(0);
      await client.end();
    });
  });

  it('has no key of anybody in it', () => {
    const folder = path.join(world.folder, 'first', publicId);
    const names = readdirSync(folder);
    expect(names).toContain('backup.json');
    for (const name of names.filter((file) => file.endsWith('.age'))) {
      expect(readFileSync(path.join(folder, name)).subarray(0, 21).toString()).toBe('age-encryption.org/v1');
    }
    for (const table of keyTables) expect(readFileSync(path.join(folder, 'backup.json'), 'utf8')).not.toContain(table);
  });
});

describe('a restore is refused', () => {
  it('with a key that does not fit', async () => {
    const stranger = await newAgeKey();
    await withEmpty((url) =>
      expect(restore(url, { identities: { keys: [stranger.identity] } })).rejects.toMatchObject({ code: 'wrong_key' }),
    );
  });

  it('into a database that holds something, and touches nothing of it', async () => {
    await withEmpty(async (url) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query('create table mine as select 1 as id');
      await expect(restore(url)).rejects.toMatchObject({ code: 'not_empty' });
      expect((await client.query('select id from mine')).rows).toEqual([{ id: 1 }]);
      await client.end();
    });
  });

  it('when one byte of any object was changed', async () => {
    const folder = path.join(world.folder, 'first', publicId);
    const names = readdirSync(folder).filter((name) => name.endsWith('.age'));
    const largest = names.toSorted(
      (one, other) => readFileSync(path.join(folder, other)).byteLength - readFileSync(path.join(folder, one)).byteLength,
    );
    for (const name of ['manifest.age', 'identity.age', 'media-00001.age', largest[0] ?? '', largest.at(-1) ?? '']) {
      const file = path.join(folder, name);
      const original = readFileSync(file);
      const changed = Buffer.from(original);
      const at = changed.byteLength - 20;
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(file, changed);
      await withEmpty((url) =>
        expect(restore(url, { identities: { keys: [world.identity] } }), name).rejects.toMatchObject({ code: 'changed' }),
      );
      writeFileSync(file, original);
    }
  });

  it('after its last day, for the key is gone', async () => {
    await withEmpty((url) =>
      expect(restore(url, { now: new Date(Date.now() + 36 * 86_400_000) })).rejects.toMatchObject({ code: 'expired' }),
    );
  });
});
