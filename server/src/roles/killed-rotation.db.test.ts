import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyring } from '#modules/keyring';
import { systemClock } from '#platform/clock';
import { rootKeysFromText } from '#platform/crypto/root-keys';
import { createNotifications } from '#platform/events/notifications';
import { silentLog } from '#platform/log';
import { createBackupWorld, type BackupWorld } from '../../test/backup-world.ts';
import { useTestDatabase } from '../../test/harness.ts';

// A process that changes keys is killed in the middle: another one goes on, and nothing is lost.
const database = useTestDatabase();
const mainScript = fileURLToPath(new URL('../main.ts', import.meta.url));
let world: BackupWorld;
let home: string;
let rootFile: string;
let slug: string;

beforeAll(async () => {
  world = await createBackupWorld(database, 20);
  home = mkdtempSync(join(tmpdir(), 'kabar-killed-'));
  mkdirSync(join(home, 'keys'), { mode: 0o700 });
  rootFile = join(home, 'keys', 'root.key');
  writeFileSync(rootFile, world.rootKey, { mode: 0o600 });
  const [row] = await database.admin<{ slug: string }>('select slug from workspaces where id = $1', [world.world.workspaceId]);
  slug = row?.slug ?? '';
});
afterAll(async () => {
  await world.close();
  rmSync(home, { recursive: true, force: true });
});

type Line = Record<string, unknown> & { event: string };

function begin(args: readonly string[]) {
  const child = spawn(process.execPath, [mainScript, ...args, '--json'], {
    env: { PATH: process.env['PATH'], KABAR_HOME: home, DATABASE_URL: database.url, KABAR_EMULATOR: 'off' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, ended: once(child, 'close').then(() => ({ code: child.exitCode, output })) };
}

async function kabar(...args: string[]): Promise<{ code: number | null; lines: Line[] }> {
  const { code, output } = await begin(args).ended;
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  return { code, lines: lines.map((line) => JSON.parse(line) as Line) }; // --json writes one object per line
}

/** Runs a command until it stands before a change of `table`, and kills it there. */
async function killBefore(table: string, ...args: string[]): Promise<void> {
  const lock = new pg.Client({ connectionString: database.url });
  await lock.connect();
  try {
    await lock.query('begin');
    await lock.query(`lock table ${table} in share mode`); // reading and locking rows goes on, changing waits
    const { child, ended } = begin(args);
    // A busy machine takes its time to start a program.
    const untilMs = performance.now() + 120_000;
    for (let isWaiting = false; !isWaiting;) {
      const [row] = await database.admin<{ count: number }>(
        'select count(*)::int as count from pg_locks where relation = $1::regclass and not granted',
        [table],
      );
      isWaiting = row !== undefined && row.count > 0;
      const isOver = child.exitCode !== null || performance.now() > untilMs;
      if (!isWaiting && isOver) child.kill('SIGKILL');
      if (!isWaiting && isOver) throw new Error(`the command does not stand before ${table}: ${(await ended).output}`);
    }
    child.kill('SIGKILL');
    await ended;
    await lock.query('rollback');
  } finally {
    await lock.end();
  }
}

/** How many changes of keys are begun and not done. */
async function runningCount(): Promise<number> {
  return (await database.admin(`select 1 from key_rotations where state <> 'done'`)).length;
}

/** Where the dead process held the right to work on rotations, its minute passes. */
async function leaseRunsOut(): Promise<void> {
  await database.admin(`update leases set until = now() - interval '1 second' where name = 'encryption:rotate'`);
}

/** Whether what the contacts' data is sealed under opens with the root key file as it is now; the number of contacts that open. */
async function openContacts(): Promise<number> {
  const notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
  const rootKeys = rootKeysFromText('environment', readFileSync(rootFile, 'utf8').trim().split('\n').join(','));
  const keyring = createKeyring({ db: database.db, rootKeys, clock: systemClock, notifications });
  try {
    const { workspaceId } = world.world;
    const rows = await database.admin<{ id: string }>('select contact_id as id from contact_keys where workspace_id = $1', [workspaceId]);
    const keys = await keyring.contactKeys(rows.map(({ id }) => ({ workspaceId, contactId: id })));
    expect(rows.length).toBeGreaterThan(1);
    expect(keys.size).toBe(rows.length);
    return keys.size;
  } finally {
    keyring.close();
  }
}

describe('a change of keys whose process is killed', { timeout: 600_000 }, () => {
  it('of a workspace goes on: the new key is there, nothing was moved yet, and all opens at each moment', async () => {
    const count = await openContacts();
    await killBefore('contact_keys', 'encryption', 'rotate', 'workspace', slug, '--fast');
    const versions = await database.admin(
      'select distinct workspace_key_version as version from contact_keys where workspace_id = $1 order by 1',
      [world.world.workspaceId],
    );
    expect([versions, await runningCount()]).toEqual([[{ version: 1 }], 1]);
    const [newest] = await database.admin('select max(version) as version from workspace_keys where workspace_id = $1', [
      world.world.workspaceId,
    ]);
    expect(newest).toEqual({ version: 2 });
    expect(await openContacts()).toBe(count);
    await leaseRunsOut();
    const resumed = await kabar('encryption', 'resume', '--fast');
    expect(resumed).toMatchObject({ code: 0, lines: expect.arrayContaining([expect.objectContaining({ event: 'done', rotations: 1 })]) });
    const { lines } = await kabar('encryption', 'status');
    expect(lines.at(-1)).toMatchObject({ older: [{ workspace: slug, version: 1, wrappedCount: 0, valueCount: 0 }] });
    expect(await openContacts()).toBe(count);
  });

  it('of the root goes on with the very key that was made, and makes no second one', async () => {
    const count = await openContacts();
    await killBefore('key_rotations', 'encryption', 'rotate', 'root', '--fast');
    expect(await runningCount()).toBe(0); // killed between the file and the database
    const keys = readFileSync(rootFile, 'utf8').trim().split('\n');
    expect(keys).toHaveLength(2); // the new one is in the file before anything is wrapped by it, or the kill would have lost it
    expect(await openContacts()).toBe(count);
    expect(await kabar('encryption', 'rotate', 'root', '--fast')).toMatchObject({ code: 0 });
    expect(readFileSync(rootFile, 'utf8').trim().split('\n')).toEqual(keys);
    const [row] = await database.admin<{ count: number }>(
      'select count(distinct root_key_id)::int as count from workspace_keys where destroyed_at is null',
    );
    expect(row).toEqual({ count: 1 });
    expect(await openContacts()).toBe(count);
  });
});
