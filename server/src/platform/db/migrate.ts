import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { readMigrations } from './migration-files.ts';
import type { Migration } from './migration-files.ts';

/** The database was changed by a newer Kabar in a way this one cannot work with. */
export class SchemaTooNewError extends Error {
  override readonly name = 'SchemaTooNewError';
}

/** A migration file is not the one that was applied, or stands before one that was. */
export class MigrationHistoryError extends Error {
  override readonly name = 'MigrationHistoryError';
}

/** Where to apply what. `folder` is for tests; the default is `server/migrations`. */
export type MigrateOptions = {
  url: string;
  folder?: string;
  /** The last migration to apply, for a database that is about to take the rows of an older one. Default: the newest. */
  upTo?: string;
};

/** Any number of processes may migrate at once; this lock lets one work and the others find nothing left to do. */
const advisoryLockKey = 5_262_041_001;
const lockAskEveryMs = 100;
const lockTimeoutMs = 5_000;
const lockTries = 5;

type AppliedMigration = { name: string; hash: string; kind: string };

/**
 * Brings the database up to the newest migration file and gives the names of those applied now. Forward only. Every file
 * is one transaction together with its row in `kabar_migrations`, so a kill at any moment leaves whole steps.
 *
 * Errors: `SchemaTooNewError`; `MigrationHistoryError` for a changed, missing or misplaced file; database errors with
 * the file's name in the message.
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const { upTo } = options;
  const migrations = readMigrations(options.folder).filter(({ name }) => upTo === undefined || name <= upTo);
  const client = new pg.Client({ connectionString: options.url, application_name: 'kabar_migrate' });
  client.on('error', () => undefined); // a lost connection also rejects the running statement, which reports it
  await client.connect();
  try {
    await takeTurn(client);
    await client.query(historyTable);
    const pending = findPending(migrations, await readApplied(client));
    for (const migration of pending) await applyWithPatience(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    await client.end(); // also lets go of the advisory lock
  }
}

/**
 * Waits for the lock by asking, never inside a statement: an index that is built concurrently waits for every statement that runs, so a process that
 * waited in one would block the very process it waits for.
 */
async function takeTurn(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [advisoryLockKey]);
    if (rows[0]?.taken === true) return;
    await delay(lockAskEveryMs);
  }
}

/** The names of migrations that this Kabar has and the database lacks, in order. Errors: like `migrate`. */
export async function listPendingMigrations(options: MigrateOptions): Promise<string[]> {
  const client = new pg.Client({ connectionString: options.url, application_name: 'kabar_migrate' });
  await client.connect();
  try {
    const { rows } = await client.query<{ found: boolean }>(`select to_regclass('kabar_migrations') is not null as found`);
    const applied = rows[0]?.found === true ? await readApplied(client) : [];
    return findPending(readMigrations(options.folder), applied).map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

const historyTable = `
  create table if not exists kabar_migrations (
    name text primary key,
    hash text not null,
    kind text not null,
    applied_at timestamptz not null default now(),
    duration_ms integer not null
  )`;

async function readApplied(client: pg.Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>('select name, hash, kind from kabar_migrations order by name');
  return rows;
}

function findPending(migrations: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const newestKnown = migrations.at(-1)?.name ?? '';
  for (const { name, hash, kind } of applied) {
    const file = known.get(name);
    if (file === undefined) {
      if (name < newestKnown) throw new MigrationHistoryError(`The file of the applied migration ${name} is missing.`);
      if (kind === 'breaking') {
        throw new SchemaTooNewError(
          `This database was upgraded by a newer Kabar (migration ${name}), and this older one cannot work with it. ` +
            'Start the newer version, or restore a backup made before the upgrade.',
        );
      }
    } else if (file.hash !== hash) {
      throw new MigrationHistoryError(
        `The migration file ${name} changed after release: it is not the one that was applied to this database. ` +
          'Restore the file and put the change into a new one.',
      );
    }
  }
  const appliedNames = new Set(applied.map((row) => row.name));
  const newestApplied = applied.map((row) => row.name).findLast((name) => known.has(name)) ?? '';
  const pending = migrations.filter((migration) => !appliedNames.has(migration.name));
  const misplaced = pending.find((migration) => migration.name < newestApplied);
  if (misplaced !== undefined) {
    throw new MigrationHistoryError(
      `The migration file ${misplaced.name} is older than ${newestApplied}, which is already applied. Give it a higher number.`,
    );
  }
  return pending;
}

/** Waits only briefly for a table lock, because everybody else would queue behind us; then tries again. */
async function applyWithPatience(client: pg.Client, migration: Migration): Promise<void> {
  for (let triesLeft = lockTries; ; triesLeft -= 1) {
    try {
      await apply(client, migration);
      return;
    } catch (cause) {
      const isLockTimeout = cause instanceof pg.DatabaseError && cause.code === '55P03';
      if (!isLockTimeout || triesLeft <= 1) {
        const detail = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`Migration ${migration.name} failed: ${detail}`, { cause });
      }
      await delay(1_000);
    }
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const startedMs = performance.now();
  const record = (): Promise<unknown> =>
    client.query('insert into kabar_migrations (name, hash, kind, duration_ms) values ($1, $2, $3, $4)', [
      migration.name,
      migration.hash,
      migration.kind,
      Math.round(performance.now() - startedMs),
    ]);
  await client.query(`set lock_timeout = ${lockTimeoutMs}`);
  if (!migration.inTransaction) {
    await client.query(migration.sql);
    await record();
    return;
  }
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await record();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // the first error is the one to report
    throw error;
  }
}
