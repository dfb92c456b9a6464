import pg from 'pg';
import { connectClient } from '../connect-client.ts';

/** The role that sees the rows of every workspace. */
const readerRole = 'kabar_engine';
const pageBytes = 8_192;
/** A table is read in ranges of this many pages, so that several connections share a large one. */
const rangePages = 8_192;

/** One portion of a table: all of it, or a range of its pages. */
export type TableRange = { fromPage: number; toPage: number | null } | null;

/** A table as it stands in a snapshot. */
export type SnapshotTable = {
  schema: string;
  name: string;
  /** Stored columns in order; generated ones are left out, because the database makes them anew. */
  columns: string[];
  isPartitioned: boolean;
  /** Partitions with their bounds as SQL, the default one left out. */
  partitions: { name: string; bound: string }[];
  /** An estimate on disk, indexes left out. */
  sizeBytes: number;
};

/** A sequence with the next value it would give or has given. */
export type SequenceState = { name: string; lastValue: string; isCalled: boolean };

/** A frozen view of a whole database that several connections share. */
export type Snapshot = {
  readonly serverVersion: string;
  readonly takenAt: Date;
  readonly tables: readonly SnapshotTable[];
  /** Opens one more connection that sees exactly this view. The caller ends it. */
  connect(): Promise<pg.Client>;
  /** Sequences stand outside of every snapshot: read after the rows, they are never behind them. */
  sequences(): Promise<SequenceState[]>;
  /** Lets go of the view. Until then the database keeps what was deleted since; keep it short. */
  close(): Promise<void>;
};

/**
 * Takes a snapshot of the tables of some schemas, as the role that sees every row. Changes nothing and locks nothing but the
 * tables against being dropped.
 *
 * Errors: a sentence that names a table whose rows this role would not all see; database errors.
 */
export async function openSnapshot(url: string, schemas: readonly string[]): Promise<Snapshot> {
  const leader = await connect(url);
  try {
    await leader.query('begin isolation level repeatable read read only');
    const { rows: heads } = await leader.query<{ id: string; version: string; at: Date }>(
      `select pg_export_snapshot() as id, current_setting('server_version') as version, now() as at`,
    );
    const [head] = heads;
    if (head === undefined) throw new Error('the database gave no snapshot');
    const { rows } = await leader.query<SnapshotTable & { isVisible: boolean; sizeBytes: string }>(tablesQuery, [schemas, readerRole]);
    const hidden = rows.find((row) => !row.isVisible);
    if (hidden !== undefined)
      throw new Error(`the table ${hidden.name} hides rows from the role ${readerRole}, so a copy would not be whole`);
    return {
      serverVersion: head.version,
      takenAt: head.at,
      tables: rows.map(({ schema, name, columns, isPartitioned, partitions, sizeBytes }) => ({
        schema,
        name,
        columns,
        isPartitioned,
        partitions,
        sizeBytes: Number(sizeBytes),
      })),
      connect: async () => {
        const client = await connect(url);
        try {
          await client.query('begin isolation level repeatable read read only');
          await client.query(`set transaction snapshot ${pg.escapeLiteral(head.id)}`);
          return client;
        } catch (error) {
          await client.end();
          throw error;
        }
      },
      sequences: async () => (await leader.query<SequenceState>(sequencesQuery)).rows,
      close: () => leader.end(),
    };
  } catch (error) {
    await leader.end();
    throw error;
  }
}

/** Cuts a table into ranges of pages; a partitioned one stays whole, and one without a page has no rows to read. The last range is open to the end. */
export function rangesOf(table: Pick<SnapshotTable, 'isPartitioned' | 'sizeBytes'>): TableRange[] {
  if (table.sizeBytes === 0) return [];
  const count = table.isPartitioned ? 1 : Math.floor(table.sizeBytes / pageBytes / rangePages) + 1;
  if (count === 1) return [null];
  return Array.from({ length: count }, (_, index) => ({
    fromPage: index * rangePages,
    toPage: index === count - 1 ? null : (index + 1) * rangePages,
  }));
}

/** The statement that writes one portion of a table in PostgreSQL's binary form. `where` narrows it further. */
export function copyOutSql(table: Pick<SnapshotTable, 'schema' | 'name' | 'columns'>, range: TableRange, where?: string): string {
  const conditions = [
    ...(range === null ? [] : [`ctid >= '(${range.fromPage},0)'`]),
    ...(range === null || range.toPage === null ? [] : [`ctid < '(${range.toPage},0)'`]),
    ...(where === undefined ? [] : [`(${where})`]),
  ];
  const filter = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
  return `copy (select ${columnList(table.columns)} from ${tableName(table)}${filter}) to stdout (format binary)`;
}

/** A table's name for use in SQL. */
export function tableName(table: { schema: string; name: string }): string {
  return `${pg.escapeIdentifier(table.schema)}.${pg.escapeIdentifier(table.name)}`;
}

/** Columns for use in SQL. */
export function columnList(columns: readonly string[]): string {
  return columns.map((column) => pg.escapeIdentifier(column)).join(', ');
}

function connect(url: string): Promise<pg.Client> {
  return connectClient({ url, name: 'kabar_backup', role: readerRole, settings: { lock_timeout: '10s' } });
}

const tablesQuery = `
  select n.nspname as schema, c.relname as name, c.relkind = 'p' as "isPartitioned",
         array(select a.attname::text from pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
         case when c.relkind = 'p' then (select coalesce(sum(pg_table_size(part.relid)), 0) from pg_partition_tree(c.oid) as part where part.isleaf)
              else pg_relation_size(c.oid) end as "sizeBytes",
         coalesce((select jsonb_agg(jsonb_build_object('name', child.relname, 'bound', pg_get_expr(child.relpartbound, child.oid)) order by child.relname)
                     from pg_inherits i join pg_class child on child.oid = i.inhrelid
                    where i.inhparent = c.oid and pg_get_expr(child.relpartbound, child.oid) <> 'DEFAULT'), '[]') as partitions,
         has_table_privilege($2, c.oid, 'select')
           and (not c.relrowsecurity
                or exists (select from pg_policy p
                            where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r') and pg_get_expr(p.polqual, p.polrelid) = 'true'
                              and p.polroles @> array[$2::regrole::oid])
                   and not exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive)) as "isVisible"
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't'
   order by n.nspname, c.relname`;

const sequencesQuery = `
  select sequencename as name, coalesce(last_value, start_value)::text as "lastValue", last_value is not null as "isCalled"
    from pg_sequences where schemaname = 'public' order by sequencename`;
