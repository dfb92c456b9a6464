import pg from 'pg';
import { connectClient } from '#platform/db/connect-client';
import { copyOut } from '#platform/db/copy/copy-out';
import { keyTables } from './backup-format.ts';

/**
 * A table whose present rows outlive a restore: an older backup must not forget that somebody said stop or was erased. `merge` is a
 * statement that takes rows as JSON in $1 and lets them win over restored ones.
 */
export type CarriedTable = { table: string; merge: string };

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
 * Stores such rows in a database of the newest schema, as the role that may write keys. Keys come into empty tables; carried rows win over
 * those restored. Gives how many rows of each table were taken. Tables that this program does not know are passed over.
 */
export async function storeKeyRows(
  client: pg.Client,
  source: AsyncIterable<KeyRows>,
  carried: readonly CarriedTable[],
): Promise<Record<string, number>> {
  const known = new Map(carried.map(({ table, merge }) => [table, merge]));
  for (const table of keyTables) {
    const name = pg.escapeIdentifier(table);
    known.set(table, `insert into ${name} select * from jsonb_populate_recordset(null::${name}, $1::jsonb) on conflict do nothing`);
  }
  const counts: Record<string, number> = {};
  for await (const { table, rows } of source) {
    const statement = known.get(table);
    if (statement === undefined) continue;
    await client.query(statement, [JSON.stringify(rows)]);
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
