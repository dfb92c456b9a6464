import { describe, expect, it } from 'vitest';
import { checkStatements, checkTableOwners, listEngineCalls, ownerOf, tablesOf } from './sql-rules.ts';

const migrations = [
  {
    name: 'server/migrations/0001_a.sql',
    text: 'create table messages (\n);\n  CREATE TABLE IF NOT EXISTS "contacts" (id int);\n-- create table ghosts',
  },
];
const tables = tablesOf(migrations);
const sql = (name: string, text: string) => ({ name, text: `export const s = \`${text}\`;` });

describe('table ownership', () => {
  it('reads the tables of the migrations', () => {
    expect([...tables]).toEqual(['messages', 'contacts']);
  });

  it('sees a second writer, whatever the statement', () => {
    for (const write of [
      'insert into messages (id)',
      'update messages set a = 1',
      'delete from only_messages; delete from messages',
      'merge\n into "messages"',
      'truncate table messages',
    ]) {
      const findings = checkTableOwners(
        tables,
        [sql('server/src/modules/messages/a.sql.ts', 'update messages set b = 2'), sql('server/src/modules/intake/b.sql.ts', write)],
        {},
      );
      expect(
        findings.map((finding) => finding.file),
        write,
      ).toEqual(['server/src/modules/messages/a.sql.ts', 'server/src/modules/intake/b.sql.ts']);
      expect(findings[0]?.message).toContain('messages is written by modules/intake and modules/messages');
    }
  });

  it('lets others read, and one owner write in many files', () => {
    const sources = [
      sql('server/src/modules/messages/a.sql.ts', 'update messages set b = 2'),
      sql('server/src/modules/messages/dispatch/c.sql.ts', 'delete from messages'),
      sql('server/src/modules/intake/b.sql.ts', 'select * from messages for update'),
      sql('server/src/modules/intake/d.sql.ts', 'insert into contacts values (1) on conflict do update set a = excluded.a'),
    ];
    expect(checkTableOwners(tables, sources, {})).toEqual([]);
  });

  it('accepts an exception and reports it when it is not needed any more', () => {
    const shared = { messages: { 'modules/intake': 'because' } };
    const first = sql('server/src/modules/messages/a.sql.ts', 'update messages set b = 2');
    expect(checkTableOwners(tables, [first, sql('server/src/modules/intake/b.sql.ts', 'delete from messages')], shared)).toEqual([]);
    expect(checkTableOwners(tables, [first], shared)).toHaveLength(1);
  });

  it('names owners by module and by part of the platform', () => {
    expect(ownerOf('server/src/modules/messages/dispatch/x.ts')).toBe('modules/messages');
    expect(ownerOf('server/src/platform/leases/x.ts')).toBe('platform/leases');
    expect(ownerOf('server/src/platform/ids.ts')).toBe('platform/ids');
    expect(ownerOf('server/src/roles/all.ts')).toBe('roles');
  });
});

describe('statement rules', () => {
  it('sees the clock of the database and expanded lists', () => {
    const findings = checkStatements(
      [sql('a.sql.ts', 'select now(),\n clock_timestamp(), current_timestamp where id in ($1, $2)\n or id not in (${ids})')],
      {},
    );
    expect(findings.map((finding) => [finding.line, finding.message.split(':')[0]])).toEqual([
      [1, 'now()'],
      [2, 'clock_timestamp('],
      [2, 'current_timestamp'],
      [2, 'write the list as = any($1), not as in (…)'],
      [3, 'write the list as = any($1), not as in (…)'],
    ]);
  });

  it('sees people chosen by the name of a role', () => {
    const findings = checkStatements(
      [sql('a.sql.ts', "select m.role, 1 where m.role in ('owner')\n or role = 'admin'\n or role = 'owner'")],
      {},
    );
    expect(findings.map((finding) => finding.line)).toEqual([1, 2]);
  });

  it('accepts constants in lists, comments and names that only look alike', () => {
    expect(
      checkStatements(
        [{ name: 'a.sql.ts', text: "// now()\n/* current_timestamp */\n`select known() from t -- now()\n where s in ('a', 'b')`" }],
        {},
      ),
    ).toEqual([]);
  });

  it('reports an exception that is not needed any more', () => {
    expect(checkStatements([sql('a.sql.ts', 'select now()')], { 'a.sql.ts': 'because', 'gone.sql.ts': 'because' })).toMatchObject([
      { file: 'gone.sql.ts' },
    ]);
  });
});

describe('calls across workspaces', () => {
  it('are listed with their reasons', () => {
    const text =
      "await withEngine(ctx.db, 'prune old rows', fn); const r = await engineQuery<Row>(db, select()); await withTenant(db, id, fn);";
    expect(
      listEngineCalls([
        { name: 'server/src/modules/a/b.ts', text },
        { name: 'server/src/platform/db/tx.ts', text },
      ]),
    ).toEqual([
      { file: 'server/src/modules/a/b.ts', call: 'withEngine', reason: 'prune old rows' },
      { file: 'server/src/modules/a/b.ts', call: 'engineQuery', reason: '' },
    ]);
  });
});
