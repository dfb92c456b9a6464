import pg from 'pg';
import { dumpSchema } from '../schema-dump.ts';
import { columnList, tableName } from './snapshot.ts';
import type { SequenceState } from './snapshot.ts';

type Switched = { table: string; hasTriggers: boolean; isSecured: boolean; isForced: boolean };
type Statement = { table: string; drop: string; make: string };

/** A database made ready to take rows: without what checks, counts or hides them, all of which comes back afterwards. */
export type LoadPlan = {
  /** The schema in words, to be the same again at the end. */
  schema: string;
  switched: readonly Switched[];
  indexes: readonly Statement[];
  foreignKeys: readonly Statement[];
};

/** What restoring found to be different from what it made. */
export class RestoredSchemaError extends Error {
  override readonly name = 'RestoredSchemaError';
}

/**
 * Empties every table of schema `public` but the history of migrations, and takes off what stands in the way of rows that
 * are already right: triggers (they would act a second time), row-level security (COPY refuses it), foreign keys and
 * secondary indexes (checked and built once at the end). One transaction. `client` owns the tables.
 */
export async function prepareLoad(client: pg.Client, url: string): Promise<LoadPlan> {
  const plan: LoadPlan = {
    schema: await dumpSchema(url),
    switched: (await client.query<Switched>(switchedQuery)).rows,
    indexes: (await client.query<Statement>(indexesQuery)).rows,
    foreignKeys: (await client.query<Statement>(foreignKeysQuery)).rows,
  };
  const { rows: odd } = await client.query<{ name: string }>(
    `select tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = 'public'::regnamespace and not t.tgisinternal and t.tgenabled <> 'O'`,
  );
  if (odd[0] !== undefined)
    throw new RestoredSchemaError(`the trigger ${odd[0].name} is not simply on, which a restore could not bring back`);
  await client.query('begin');
  try {
    for (const { drop } of plan.foreignKeys) await client.query(drop);
    for (const { drop } of plan.indexes) await client.query(drop);
    for (const { table, hasTriggers, isSecured, isForced } of plan.switched) {
      if (hasTriggers) await client.query(`alter table ${table} disable trigger user`);
      if (isSecured) await client.query(`alter table ${table} disable row level security`);
      if (isForced) await client.query(`alter table ${table} no force row level security`);
    }
    const tables = plan.switched.map(({ table }) => table).filter((table) => table !== 'kabar_migrations');
    if (tables.length > 0) await client.query(`truncate ${tables.join(', ')}`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // the first error is the one to report
    throw error;
  }
  return plan;
}

/** Makes the partitions that a backed-up table had. Ones that are there stay. */
export async function makePartitions(
  client: pg.Client,
  parent: string,
  partitions: readonly { name: string; bound: string }[],
): Promise<void> {
  for (const { name, bound } of partitions) {
    const { rows } = await client.query<{ found: boolean }>('select to_regclass($1) is not null as found', [
      `public.${pg.escapeIdentifier(name)}`,
    ]);
    if (rows[0]?.found === true) continue;
    const part = pg.escapeIdentifier(name);
    await client.query(`create table ${part} partition of ${pg.escapeIdentifier(parent)} ${bound}`);
    // As the functions that make partitions day by day do: nobody reads one by its own name.
    await client.query(`alter table ${part} enable row level security`);
    await client.query(`revoke all on ${part} from kabar_app, kabar_engine`);
  }
}

/** The statement that takes rows in PostgreSQL's binary form. */
export function copyInSql(table: { schema: string; name: string }, columns: readonly string[]): string {
  return `copy ${tableName(table)} (${columnList(columns)}) from stdin (format binary)`;
}

/** Sets sequences as they were. */
export async function setSequences(client: pg.Client, sequences: readonly SequenceState[]): Promise<void> {
  for (const { name, lastValue, isCalled } of sequences) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [`public.${pg.escapeIdentifier(name)}`, lastValue, isCalled]);
  }
}

/**
 * Puts back what `prepareLoad` took off, which also checks every row against every unique index and foreign key, and
 * proves that the schema is the same as before. `clients` share the building of indexes; the first does the rest.
 *
 * Errors: database errors for rows that break a rule; `RestoredSchemaError`.
 */
export async function finishLoad(clients: readonly [pg.Client, ...pg.Client[]], url: string, plan: LoadPlan): Promise<void> {
  const [client] = clients;
  const left = [...plan.indexes];
  await Promise.all(
    clients.map(async (each) => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await each.query(next.make);
    }),
  );
  for (const { make } of plan.foreignKeys) await client.query(make);
  await client.query('begin');
  for (const { table, hasTriggers, isSecured, isForced } of plan.switched) {
    if (isSecured) await client.query(`alter table ${table} enable row level security`);
    if (isForced) await client.query(`alter table ${table} force row level security`);
    if (hasTriggers) await client.query(`alter table ${table} enable trigger user`);
  }
  await client.query('commit');
  const { rows: off } = await client.query<{ name: string }>(
    `select tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = 'public'::regnamespace and not t.tgisinternal and t.tgenabled <> 'O'`,
  );
  if (off[0] !== undefined) throw new RestoredSchemaError(`the trigger ${off[0].name} did not come back`);
  if ((await dumpSchema(url)) !== plan.schema) throw new RestoredSchemaError('the schema is not the one that the migrations make');
  await client.query('analyze');
}

const switchedQuery = `
  select quote_ident(c.relname) as table, c.relrowsecurity as "isSecured", c.relforcerowsecurity as "isForced",
         exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as "hasTriggers"
    from pg_class c
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
   order by c.relname`;

const indexesQuery = `
  select quote_ident(t.relname) as table, format('drop index %I', x.relname) as drop, pg_get_indexdef(i.indexrelid) as make
    from pg_index i
    join pg_class x on x.oid = i.indexrelid
    join pg_class t on t.oid = i.indrelid
   where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p') and not t.relispartition
     and not exists (select from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x'))
   order by pg_table_size(t.oid) desc, t.relname, x.relname`;

const foreignKeysQuery = `
  select conrelid::regclass::text as table,
         format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
         format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make
    from pg_constraint
   where connamespace = 'public'::regnamespace and contype = 'f' and conparentid = 0
   order by conrelid::regclass::text, conname`;
