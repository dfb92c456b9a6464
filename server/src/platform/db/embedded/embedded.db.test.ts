import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { waitFor } from '../../../../test/harness.ts';
import { identifyProcess, readCommandLine } from '../../process-identity.ts';
import { startEmbeddedPostgres } from './embedded.ts';
import type { EmbeddedNotice, EmbeddedPostgres } from './embedded.ts';
import { HomeInUseError, lockHome } from './home-lock.ts';
import { stopLeftOver } from './postmaster.ts';

const isRoot = process.getuid?.() === 0;
const childScript = fileURLToPath(new URL('../../../../test/embedded-child.ts', import.meta.url));
const lineForm = z.object({ url: z.string(), serverPid: z.number(), locked: z.boolean(), refused: z.string() }).partial();

/** A home with a made and stopped database, to copy: making one takes longer than everything else here. */
let model: string;
let home: string;
let servers: EmbeddedPostgres[];
let children: ChildProcess[];
let notices: EmbeddedNotice[];

beforeAll(async () => {
  model = mkdtempSync(join(tmpdir(), 'kabar-embedded-model-'));
  const server = await startEmbeddedPostgres({ home: model, onNotice: () => undefined });
  await server.stop();
  rmSync(join(model, 'postgres.port'));
});

afterAll(() => {
  rmSync(model, { recursive: true });
});

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kabar-embedded-'));
  servers = [];
  children = [];
  notices = [];
});

afterEach(async () => {
  for (const child of children) await end(child);
  for (const server of servers) await server.stop();
  if (existsSync(join(home, 'postgres', 'PG_VERSION'))) await stopLeftOver(join(home, 'postgres'));
  rmSync(home, { recursive: true, force: true });
});

function copyModel(): void {
  execFileSync('cp', ['-a', `${model}/.`, home]);
}

async function start(at: string = home): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ home: at, onNotice: (notice) => notices.push(notice) });
  servers.push(server);
  return server;
}

async function startChild(mode: 'lock' | 'run', uid?: number): Promise<{ child: ChildProcess; said: z.infer<typeof lineForm> }> {
  const child = spawn(process.execPath, [childScript, mode, home], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout });
  const [line]: unknown[] = await once(lines, 'line');
  return { child, said: lineForm.parse(JSON.parse(String(line))) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function query<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<never>(sql);
    return rows;
  } finally {
    await client.end();
  }
}

describe('the embedded database', () => {
  it('keeps its data, password and port over a stop and a start, and listens on this machine only', async () => {
    copyModel();
    const first = await start();
    await query(first.url, 'create table notes as select 1 as id');
    await first.stop();
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'select id from notes')).toEqual([{ id: 1 }]);
    expect(await query(second.adminUrl('kabar'), 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await query(second.adminUrl('kabar'), 'show fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(second.url, `select rolsuper from pg_roles where rolname = current_user`)).toEqual([{ rolsuper: false }]);
    expect(statSync(join(home, 'postgres.password')).mode & 0o777).toBe(0o600);
    await expect(query(second.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('takes another port when its own is taken, and remembers that one', async () => {
    copyModel();
    const first = await start();
    await first.stop();
    const squatter = createServer();
    squatter.listen(first.port, '127.0.0.1');
    await once(squatter, 'listening');
    const second = await start();
    expect(second.port).not.toBe(first.port);
    await second.stop();
    squatter.close();
    expect((await start()).port).toBe(second.port);
  });

  it('of a killed Kabar is stopped cleanly at the next start and has lost nothing', async () => {
    copyModel();
    const { child, said } = await startChild('run');
    const { url = '', serverPid = 0 } = said;
    await query(url, 'create table notes as select 7 as id');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(readCommandLine(serverPid)).toContain('postgres');
    const lock = lockHome(home);
    const next = await start();
    expect(notices.map((notice) => notice.kind)).toEqual(['left_over_stopped']);
    expect(next.pid()).not.toBe(serverPid);
    expect(await query(next.url, 'select id from notes')).toEqual([{ id: 7 }]);
    lock.release();
  });

  it('is started again on the same port when it is killed, and pools go on', async () => {
    copyModel();
    const server = await start();
    const pool = new pg.Pool({ connectionString: server.url, max: 4 });
    pool.on('error', () => undefined);
    await pool.query('create table notes as select 1 as id');
    for (let round = 0; round < 2; round += 1) {
      const pid = server.pid();
      if (pid === undefined) throw new Error('no server');
      process.kill(pid, 'SIGKILL');
      await waitFor('another server process', () => server.pid() !== pid);
      await waitFor('the pool reaches it', () =>
        pool.query('insert into notes values (2)').then(
          () => true,
          () => false,
        ),
      );
    }
    const { rows } = await pool.query('select count(*)::int as count from notes');
    expect(rows).toEqual([{ count: 3 }]);
    expect(notices.filter((notice) => notice.kind === 'restarted')).toHaveLength(2);
    await pool.end();
  });

  it('starts although its old process id now belongs to a stranger', async () => {
    copyModel();
    const first = await start();
    await first.stop();
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    children.push(stranger);
    const file = join(home, 'postgres', 'postmaster.pid');
    writeFileSync(file, `${stranger.pid}\n${join(home, 'postgres')}\n1\n${first.port}\n\n127.0.0.1\n\nready\n`);
    if (isRoot) {
      const { uid, gid } = statSync(join(home, 'postgres'));
      chownSync(file, uid, gid);
    }
    expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(stranger.exitCode).toBeNull();
  });

  it('survives a kill in the middle of being made', async () => {
    mkdirSync(join(home, 'postgres.new', 'data'), { recursive: true });
    writeFileSync(join(home, 'postgres.new', 'data', 'PG_VERSION'), '18\n');
    expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(home, 'postgres.new'))).toBe(false);
  });

  it.runIf(isRoot)('works for an ordinary user', async () => {
    const nobody = 65_534;
    chownSync(home, nobody, nobody);
    const { said } = await startChild('run', nobody);
    expect(await query(said.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(statSync(join(home, 'postgres', 'PG_VERSION')).uid).toBe(nobody);
  });

  it.runIf(isRoot)('works for root inside a folder that is closed to everybody else', async () => {
    const inner = join(home, 'private', '.kabar');
    mkdirSync(inner, { recursive: true });
    chmodSync(join(home, 'private'), 0o700);
    const first = await start(inner);
    await query(first.url, 'create table notes as select 5 as id');
    await first.stop();
    const second = await start(inner);
    expect(await query(second.url, 'select id from notes')).toEqual([{ id: 5 }]);
    await second.stop();
    expect(lstatSync(join(inner, 'postgres')).isSymbolicLink()).toBe(true);
    rmSync(readlinkSync(join(inner, 'postgres')), { recursive: true });
  });
});

describe('the lock of a home', () => {
  it('refuses a second Kabar with a sentence that names the first', async () => {
    const { child } = await startChild('lock');
    expect(() => lockHome(home)).toThrow(HomeInUseError);
    expect(() => lockHome(home)).toThrow(`Kabar already runs on ${home} (process ${child.pid})`);
    const { said } = await startChild('run');
    expect(said.refused).toContain('Kabar already runs on');
  });

  it('is free after a release and after a kill', async () => {
    lockHome(home).release();
    const { child } = await startChild('lock');
    child.kill('SIGKILL');
    await once(child, 'exit');
    lockHome(home).release();
    expect(existsSync(join(home, 'lock'))).toBe(false);
  });

  it("is not held by a stranger who was given the dead process's id", async () => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    children.push(stranger);
    const identity = identifyProcess(stranger.pid ?? 0);
    writeFileSync(join(home, 'lock'), JSON.stringify({ ...identity, startedAt: '1' }));
    expect(() => lockHome(home)).not.toThrow();
  });

  it('is not held by a file that a full disk cut off', () => {
    writeFileSync(join(home, 'lock'), '{"pid": 1');
    expect(() => lockHome(home)).not.toThrow();
  });

  it('goes to exactly one of many that find it stale at once', async () => {
    for (let round = 0; round < 2; round += 1) {
      writeFileSync(
        join(home, 'lock'),
        JSON.stringify({ pid: 1, startedAt: `long ago ${round}`, machine: identifyProcess(process.pid)?.machine }),
      );
      const started = await Promise.all(Array.from({ length: 6 }, () => startChild('lock')));
      expect(started.filter(({ said }) => said.locked === true)).toHaveLength(1);
      for (const { child } of started) await end(child);
    }
  });

  it('leaves no files of the struggle behind', async () => {
    await startChild('lock');
    expect(() => lockHome(home)).toThrow(HomeInUseError);
    expect(readFileSync(join(home, 'lock'), 'utf8')).toContain('"pid"');
    expect(readdirSync(home)).toEqual(['lock']);
  });
});
