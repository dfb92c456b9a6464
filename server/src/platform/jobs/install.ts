import pg from 'pg';
import { PgBoss } from 'pg-boss';

/** The database schema that belongs to pg-boss alone; no migration of ours touches its tables. */
export const jobSchema = 'pgboss';

/**
 * Creates or upgrades the tables of pg-boss with the owner's connection, and lets the engine role use them. Called after
 * `migrate`, because the role must exist. Any number of processes may call it at once. Idempotent.
 */
export async function installJobs(url: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    schema: jobSchema,
    max: 1,
    supervise: false,
    schedule: false,
    application_name: 'kabar_migrate',
  });
  boss.on('error', () => undefined); // start() rejects with the same error
  await boss.start();
  await boss.stop({ graceful: false });
  const client = new pg.Client({ connectionString: url, application_name: 'kabar_migrate' });
  await client.connect();
  try {
    await client.query(grants);
  } finally {
    await client.end();
  }
}

/**
 * The engine role runs jobs. The tenant role may write a job in its own transaction and read back its id; it can read
 * no payload, because these tables know no workspace.
 */
const grants = `
  begin;
  select pg_advisory_xact_lock(5262041002);
  grant usage on schema ${jobSchema} to kabar_engine, kabar_app;
  grant select, insert, update, delete on all tables in schema ${jobSchema} to kabar_engine;
  grant execute on all functions in schema ${jobSchema} to kabar_engine, kabar_app;
  alter default privileges in schema ${jobSchema} grant select, insert, update, delete on tables to kabar_engine;
  grant select on ${jobSchema}.queue to kabar_app;
  grant insert, select (id, start_after) on ${jobSchema}.job, ${jobSchema}.job_common to kabar_app;
  commit;
`;
