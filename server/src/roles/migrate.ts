import { listPendingMigrations, migrate } from '#platform/db/migrate';
import { requireFinishedRestore } from '#platform/db/restore-marker';
import { installJobs } from '#platform/jobs/install';
import type { Log } from '#platform/log';

/**
 * Brings a database up to this release: our migrations, then the tables of the job queue. Idempotent. Errors: `UnfinishedRestoreError`; those of
 * `migrate`.
 */
export async function migrateDatabase(url: string, log: Log): Promise<void> {
  await requireFinishedRestore(url);
  const applied = await migrate({ url });
  await installJobs(url);
  if (applied.length > 0) log.info('the database was brought up to date', { count: applied.length, migration: applied.at(-1) });
}

/** The database lacks migrations of this release. */
export class SchemaPendingError extends Error {
  override readonly name = 'SchemaPendingError';
}

/**
 * For processes that may not migrate: several start at once during a roll-out, and only the role `migrate` should touch
 * the schema then. Errors: `SchemaPendingError`; `SchemaTooNewError`; `UnfinishedRestoreError`.
 */
export async function requireMigrated(url: string): Promise<void> {
  await requireFinishedRestore(url);
  const pending = await listPendingMigrations({ url });
  if (pending.length === 0) return;
  throw new SchemaPendingError(
    `The database lacks ${pending.length === 1 ? `the migration ${pending[0]}` : `${pending.length} migrations, from ${pending[0]} on`}. Run the role migrate first: node server/src/main.ts migrate`,
  );
}
