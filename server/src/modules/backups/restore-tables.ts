import pg from 'pg';
import { connectClient } from '#platform/db/connect-client';
import { copyIn } from '#platform/db/copy/copy-in';
import { copyInSql, finishLoad, makePartitions, prepareLoad, setSequences } from '#platform/db/copy/load-tables';
import { BackupError } from './backup-error.ts';
import type { BackupManifest, TableEntry } from './backup-format.ts';
import type { BackupKeys } from './backup-keys.ts';
import { readObject } from './backup-objects.ts';
import type { ObjectPlace } from './backup-objects.ts';

/** What tables are restored from, into a database that has the backup's schema and nothing else. */
export type RestoreTablesInput = {
  url: string;
  objects: ObjectPlace;
  keys: Pick<BackupKeys, 'secret' | 'identity'>;
  manifest: BackupManifest;
  signal: AbortSignal;
  onProgress: (phase: 'tables' | 'indexes', done: number, total: number) => void;
  /** Acts on the rows as the owner before triggers and row-level security come back. */
  beforeRules: (client: pg.Client) => Promise<void>;
};

/** Objects that are read and tables that are filled at once. */
const laneCount = 4;

/**
 * Fills the tables and builds indexes and rules over them. Gives how many rows there are now.
 *
 * Errors: `BackupError` `changed`, `rows_differ`; database errors for rows that break a rule.
 */
export async function restoreTables(input: RestoreTablesInput): Promise<number> {
  const { url, manifest, onProgress } = input;
  const clients = await connectAll(url);
  try {
    const [first] = clients;
    const plan = await prepareLoad(first, url);
    for (const { schema, name, partitions } of manifest.tables) if (schema === 'public') await makePartitions(first, name, partitions);
    const own = manifest.tables.filter(({ schema }) => schema === 'public');
    const queue = manifest.tables.filter(({ schema }) => schema !== 'public');
    const total = own.reduce((sum, table) => sum + table.rowCount, 0);
    let rowCount = 0;
    onProgress('tables', 0, total);
    const counts = await loadAll(input, clients, own, (rows) => {
      rowCount += rows;
      onProgress('tables', rowCount, total);
    });
    for (const { name, rowCount: expected } of own) {
      const got = counts.get(name) ?? 0;
      if (got !== expected) throw new BackupError('rows_differ', `${name}: ${got} of ${expected}`);
    }
    rowCount += await loadQueue(input, first, queue);
    await setSequences(first, manifest.sequences);
    onProgress('indexes', 0, 1);
    await input.beforeRules(first);
    await finishLoad(clients, url, plan);
    onProgress('indexes', 1, 1);
    return rowCount;
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function loadAll(
  input: RestoreTablesInput,
  clients: readonly pg.Client[],
  tables: readonly TableEntry[],
  onRows: (count: number) => void,
): Promise<Map<string, number>> {
  const waiting = tables
    .toSorted((one, other) => other.parts.length - one.parts.length)
    .flatMap((table) => table.parts.map((part) => ({ table, part })));
  const counts = new Map<string, number>();
  const lane = async (client: pg.Client): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      input.signal.throwIfAborted();
      const { table, part } = next;
      const rows = await copyIn(client, copyInSql(table, table.columns), readObject(input.objects, input.keys, { name: part }));
      counts.set(table.name, (counts.get(table.name) ?? 0) + rows);
      onRows(rows);
    }
  };
  const outcomes = await Promise.allSettled(clients.map(lane));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return counts;
}

/**
 * Waiting jobs come back into the queue of this program's release. The queue's tables are those of a library: rows go through a table of
 * the backup's shape, and only the columns that both know are taken.
 */
async function loadQueue(input: RestoreTablesInput, client: pg.Client, tables: readonly TableEntry[]): Promise<number> {
  let rowCount = 0;
  for (const name of ['queue', 'job']) {
    const table = tables.find((entry) => entry.name === name);
    if (table === undefined || table.parts.length === 0) continue;
    const { rows } = await client.query<{ column: string }>(
      `select attname as column from pg_attribute
        where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
      [`pgboss.${name}`],
    );
    const present = new Set(rows.map(({ column }) => column));
    // The binary form needs every column it was written with; one that is gone means another release of the queue.
    if (!table.columns.every((column) => present.has(column))) continue;
    await client.query(`create temporary table waiting_rows as select ${list(table.columns)} from pgboss.${name} with no data`);
    for (const part of table.parts) {
      const into = { schema: 'pg_temp', name: 'waiting_rows' };
      rowCount += await copyIn(client, copyInSql(into, table.columns), readObject(input.objects, input.keys, { name: part }));
    }
    if (name === 'job') await client.query(`update waiting_rows set state = 'retry' where state = 'active'`);
    await client.query(
      `insert into pgboss.${name} (${list(table.columns)}) select ${list(table.columns)} from waiting_rows on conflict do nothing`,
    );
    await client.query('drop table waiting_rows');
  }
  return rowCount;
}

function list(columns: readonly string[]): string {
  return columns.map((column) => pg.escapeIdentifier(column)).join(', ');
}

async function connectAll(url: string): Promise<[pg.Client, ...pg.Client[]]> {
  const settings = { maintenance_work_mem: '256MB', synchronous_commit: 'off' };
  const open = (): Promise<pg.Client> => connectClient({ url, name: 'kabar_restore', settings });
  return [await open(), ...(await Promise.all(Array.from({ length: laneCount - 1 }, open)))];
}
