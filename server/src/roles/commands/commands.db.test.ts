import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { appendAccountAudit } from '#modules/audit';
import { createKeyring } from '#modules/keyring';
import { systemClock } from '#platform/clock';
import { connectClient } from '#platform/db/connect-client';
import { startEmbeddedPostgres } from '#platform/db/embedded/embedded';
import { withEngine } from '#platform/db/tx';
import { createNotifications } from '#platform/events/notifications';
import { systemIds } from '#platform/ids';
import { silentLog } from '#platform/log';
import { createBackupWorld, digestTables } from '../../../test/backup-world.ts';
import type { BackupWorld } from '../../../test/backup-world.ts';
import { createEmptyDatabase, useTestDatabase, waitFor } from '../../../test/harness.ts';
import { exitCodes } from '../exit-codes.ts';

const database = useTestDatabase();
const mainScript = fileURLToPath(new URL('../../main.ts', import.meta.url));
let world: BackupWorld;
let home: string;
let running: ChildProcess[] = [];
const asAdmin = (url: string): string => inject('testServerUrl').replace(/[^/]+$/, url.split('/').at(-1) ?? '');
/**
 * Tables whose rows are not those of the moment of the backup (README of backups). The first two also get keys of the installation itself, which this bare world lacks and
 * the replay of erasures makes. The log of each chain says in one more entry that it was restored.
 */
const ownTables = [
  'audit_events',
  'audit_heads',
  'workspace_keys',
  'index_keys',
  'leases',
  'kabar_migrations',
  'backups',
  'backup_keys',
  'backup_state',
  'backup_drills',
];

beforeAll(async () => {
  world = await createBackupWorld(database, 60_000);
  home = mkdtempSync(path.join(tmpdir(), 'kabar-commands-'));
  mkdirSync(path.join(home, 'keys'), { mode: 0o700 });
  writeFileSync(path.join(home, 'keys', 'root.key'), world.rootKey, { mode: 0o600 });
  writeFileSync(path.join(home, 'identity.txt'), `# a line for people\n${world.identity}\n`);
});

afterEach(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  running = [];
});

afterAll(async () => {
  await world.close();
  rmSync(home, { recursive: true, force: true });
});

type Run = { child: ChildProcess; output: () => string; ended: Promise<number | null> };

function recipients(): string {
  const { recipients: given } = world.ctx.settings;
  return given?.kind === 'keys' ? given.keys.join(',') : '';
}

/** Runs the program as a person would. `limitKb` is the largest file it may write, as on a disk without room. */
function kabar(args: readonly string[], env: Record<string, string | undefined> = {}, limitKb?: number): Run {
  const line = [mainScript, ...args];
  const [program, rest] =
    limitKb === undefined
      ? [process.execPath, line]
      : ['bash', ['-c', `ulimit -f ${limitKb}; exec "$@"`, 'kabar', process.execPath, ...line]];
  const all: Record<string, string | undefined> = {
    PATH: process.env['PATH'],
    KABAR_HOME: home,
    DATABASE_URL: database.url,
    KABAR_EMULATOR: 'off',
    KABAR_BACKUP_RECIPIENTS: recipients(),
    ...env,
  };
  const child = spawn(program, rest, {
    env: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output, ended: once(child, 'close').then(() => child.exitCode) };
}

function backupsIn(folder: string): string[] {
  const at = path.join(home, folder);
  return existsSync(at) ? readdirSync(at).filter((name) => existsSync(path.join(at, name, 'backup.json'))) : [];
}

/** How often each chain of a database says that it was restored, each number once. */
async function restoresIn(url: string): Promise<number[]> {
  const client = await connectClient({ url: asAdmin(url), name: 'test' });
  try {
    const { rows } = await client.query<{ count: number }>(
      `select distinct count(e.*)::int as count from audit_heads h
         left join audit_events e on e.workspace_id = h.workspace_id and e.action = 'audit.restored' group by h.workspace_id`,
    );
    return rows.map(({ count }) => count);
  } finally {
    await client.end();
  }
}

async function rowsOf(url: string): Promise<Record<string, string>> {
  const digests = await digestTables(asAdmin(url));
  return Object.fromEntries([...digests].filter(([name]) => !ownTables.includes(name)));
}

describe('kabar audit', () => {
  it('ends with 0 while everything fits, and with 2 and the place when somebody rewrote the log', async () => {
    const notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
    const keyring = createKeyring({ db: database.db, rootKeys: world.ctx.rootKeys, clock: systemClock, notifications });
    const audit = { clock: systemClock, ids: systemIds, keyring };
    await withEngine(database.db, 'test', (tx) =>
      appendAccountAudit(audit, tx, { actor: { kind: 'system', id: null }, action: 'user.signed_in' }),
    );
    const written = kabar(['audit', 'checkpoint', '--json']);
    expect(await written.ended, written.output()).toBe(0);
    const fits = kabar(['audit', 'verify', '--json']);
    expect(await fits.ended, fits.output()).toBe(0);
    expect(fits.output()).toContain('"broken":0');
    await database.admin('alter table audit_events disable trigger all');
    const [event] = await database.admin<{ workspace_id: string; seq: string; action: string }>(
      'select workspace_id, seq, action from audit_events order by workspace_id, seq limit 1',
    );
    const set = (action: string) =>
      database.admin('update audit_events set action = $3 where workspace_id = $1 and seq = $2', [event?.workspace_id, event?.seq, action]);
    try {
      await set('nothing.happened');
      const found = kabar(['audit']);
      expect(await found.ended, found.output()).toBe(2);
      expect(found.output()).toContain('entry 1 was changed');
    } finally {
      await set(event?.action ?? '');
      await database.admin('alter table audit_events enable trigger all');
    }
  });

  it('says what it does not understand', async () => {
    const wrong = kabar(['audit', 'improve']);
    expect(await wrong.ended).toBe(64);
    const nobody = kabar(['audit', 'verify', '--workspace', 'nobody']);
    expect(await nobody.ended).toBe(64);
    expect(nobody.output()).toContain('There is no workspace "nobody"');
  });
});

describe('kabar remove-factors', () => {
  it('takes the factors of one person away, has them told, and says when nobody has the address', async () => {
    await database.admin(
      `insert into users (id, name, email, email_verified, language, created_at, updated_at) values ($1, 'Rani', 'rani@example.com', true, 'en', now(), now())`,
      [systemIds.uuid()],
    );
    const done = kabar(['remove-factors', 'Rani@example.com']);
    expect(await done.ended, done.output()).toBe(0);
    expect(done.output()).toContain('All second factors were taken away');
    expect(await database.admin(`select 1 from audit_events where action = 'user.factors_removed'`)).toHaveLength(1);
    expect(await database.admin('select 1 from mails')).toHaveLength(1);
    const nobody = kabar(['remove-factors', 'nobody@example.com']);
    expect(await nobody.ended).toBe(exitCodes.refused);
    expect(nobody.output()).toContain('Nobody has an account with nobody@example.com.');
    await database.admin('delete from mails'); // a restore holds back what waits, and its tables are compared below
  });
});

describe('kabar backup', () => {
  it('explains itself in one screen and writes nothing without somebody who may open it', async () => {
    const help = kabar(['--help']);
    expect(await help.ended).toBe(0);
    expect(help.output().split('\n').length).toBeLessThan(25);
    for (const word of ['start', 'migrate', 'doctor', 'backup', 'restore']) expect(help.output()).toContain(word);
    const plain = kabar(['backup'], { KABAR_BACKUP_RECIPIENTS: undefined });
    expect(await plain.ended).toBe(1);
    expect(plain.output()).toContain('npx kabar backup keygen');
    expect(existsSync(path.join(home, 'backups'))).toBe(false);
  });

  it('makes a key pair once and never writes over it', async () => {
    const file = path.join(home, 'made.txt');
    const first = kabar(['backup', 'keygen', '--out', file]);
    expect(await first.ended).toBe(0);
    expect(first.output()).toMatch(/KABAR_BACKUP_RECIPIENTS=age1[a-z0-9]{50,}/);
    expect(first.output()).not.toContain('AGE-SECRET-KEY');
    expect(await kabar(['backup', 'keygen', '--out', file]).ended).toBe(1);
    const swapped = kabar(['backup'], { KABAR_BACKUP_RECIPIENTS: world.identity });
    expect(await swapped.ended).toBe(78);
    expect(swapped.output()).not.toContain(world.identity);
  });

  it('that is killed leaves the database as it was, and the next one clears up and is whole', async () => {
    const before = await rowsOf(database.url);
    const killed = kabar(['backup', '--json']);
    await waitFor(
      'the first object',
      () =>
        existsSync(path.join(home, 'backups')) &&
        readdirSync(path.join(home, 'backups'), { recursive: true }).some((name) => String(name).endsWith('.age')),
    );
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(backupsIn('backups')).toEqual([]);
    const next = kabar(['backup', '--json']);
    // The dead process's right to work on backups ends within a minute; on this machine at once when a server starts.
    await database.admin(`update leases set until = now() where name = 'backups:write'`);
    const code = await next.ended;
    const again = code === 0 ? next : kabar(['backup', '--json']);
    expect(await again.ended, again.output()).toBe(0);
    expect(again.output()).toContain('"event":"done"');
    expect(backupsIn('backups')).toHaveLength(1);
    expect(
      readdirSync(path.join(home, 'backups')).filter(
        (name) => name.startsWith('bkp_') && readdirSync(path.join(home, 'backups', name)).length > 0,
      ),
    ).toHaveLength(1);
    expect(await rowsOf(database.url)).toEqual(before);
  });

  it('says that the disk is full, and loses nothing', async () => {
    const before = backupsIn('backups');
    const full = kabar(['backup'], {}, 64);
    expect(await full.ended).toBe(1);
    expect(full.output()).toContain('no room left on the disk');
    expect(backupsIn('backups')).toEqual(before);
    const list = kabar(['backup', 'list', '--json']);
    expect(await list.ended).toBe(0);
    expect(list.output()).toContain(before[0] ?? 'none');
  });
});

describe('kabar migrate', () => {
  it('says what is missing without touching anything, and brings it up to date once', async () => {
    const empty = await createEmptyDatabase();
    try {
      const here = { DATABASE_URL: empty.url };
      const check = kabar(['migrate', '--check', '--json'], here);
      expect(await check.ended, check.output()).toBe(2);
      const { pending } = JSON.parse(check.output()) as { pending: string[] };
      expect(pending[0]).toBe('0001_create_foundation');
      const first = kabar(['migrate', '--json'], here);
      expect(await first.ended, first.output()).toBe(0);
      expect(JSON.parse(first.output())).toEqual({ event: 'done', applied: pending, pending: [] });
      const again = kabar(['migrate', '--json'], here);
      expect(await again.ended).toBe(0);
      expect(JSON.parse(again.output())).toEqual({ event: 'done', applied: [], pending: [] });
      const settled = kabar(['migrate', '--check'], here);
      expect(await settled.ended).toBe(0);
    } finally {
      await empty.close();
    }
  });
});

describe('kabar restore', () => {
  it('that is killed leaves a database that nothing opens, and done again it is whole', async () => {
    const empty = await createEmptyDatabase();
    try {
      const killed = kabar(['restore', '--latest', '--into', empty.url, '--no-media', '--yes', '--json']);
      await waitFor('rows on their way', () => killed.output().includes('"phase":"Database"'));
      killed.child.kill('SIGKILL');
      await killed.ended;
      const opened = kabar(['migrate'], { DATABASE_URL: empty.url });
      expect(await opened.ended).toBe(1);
      expect(opened.output()).toContain('was not finished');
      const again = kabar(['restore', '--latest', '--into', empty.url, '--no-media', '--yes', '--json']);
      expect(await again.ended, again.output()).toBe(0);
      expect(await rowsOf(empty.url)).toEqual(await rowsOf(database.url));
      const verified = kabar(['audit', 'verify'], { DATABASE_URL: empty.url });
      expect(await verified.ended, verified.output()).toBe(0);
      expect(await restoresIn(empty.url)).toEqual([1]);
      expect(await kabar(['migrate'], { DATABASE_URL: empty.url }).ended).toBe(0);
    } finally {
      await empty.close();
    }
  });

  it('asks before it replaces anything', async () => {
    const silent = kabar(['restore', '--latest']);
    expect(await silent.ended).toBe(1);
    expect(silent.output()).toMatch(/--yes|still connected/);
  });

  it('brings everything to a new machine: an embedded database, from backup, keys, identity and root key', async () => {
    const other = mkdtempSync(path.join(tmpdir(), 'kabar-machine-'));
    try {
      mkdirSync(path.join(other, 'keys'), { mode: 0o700 });
      writeFileSync(path.join(other, 'keys', 'root.key'), world.rootKey, { mode: 0o600 });
      const env = {
        DATABASE_URL: undefined,
        KABAR_HOME: other,
        KABAR_BACKUP_TO: path.join(home, 'backups'),
        KABAR_BACKUP_KEYS_TO: path.join(home, 'keys', 'key-backups'),
      };
      const without = kabar(['restore', '--latest', '--yes', '--keys', 'latest'], env);
      expect(await without.ended).toBe(1);
      expect(without.output()).toContain('--identity');
      const restored = kabar(['restore', '--latest', '--yes', '--keys', 'latest', '--identity', path.join(home, 'identity.txt')], env);
      expect(await restored.ended, restored.output()).toBe(0);
      const server = await startEmbeddedPostgres({ home: other, onNotice: () => undefined });
      try {
        const found = await digestTables(server.adminUrl('kabar'));
        const expected = await rowsOf(database.url);
        expect(
          Object.fromEntries([...found].filter(([name]) => !ownTables.includes(name) && name !== 'events' && name !== 'event_horizon')),
        ).toEqual(Object.fromEntries(Object.entries(expected).filter(([name]) => name !== 'events' && name !== 'event_horizon')));
        // Events come back under numbers of the new server.
        expect(found.get('events')?.split(' ')[0]).toBe(expected['events']?.split(' ')[0]);
      } finally {
        await server.stop();
      }
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });
});
