import pg from 'pg';
import { listPendingMigrations } from '#platform/db/migrate';
import { jobSchema } from '#platform/jobs/install';
import { deadQueue } from '#platform/jobs/jobs';
import { defineCheck, ok, problem, skipped, warning } from './check.ts';
import type { Check, CheckInput, Finding } from './check.ts';

const leastServerVersion = 180_000;
const longTransactionSeconds = 300;
const skewLimitMs = 2_000;
const searchLagSeconds = 300;
const notRunning = 'The embedded database runs only while Kabar does. Start Kabar and ask again.';

/** The database: reachable, new enough, up to date, safe, not held up, and of one mind with this machine's clock. */
export const databaseChecks: readonly Check[] = [
  databaseCheck('Database', async (client) => {
    const { rows } = await client.query<{ number: number; version: string }>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as version`,
    );
    const { number = 0, version = 'unknown' } = rows[0] ?? {};
    if (number >= leastServerVersion) return ok(`PostgreSQL ${version} answers.`);
    return problem(`PostgreSQL ${version} answers, but 18 or newer is needed.`);
  }),
  databaseCheck('Durability', async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select name from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'`,
    );
    if (rows.length === 0) return ok('The database writes to disk before it says so.');
    return problem(`The database may lose acknowledged messages: ${rows.map((row) => row.name).join(', ')} is off. Switch it on.`);
  }),
  defineCheck('Migrations', async ({ databaseUrl }) => {
    if (databaseUrl === null) return skipped(notRunning);
    const pending = await listPendingMigrations({ url: databaseUrl });
    if (pending.length === 0) return ok('The database is up to date.');
    return problem(`${pending.length} migrations are missing, from ${pending[0]} on. Run: node server/src/main.ts migrate`);
  }),
  databaseCheck('Clock', async (client) => {
    const before = Date.now();
    const { rows } = await client.query<{ at: Date }>('select clock_timestamp() as at');
    const halfway = before + (Date.now() - before) / 2;
    const skewMs = Math.round((rows[0]?.at.getTime() ?? 0) - halfway);
    if (Math.abs(skewMs) <= skewLimitMs) return ok('This machine and the database agree on the time.');
    return problem(`The database's clock is ${skewMs} ms ahead of this machine's. Set both by NTP.`);
  }),
  databaseCheck('Transactions', async (client) => {
    const { rows } = await client.query<{ seconds: number | null; pid: number | null; application: string | null }>(
      `select extract(epoch from clock_timestamp() - xact_start)::int as seconds, pid, application_name as application
         from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null
        order by xact_start limit 1`,
    );
    const { seconds, pid, application } = rows[0] ?? {};
    if (seconds === undefined || seconds === null) return ok('No transaction is open.');
    if (seconds < longTransactionSeconds) return ok(`The oldest open transaction is ${seconds} s old.`);
    return warning(
      `A transaction has been open for ${seconds} s (process ${pid}, ${application ?? 'unnamed'}). It slows sending down; end that program, or: select pg_terminate_backend(${pid})`,
    );
  }),
  databaseCheck('Search', async (client) => {
    const { rows } = await client.query<{ unfinished: number; seconds: number | null }>(
      `select (select count(*)::int from search_progress where done_at is null) as unfinished,
              (select extract(epoch from clock_timestamp() - e.recorded_at)::int from event_consumers c
                 join lateral (select recorded_at from events where (xid, seq) > (c.cursor_xid, c.cursor_seq) order by xid, seq limit 1) e on true
                where c.name = 'search') as seconds`,
    );
    const { unfinished = 0, seconds = null } = rows[0] ?? {};
    if (seconds !== null && seconds > searchLagSeconds)
      return warning(
        `What happened in the last ${seconds} s cannot be searched yet. Check that a worker runs; its log lines "a batch of events" say why.`,
      );
    if (unfinished > 0) return ok(`The search index follows; what was stored before is still being taken in for ${unfinished} workspaces.`);
    return ok('The search index is complete.');
  }),
  databaseCheck('Jobs', async (client) => {
    const { rows: found } = await client.query<{ found: boolean }>(`select to_regclass('${jobSchema}.job') is not null as found`);
    if (found[0]?.found !== true) return skipped('The job queue is made with the first start.');
    const { rows } = await client.query<{ source: string; count: number }>(
      `select coalesce(source_name, 'unknown') as source, count(*)::int as count from ${jobSchema}.job where name = $1 group by 1 order by 2 desc`,
      [deadQueue],
    );
    if (rows.length === 0) return ok('No background job failed for good.');
    const list = rows.map(({ source, count }) => `${source} (${count})`).join(', ');
    return warning(`Background jobs failed for good in the last 30 days: ${list}. The log lines "a job failed for good" say why.`);
  }),
];

function databaseCheck(name: string, look: (client: pg.Client) => Promise<Finding>): Check {
  return defineCheck(name, async ({ databaseUrl }: CheckInput) => {
    if (databaseUrl === null) return skipped(notRunning);
    const client = new pg.Client({ connectionString: databaseUrl, application_name: 'kabar_doctor', connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined); // the statement under way reports it
    try {
      await client.connect();
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return problem(`The database does not answer: ${detail}. Check DATABASE_URL and that the server runs.`);
    }
    try {
      return await look(client);
    } finally {
      await client.end();
    }
  });
}
