import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { dumpSchema } from './schema-dump.ts';

const database = useTestDatabase();

/** Every table of ours that holds rows of one workspace, partitions included. */
const tenantTables = `
  select pg_class.oid, relname, relrowsecurity, relforcerowsecurity, relispartition
    from pg_class
    join pg_attribute on attrelid = pg_class.oid and attname = 'workspace_id' and not attisdropped
   where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;

const tenantCondition = `(workspace_id = ( SELECT (NULLIF(current_setting('app.workspace_id'::text, true), ''::text))::uuid AS "nullif"))`;

describe('every table with a workspace_id', () => {
  it('has row-level security enabled and forced', async () => {
    // A partition is reached through its parent, whose policies count; by its own name it must be closed.
    const open = await database.admin(
      `select relname from (${tenantTables}) as t where not (relrowsecurity and (relforcerowsecurity or relispartition))`,
    );
    expect(open).toEqual([]);
  });

  it('shows the tenant role its own workspace at most, and the engine role everything', async () => {
    const policies = await database.admin<{
      tablename: string;
      roles: string;
      cmd: string;
      qual: string | null;
      with_check: string | null;
    }>(
      `select tablename, roles::text, cmd, qual, with_check from pg_policies where schemaname = 'public'
          and tablename in (select relname from (${tenantTables}) as t)`,
    );
    const tables = await database.admin<{ relname: string }>(`select relname from (${tenantTables}) as t where not relispartition`);
    for (const { relname } of tables) {
      const own = policies.filter((policy) => policy.tablename === relname);
      const tenant = own.filter((policy) => policy.roles === '{kabar_app}');
      const engine = own.filter((policy) => policy.roles === '{kabar_engine}');
      expect(own, `${relname}: policies for other roles`).toHaveLength(tenant.length + engine.length);
      for (const policy of tenant) {
        if (policy.qual !== null) expect(policy.qual, relname).toContain(tenantCondition);
        if (policy.with_check !== null) expect(policy.with_check, relname).toContain(tenantCondition);
      }
      expect(
        engine.some((policy) => policy.cmd === 'ALL' && policy.qual === 'true'),
        `${relname}: engine policy`,
      ).toBe(true);
    }
  });

  it('gives no rights on a partition by its own name', async () => {
    const granted = await database.admin(
      `select relname from pg_class, aclexplode(relacl)
        where relnamespace = 'public'::regnamespace and relispartition and relkind = 'r' and grantee::regrole::text = 'kabar_app'`,
    );
    expect(granted).toEqual([]);
  });
});

describe('foreign keys', () => {
  it('between tenant tables carry the workspace on both ends', async () => {
    const loose = await database.admin(
      `with tenant as (${tenantTables})
       select conname, conrelid::regclass::text
         from pg_constraint
        where contype = 'f' and conparentid = 0
          and conrelid in (select oid from tenant) and confrelid in (select oid from tenant)
          and (select attname from pg_attribute where attrelid = conrelid and attnum = conkey[1]) is distinct from 'workspace_id'`,
    );
    expect(loose).toEqual([]);
  });

  it('have an index that begins with their columns', async () => {
    const bare = await database.admin(
      `select conrelid::regclass::text as referencing, conname
         from pg_constraint
        where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0
          and not exists (
            select from pg_index
             where indrelid = conrelid and indpred is null
               and (string_to_array(indkey::text, ' ')::int2[])[1:cardinality(conkey)] @> conkey)
          and not exists (
            -- A partial index that leaves out nothing but nulls serves as well.
            select from pg_index
             where indrelid = conrelid and pg_get_expr(indpred, indrelid) ~ '^\\(\\w+ IS NOT NULL\\)$'
               and (string_to_array(indkey::text, ' ')::int2[])[1:cardinality(conkey)] @> conkey)`,
    );
    expect(bare).toEqual([]);
  });
});

describe('the roles of the server', () => {
  it('own nothing and are no superusers', async () => {
    const owned = await database.admin(
      `select relname from pg_class where relowner::regrole::text in ('kabar_app', 'kabar_engine')
       union all select nspname from pg_namespace where nspowner::regrole::text in ('kabar_app', 'kabar_engine')
       union all select proname from pg_proc where proowner::regrole::text in ('kabar_app', 'kabar_engine')`,
    );
    expect(owned).toEqual([]);
    const strong = await database.admin(
      `select rolname from pg_roles
        where rolname in ('kabar', 'kabar_app', 'kabar_engine') and (rolsuper or rolbypassrls)`,
    );
    expect(strong).toEqual([]);
  });

  it('cannot create objects', async () => {
    for (const pool of [database.db.app, database.db.engine]) {
      await expect(pool.query('create table sneaky (id int)')).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('the tenant role', () => {
  it('sees nothing in any table before a workspace is set', async () => {
    const tables = await database.admin<{ relname: string }>(
      `select relname from (${tenantTables}) as t where not relispartition and has_table_privilege('kabar_app', oid, 'select')`,
    );
    expect(tables.length).toBeGreaterThan(0);
    for (const { relname } of tables) {
      const { rows } = await database.db.app.query(`select count(*) as count from ${relname}`);
      expect(rows, relname).toEqual([{ count: 0 }]);
    }
  });
});

describe('schema.sql', () => {
  it('in the repository is the picture of the migrated database', async () => {
    const committed = readFileSync(new URL('../../../migrations/schema.sql', import.meta.url), 'utf8');
    expect(await dumpSchema(database.url), 'run npm run generate').toBe(committed);
  });
});
