import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFreePort, stopLeftOver } from '#platform/db/embedded/postmaster';
import { findRunningAddress } from '#platform/db/embedded/running-address';
import { readCommandLine } from '#platform/process-identity';
import { createEmptyDatabase, useTestDatabase, waitFor } from '../test/harness.ts';

const database = useTestDatabase();
const mainScript = fileURLToPath(new URL('./main.ts', import.meta.url));
let home: string;
let running: ChildProcess[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kabar-main-'));
  running = [];
});

afterEach(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  if (existsSync(join(home, 'postgres'))) await stopLeftOver(join(home, 'postgres'));
  rmSync(home, { recursive: true, force: true });
});

type Kabar = { child: ChildProcess; output: () => string; exited: Promise<number | null> };

function kabar(role: string, env: Record<string, string> = {}): Kabar {
  const child = spawn(process.execPath, [mainScript, role], {
    env: { PATH: process.env['PATH'], KABAR_HOME: home, KABAR_EMULATOR: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output, exited: once(child, 'close').then(() => child.exitCode) };
}

/** Waits until a process says that it is ready, and gives its port where it has one. */
async function ready(process: Kabar): Promise<number> {
  const line = await waitFor('the process is ready', () => {
    if (process.child.exitCode !== null) throw new Error(`it ended: ${process.output()}`);
    return process
      .output()
      .split('\n')
      .find((text) => text.includes('"msg":"ready"'));
  });
  return Number(/"port":(\d+)/.exec(line)?.[1]);
}

describe('a process with a database of its own', () => {
  it('serves, refuses a second start on the same home, and stops in good order', async () => {
    const first = kabar('all');
    const port = await ready(first);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    const second = kabar('all');
    expect(await second.exited).toBe(75);
    expect(second.output()).toContain(`Kabar already runs on ${home} (process ${first.child.pid})`);
    const postgres = Number(readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    first.child.kill('SIGTERM');
    expect(await first.exited).toBe(0);
    expect(readCommandLine(postgres)).toBe('');
    expect(existsSync(join(home, 'lock'))).toBe(false);
  });

  it('comes back with everything after a kill at any moment', async () => {
    const env = { KABAR_HTTP_PORT: await freePort() };
    const first = kabar('all', env);
    const port = await ready(first);
    const client = new pg.Client({ connectionString: findRunningAddress(home) ?? '' });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('create table kept as select 1 as id');
    first.child.kill('SIGKILL');
    await first.exited;
    // Killed once more, this time while it starts.
    const second = kabar('all');
    await waitFor(
      'the second takes the home',
      () => existsSync(join(home, 'lock')) && readFileSync(join(home, 'lock'), 'utf8').includes(`"pid":${second.child.pid},`),
    );
    second.child.kill('SIGKILL');
    await second.exited;
    await client.end().catch(() => undefined);
    const third = kabar('all', env);
    expect(await ready(third)).toBe(port);
    const again = new pg.Client({ connectionString: findRunningAddress(home) ?? '' });
    await again.connect();
    expect((await again.query('select id from kept')).rows).toEqual([{ id: 1 }]);
    await again.end();
  });

  it('goes on when its database is killed', async () => {
    const process = kabar('all');
    const port = await ready(process);
    const pidFile = join(home, 'postgres', 'postmaster.pid');
    const postgres = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
    globalThis.process.kill(postgres, 'SIGKILL');
    await waitFor(
      'another database process',
      () => existsSync(pidFile) && Number(readFileSync(pidFile, 'utf8').split('\n')[0]) !== postgres,
    );
    await waitFor('it is ready again', async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200);
    expect(process.child.exitCode).toBeNull();
  });

  it('ends at once at the second signal', async () => {
    const process = kabar('all', { KABAR_SHUTDOWN_GRACE: '10m' });
    const port = await ready(process);
    // A request that never ends holds the first, orderly stop up.
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST /v1/auth/sign-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{');
    await waitFor('the request has begun', () => socket.bytesWritten > 0 && !socket.connecting);
    process.child.kill('SIGINT');
    await waitFor('it is stopping', () => process.output().includes('"msg":"stopping"'));
    process.child.kill('SIGINT');
    expect(await process.exited).toBe(1);
    socket.destroy();
  });
});

describe("processes on a database of one's own", () => {
  it('share the work as api and worker', async () => {
    const api = kabar('api', { DATABASE_URL: database.url, KABAR_HTTP_PORT: await freePort() });
    const port = await ready(api);
    const worker = kabar('worker', { DATABASE_URL: database.url, KABAR_HTTP_PORT: await freePort() });
    const probePort = await ready(worker);
    expect((await fetch(`http://127.0.0.1:${probePort}/readyz`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${probePort}/v1/me`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    for (const { child, exited } of [api, worker]) {
      child.kill('SIGTERM');
      expect(await exited).toBe(0);
    }
  });

  it('do not migrate unless asked to', async () => {
    const empty = await createEmptyDatabase();
    const api = kabar('api', { DATABASE_URL: empty.url, KABAR_HTTP_PORT: await freePort() });
    expect(await api.exited).toBe(1);
    expect(api.output()).toContain('Run the role migrate first');
    expect(await kabar('migrate', { DATABASE_URL: empty.url }).exited).toBe(0);
    expect(await kabar('migrate', { DATABASE_URL: empty.url }).exited).toBe(0);
    const client = new pg.Client({ connectionString: empty.url });
    await client.connect();
    await client.query(`insert into kabar_migrations (name, hash, kind, duration_ms) values ('9999_drop_everything', '', 'breaking', 0)`);
    await client.end();
    const older = kabar('worker', { DATABASE_URL: empty.url });
    expect(await older.exited).toBe(76);
    expect(older.output()).toContain('upgraded by a newer Kabar');
    await empty.close();
  });
});

describe('a wrong configuration', () => {
  it('is refused with every problem and no secret', async () => {
    const { exited, output } = kabar('all', { KABAR_HTTP_PORT: 'x', KABAR_LOG_LEVEL: 'loud', DATABASE_URL: 'hunter2' });
    expect(await exited).toBe(78);
    for (const name of ['KABAR_HTTP_PORT', 'KABAR_LOG_LEVEL', 'DATABASE_URL']) expect(output()).toContain(`- ${name} must`);
    expect(output()).not.toContain('hunter2');
  });
});

async function freePort(): Promise<string> {
  return String(await findFreePort(undefined));
}
