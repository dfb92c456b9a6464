import pg from 'pg';
import { connectClient } from '#platform/db/connect-client';
import { BackupError } from './backup-error.ts';

const hourMs = 3_600_000;
/** As long as a backup of keys: the replaced database holds keys, too, and a key destroyed since must not live on in it. */
const replacedKeptHours = 72;

/**
 * Makes an empty database beside another one of the same server, to restore into before anything is replaced. What an earlier try left there is dropped.
 *
 * Errors: `BackupError` `busy` when another restore is at it; database errors, such as a user who may not make databases.
 */
export async function createRestoreDatabase(url: string): Promise<string> {
  const name = databaseName(url);
  const target = `${name}_restore`;
  await onServer(url, async (client) => {
    try {
      await client.query(`drop database if exists ${pg.escapeIdentifier(target)}`);
    } catch (error) {
      if (isInUse(error)) throw new BackupError('busy', undefined, { cause: error });
      throw error;
    }
    await client.query(`create database ${pg.escapeIdentifier(target)}`);
  });
  return withDatabase(url, target);
}

/**
 * Puts the restored database in the place of the other one, which is kept under another name for 72 hours. One step: at no time is there none.
 *
 * Errors: `BackupError` `busy` when something is still connected to either; nothing has changed then.
 */
export async function swapDatabases(url: string, restoredUrl: string, now: Date): Promise<{ keptAs: string }> {
  const name = databaseName(url);
  const keptAs = `${name}_before_${now.toISOString().replaceAll(/[-:]/g, '').slice(0, 15).toLowerCase()}`;
  await onServer(url, async (client) => {
    try {
      await client.query('begin');
      await client.query(`alter database ${pg.escapeIdentifier(name)} rename to ${pg.escapeIdentifier(keptAs)}`);
      await client.query(`alter database ${pg.escapeIdentifier(databaseName(restoredUrl))} rename to ${pg.escapeIdentifier(name)}`);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined); // the first error is the one to report
      if (isInUse(error))
        throw new BackupError('busy', 'something is still connected to the database: stop every Kabar first', { cause: error });
      throw error;
    }
  });
  return { keptAs };
}

/** Refuses while anybody else is connected to a database that is to be replaced. Errors: `BackupError` `busy`. */
export async function requireUnused(url: string): Promise<void> {
  await onServer(url, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [databaseName(url)],
    );
    if ((rows[0]?.count ?? 0) > 0) throw new BackupError('busy', 'something is still connected to the database: stop every Kabar first');
  });
}

/** Drops databases that a restore replaced more than 72 hours ago. Gives how many. */
export async function dropReplacedDatabases(url: string, now: Date): Promise<number> {
  const name = databaseName(url);
  let droppedCount = 0;
  await onServer(url, async (client) => {
    const { rows } = await client.query<{ name: string }>('select datname as name from pg_database where starts_with(datname, $1)', [
      `${name}_before_`,
    ]);
    for (const database of rows) {
      const stamp = /_before_(\d{4})(\d\d)(\d\d)t(\d\d)(\d\d)(\d\d)$/.exec(database.name);
      if (stamp === null) continue;
      const [, year, month, day, hour, minute, second] = stamp;
      const replacedAt = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
      if (now.getTime() - replacedAt.getTime() < replacedKeptHours * hourMs) continue;
      await client.query(`drop database ${pg.escapeIdentifier(database.name)}`);
      droppedCount += 1;
    }
  });
  return droppedCount;
}

async function onServer(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = await connectClient({ url: withDatabase(url, 'postgres'), name: 'kabar_restore' });
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function databaseName(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(name)}`;
  return changed.toString();
}

function isInUse(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '55006';
}
