import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { prepareCluster } from './cluster-files.ts';
import type { Cluster } from './cluster-files.ts';
import { findFreePort, productionSettings, startPostmaster, stopByPid, stopLeftOver } from './postmaster.ts';
import type { ServerSettings } from './postmaster.ts';
import { databaseAddress } from './running-address.ts';

/** A PostgreSQL server that belongs to this process. */
export type EmbeddedPostgres = {
  /** Connection address of the database `kabar` for its owner, password included: never log it. */
  readonly url: string;
  readonly port: number;
  /** Address of any database of this server for the superuser; for tests and repair only. */
  adminUrl(database: string): string;
  /** Process id of the database server now; changes when it had to be restarted. */
  pid(): number | undefined;
  /** Clean shutdown of the server. Safe to call twice. */
  stop(): Promise<void>;
};

/** What happens to the embedded server that an operator may want to read. */
export type EmbeddedNotice = { kind: 'left_over_stopped' | 'restarted' | 'restart_failed'; detail: string };

/** `home` is the state directory of this Kabar, already locked by the caller. */
export type EmbeddedOptions = {
  home: string;
  onNotice: (notice: EmbeddedNotice) => void;
  /** Changes to the production settings, for throw-away test servers. */
  settings?: ServerSettings;
};

const maxLogBytes = 10_000_000;

/**
 * Starts PostgreSQL on the data of `home` and keeps it running: a left-over server of a dead Kabar is stopped cleanly
 * first, and a server that dies under us is started again on the same port, so that pools only have to reconnect.
 *
 * The login that Kabar uses owns its database but is no superuser, as on a managed PostgreSQL.
 *
 * Errors: plain sentences for a person at the terminal.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { home, onNotice } = options;
  const cluster = await prepareCluster(home);
  if (await stopLeftOver(cluster.dataDir)) {
    onNotice({ kind: 'left_over_stopped', detail: 'a database server of an earlier run was stopped cleanly' });
  }
  const logPath = join(home, 'postgres.log');
  if ((statSync(logPath, { throwIfNoEntry: false })?.size ?? 0) > maxLogBytes) truncateSync(logPath);
  const settings = { ...productionSettings, ...options.settings };
  const { child, port } = await startOnFreePort(cluster, settings, home, logPath);
  const adminUrl = (database: string): string =>
    `postgres://postgres:${encodeURIComponent(cluster.password)}@127.0.0.1:${port}/${database}`;
  let current: ChildProcess = child;
  let stopping: Promise<void> | undefined;
  const isStopping = (): boolean => stopping !== undefined;

  const supervise = (): void => {
    current.once('exit', (code, signal) => {
      if (isStopping()) return;
      void restart(signal ?? `exit code ${code}`);
    });
  };
  const restart = async (cause: string): Promise<void> => {
    for (let waitMs = 100; !isStopping(); waitMs = Math.min(waitMs * 2, 5_000)) {
      try {
        // Children of a killed server need a moment to notice and to let go of its shared memory.
        await stopLeftOver(cluster.dataDir);
        current = await startPostmaster(cluster, port, settings, logPath);
        supervise();
        onNotice({ kind: 'restarted', detail: `the database server had ended (${cause}) and runs again` });
        return;
      } catch (error) {
        onNotice({ kind: 'restart_failed', detail: error instanceof Error ? error.message : String(error) });
        await delay(waitMs);
      }
    }
  };

  await ensureDatabase(adminUrl('postgres'), cluster.password);
  supervise();
  return {
    url: databaseAddress(cluster.password, port),
    port,
    adminUrl,
    pid: () => current.pid,
    stop: () => {
      stopping ??= (async () => {
        if (current.pid !== undefined && current.exitCode === null && current.signalCode === null) {
          await stopByPid(current.pid);
        }
      })();
      return stopping;
    },
  };
}

async function startOnFreePort(
  cluster: Cluster,
  settings: ServerSettings,
  home: string,
  logPath: string,
): Promise<{ child: ChildProcess; port: number }> {
  const memory = join(home, 'postgres.port');
  const remembered = existsSync(memory) ? Number(readFileSync(memory, 'utf8')) : undefined;
  for (let triesLeft = 3; ; triesLeft -= 1) {
    const port = await findFreePort(remembered);
    try {
      const child = await startPostmaster(cluster, port, settings, logPath);
      writeFileSync(memory, `${port}\n`);
      return { child, port };
    } catch (error) {
      // Another program may have taken the port in between; shared memory of a killed server lingers for a moment.
      if (triesLeft <= 1) throw error;
      await delay(300);
    }
  }
}

async function ensureDatabase(adminUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ has_login: boolean; has_database: boolean }>(
      `select exists (select from pg_roles where rolname = 'kabar') as has_login,
              exists (select from pg_database where datname = 'kabar') as has_database`,
    );
    if (rows[0]?.has_login !== true) {
      await client.query(`create role kabar login createrole createdb password ${client.escapeLiteral(password)}`);
    }
    if (rows[0]?.has_database !== true) await client.query('create database kabar owner kabar');
  } finally {
    await client.end();
  }
}
