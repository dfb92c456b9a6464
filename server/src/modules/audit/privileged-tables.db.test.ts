import { describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { otherTables, privilegedTables, tellingColumn } from './privileged-tables.ts';

const database = useTestDatabase();

const tenantColumns = (): Promise<{ name: string; columns: string[] }[]> =>
  database.admin(
    `select c.relname as name, array_agg(a.attname::text) as columns
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and exists (select from pg_attribute w where w.attrelid = c.oid and w.attname = 'workspace_id' and not w.attisdropped)
      group by c.relname order by c.relname`,
  );

/** Tables of workspaces with a column that looks like a right, a secret or a policy, and no word about what they are. */
const undecided = (tables: readonly { name: string; columns: readonly string[] }[]): string[] =>
  tables
    .filter(({ columns }) => columns.some((column) => tellingColumn.test(column)))
    .map(({ name }) => name)
    .filter((name) => !privilegedTables.has(name) && otherTables[name] === undefined);

describe('privileged tables', () => {
  it('are exactly those that the database guards', async () => {
    const guarded = await database.admin<{ name: string }>(
      `select distinct c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where t.tgfoid = 'kabar_require_audit'::regproc and not t.tgisinternal and t.tgenabled <> 'D' order by c.relname`,
    );
    expect(guarded.map(({ name }) => name)).toEqual([...privilegedTables].toSorted());
  });

  it('are all tables of workspaces that look like it, save those with a reason', async () => {
    const tables = await tenantColumns();
    expect(tables.length).toBeGreaterThan(100);
    expect(undecided(tables)).toEqual([]);
  });

  it('are asked for when a table with a secret is new', () => {
    expect(undecided([{ name: 'robots', columns: ['workspace_id', 'id', 'api_token_sealed'] }])).toEqual(['robots']);
  });

  it('names no table that is gone', async () => {
    const names = new Set((await tenantColumns()).map(({ name }) => name));
    expect(Object.keys(otherTables).filter((name) => !names.has(name))).toEqual([]);
  });
});
