import pg from 'pg';
import { connectClient } from '#platform/db/connect-client';
import { copyOut } from '#platform/db/copy/copy-out';
import { keyDefaults, keyTables } from './backup-format.ts';

/**
 * A table whose present rows outlive a restore: an older backup must not forget that somebody said stop or was erased. `merge` is a
 * statement that takes rows as JSON in $1 and lets them win over restored ones. `comesFirst`: the others are fitted to what it says.
 */
export type CarriedTable = { table: string; merge: string; comesFirst?: true };

/** A set of rows of one table, as JSON objects of its columns. */
export type KeyRows = { table: string; rows: unknown[] };

const rowsAtOnce = 500;
/** What no JSON text holds, so that CSV gives each row as it is. */
const rawLines = `(format csv, quote E'\\x01', delimiter E'\\x02')`;

/**
 * Everything of the key store of a database as lines: a heading per table, then a JSON object per row, as of one moment. Keys are as they
 * are stored, wrapped. Keys of backups come first, because a restore looks for one of them before it needs the rest.
 */
export async function* writeKeyLines(url: string, carried: readonly CarriedTable[]): AsyncGenerator<Buffer> {
  const client = await connectAsReader(url);
  try {
    await client.query('begin isolation level repeatable read read only');
    for (const table of tablesOf(carried)) {
      const { rows } = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [`public.${table}`]);
      if (rows[0]?.found !== true) continue;
      yield Buffer.from(`#${table}\n`);
      const name = pg.escapeIdentifier(table);
      yield* copyOut(client, `copy (select row_to_json(kabar_row) from ${name} as kabar_row) to stdout ${rawLines}`).bytes;
    }
  } finally {
    await client.end();
  }
}

/** Reads such lines, in portions. Errors: `SyntaxError` for text of another form. */
export async function* readKeyLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<KeyRows> {
  let table = '';
  let rows: unknown[] = [];
  for await (const line of linesOf(source)) {
    if (line.startsWith('#')) {
      if (rows.length > 0) yield { table, rows };
      table = line.slice(1);
      rows = [];
    } else if (line !== '') {
      rows.push(JSON.parse(line));
      if (rows.length >= rowsAtOnce) {
        yield { table, rows };
        rows = [];
      }
    }
  }
  if (rows.length > 0) yield { table, rows };
}

/**
 * Stores the keys among such rows in a database of the newest schema, as the role that may write them, into empty tables, and the carried rows that come first. Gives how
 * many rows of each table were taken. Tables that this program does not know are passed over.
 */
export function storeKeys(
  client: pg.Client,
  source: AsyncIterable<KeyRows>,
  first: readonly CarriedTable[],
): Promise<Record<string, number>> {
  const statements = keyTables.map((table): [string, string] => {
    const name = pg.escapeIdentifier(table);
    const filled = `jsonb_populate_record(null::${name}, ${pg.escapeLiteral(JSON.stringify(keyDefaults[table] ?? {}))}::jsonb || one.row)`;
    return [table, `insert into ${name} select (${filled}).* from jsonb_array_elements($1::jsonb) as one (row) on conflict do nothing`];
  });
  for (const { table, merge } of first) statements.push([table, merge]);
  return storeRows(client, source, new Map(statements), (_, rows) => Promise.resolve(rows));
}

/** Changes rows of a carried table so that they fit the restored database. */
export type FitRows = (table: string, rows: readonly unknown[]) => Promise<readonly unknown[]>;

/** Stores the carried rows; they win over those restored. Gives how many of each table were taken. */
export async function storeCarried(
  client: pg.Client,
  source: AsyncIterable<KeyRows>,
  carried: readonly CarriedTable[],
  fit: FitRows,
): Promise<Record<string, number>> {
  // Rows of a workspace whose keys are destroyed cannot be brought under the newest index key, and nobody compares them with anything any more.
  await client.query(`set kabar.index_fence = 'off'`);
  return storeRows(client, source, new Map(carried.map(({ table, merge }) => [table, merge])), fit);
}

async function storeRows(
  client: pg.Client,
  source: AsyncIterable<KeyRows>,
  statements: ReadonlyMap<string, string>,
  fit: FitRows,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for await (const { table, rows } of source) {
    const statement = statements.get(table);
    if (statement === undefined) continue;
    await client.query(statement, [JSON.stringify(await fit(table, rows))]);
    counts[table] = (counts[table] ?? 0) + rows.length;
  }
  return counts;
}

/** A connection that sees every workspace's rows. The caller ends it. */
export function connectAsReader(url: string): Promise<pg.Client> {
  return connectClient({ url, name: 'kabar_backup', role: 'kabar_engine' });
}

function tablesOf(carried: readonly CarriedTable[]): string[] {
  const keys = keyTables.filter((table) => table !== 'backup_keys');
  return ['backup_keys', ...keys, ...carried.map(({ table }) => table)];
}

async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of source) {
    let held = rest.byteLength === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece]);
    for (let end = held.indexOf(10); end !== -1; end = held.indexOf(10)) {
      yield held.subarray(0, end).toString('utf8');
      held = held.subarray(end + 1);
    }
    rest = held;
  }
  if (rest.byteLength > 0) yield rest.toString('utf8');
}
