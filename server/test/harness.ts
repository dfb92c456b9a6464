import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { openDatabase } from '../src/platform/db/database.ts';
import type { Database } from '../src/platform/db/database.ts';
import type { BoundJob, JobOutcome } from '../src/platform/jobs/job.ts';

/** Name of the migrated database that every test database is copied from. */
export const templateName = 'kabar_template';

/** A database of a test's own, a copy of the migrated template. */
export type TestDatabase = {
  /** Address for the owner, who may change the schema. */
  readonly url: string;
  /** Pools as the server has them. */
  readonly db: Database;
  /** Runs SQL as superuser, past all row-level security, to arrange and to look. Never use it for the thing tested. */
  admin<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Closes everything and drops the database. Errors: when the test left connections open. */
  close(): Promise<void>;
};

/**
 * Copies the template (under 200 ms). The caller closes it; most test files want `useTestDatabase` instead.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject('testServerUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await runOnServer(serverUrl, `create database ${name} template ${templateName} owner kabar`);
  const url = withDatabase(inject('testOwnerUrl'), name);
  const db = openDatabase({
    url,
    appPoolSize: 8,
    enginePoolSize: 8,
    onError: () => undefined, // the statement that needed the connection rejects, and the test sees that
  });
  const adminPool = new pg.Pool({ connectionString: withDatabase(serverUrl, name), max: 2 });
  adminPool.on('error', () => undefined);
  return {
    url,
    db,
    admin: async <Row>(text: string, values: readonly unknown[] = []) => {
      const result = await adminPool.query<never>(text, [...values]);
      return result.rows satisfies Row[];
    },
    close: async () => {
      await adminPool.end();
      const leaked = await findLeaks(serverUrl, name, db);
      await runOnServer(serverUrl, `drop database ${name} with (force)`);
      if (leaked.length > 0) {
        throw new Error(`connections were left open at the end of the test file: ${leaked.join(', ')}`);
      }
    },
  };
}

/**
 * Runs a job twice with the same payload, as a crash between its work and its acknowledgement would, and gives both
 * outcomes. Tests of job handlers use this and then look at the result of one.
 */
export async function runJobTwice(job: BoundJob, payload: unknown): Promise<[JobOutcome, JobOutcome]> {
  const run = (attempt: number): Promise<JobOutcome> => job.run(payload, { jobId: 'test', attempt, signal: new AbortController().signal });
  return [await run(1), await run(2)];
}

/** A database of a test's own with nothing in it, for tests of migrations. */
export type EmptyDatabase = { readonly url: string; close(): Promise<void> };

/** Makes an empty database that the ordinary owner owns. */
export async function createEmptyDatabase(): Promise<EmptyDatabase> {
  const serverUrl = inject('testServerUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await runOnServer(serverUrl, `create database ${name} owner kabar`);
  return {
    url: withDatabase(inject('testOwnerUrl'), name),
    close: () => runOnServer(serverUrl, `drop database ${name} with (force)`),
  };
}

/**
 * Gives the test file (or the `describe` it is called in) a database of its own, made before its first test and dropped
 * after its last. Call it at the top; use the result only inside tests and hooks.
 */
export function useTestDatabase(): TestDatabase {
  let current: TestDatabase | undefined;
  beforeAll(async () => {
    current = await createTestDatabase();
  });
  afterAll(async () => {
    await current?.close();
  });
  const get = (): TestDatabase => {
    if (current === undefined) throw new Error('the test database exists only inside tests and hooks');
    return current;
  };
  return {
    get url() {
      return get().url;
    },
    get db() {
      return get().db;
    },
    admin: (text, values) => get().admin(text, values),
    close: () => get().close(),
  };
}

/** Polls until `check` gives something other than undefined or false; the way to wait for work done elsewhere. */
export async function waitFor<T>(what: string, check: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  const patienceMs = 25_000;
  const untilMs = performance.now() + patienceMs;
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > untilMs) throw new Error(`waited ${patienceMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function findLeaks(serverUrl: string, name: string, db: Database): Promise<string[]> {
  const isInUse = [db.app, db.engine].some((pool) => pool.totalCount > pool.idleCount);
  if (isInUse) return ['a transaction of the test database pools is still open'];
  await db.close();
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    // Server processes of closed connections need a moment to go.
    for (let triesLeft = 100; ; triesLeft -= 1) {
      const { rows } = await client.query<{ application_name: string }>(
        `select application_name from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
        [name],
      );
      if (rows.length === 0 || triesLeft === 0) return rows.map((row) => row.application_name || 'unnamed');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } finally {
    await client.end();
  }
}

async function runOnServer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  return url.replace(/[^/]+$/, name);
}
