import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import pg from 'pg';
import type { BackupsContext } from '../src/modules/backups/index.ts';
import { openPlace } from '../src/modules/backups/index.ts';
import { newAgeKey } from '../src/platform/crypto/age-file.ts';
import { rootKeyLine, rootKeysFromText } from '../src/platform/crypto/root-keys.ts';
import { systemIds } from '../src/platform/ids.ts';
import { createHolderId } from '../src/platform/leases/lease.ts';
import { silentLog } from '../src/platform/log.ts';
import { createDiskStorage } from '../src/platform/storage/disk-storage.ts';
import type { TestDatabase } from './harness.ts';
import { createMessageWorld, type MessageWorld } from './message-world.ts';

/** An installation with customers, messages and files, and places to put its backups. */
export type BackupWorld = {
  ctx: BackupsContext;
  identity: string;
  rootKey: string;
  folder: string;
  world: MessageWorld;
  /** Moves the clock of backups. */
  setNow(at: Date): void;
  close(): Promise<void>;
};

/** Builds it over a test database, with `messageCount` messages of two customers. */
export async function createBackupWorld(database: TestDatabase, messageCount = 2_000): Promise<BackupWorld> {
  const rootKey = rootKeyLine(randomBytes(32));
  const world = await createMessageWorld(database, 1_000, rootKey);
  const { identity, recipient } = await newAgeKey();
  const folder = mkdtempSync(path.join(tmpdir(), 'kabar-backup-'));
  const place = (name: string): BackupsContext['places']['first'] =>
    openPlace(
      { kind: 'folder', folder: path.join(folder, name) },
      { region: '', draftsIn: folder, gate: { admit: () => ({ allowed: true, addresses: 'any' }) } },
    );
  const media = createDiskStorage(path.join(folder, 'media'));
  for (let number = 0; number < 5; number += 1)
    await media.put(`${world.workspaceId}/file-${number}`, Readable.from([randomBytes(number * 100_000)]), 10_000_000);
  const customers = [await world.customer('+628120000001'), await world.customer('+628120000002')];
  for (const { contactId, conversationId } of customers) {
    await database.admin(
      `insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, author_kind, content_sealed, occurred_at, created_at, pricing)
       select $1, uuidv7(), $2, $3, $4, 'in', 'text', 'received', 'contact', decode(repeat(md5(n::text), 8), 'hex'), now() - n * interval '1 minute', now(), '{"a":"b\\nc"}'
         from generate_series(1, $5::int) as n`,
      [world.workspaceId, world.numberId, conversationId, contactId, Math.floor(messageCount / 2)],
    );
  }
  await database.admin(
    `insert into events (workspace_id, type, data, occurred_at) select $1, 'message.created', '{}', now() from generate_series(1, 50)`,
    [world.workspaceId],
  );
  await database.admin(
    `insert into suppressions (workspace_id, id, match_kind, match_hash, scope, source, since, created_at)
     values ($1, uuidv7(), 'phone', '\\x01', 'marketing', 'whatsapp_keyword', now(), now())`,
    [world.workspaceId],
  );
  let now: Date | null = null;
  const clock = { now: () => now ?? new Date(), sleep: () => Promise.resolve() };
  return {
    ctx: {
      db: database.db,
      databaseUrl: database.url,
      clock,
      ids: systemIds,
      log: silentLog,
      rootKeys: rootKeysFromText('environment', rootKey),
      holder: createHolderId(),
      settings: {
        recipients: { kind: 'keys', keys: [recipient] },
        keepDays: 35,
        includesMedia: true,
        schedule: null,
        program: '0.0.0-test',
      },
      places: { first: place('first'), second: null, keys: place('keys') },
      media,
      carried: [],
    },
    identity,
    rootKey,
    folder,
    world,
    setNow: (at) => {
      now = at;
    },
    close: async () => {
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Every table of schema public with how many rows it holds and a digest of them, partitions under their parents. */
export async function digestTables(url: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`,
    );
    const digests = new Map<string, string>();
    for (const { name } of rows) {
      const { rows: found } = await client.query<{ digest: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as digest from ${name} as t`,
      );
      digests.set(name, found[0]?.digest ?? '');
    }
    return digests;
  } finally {
    await client.end();
  }
}
