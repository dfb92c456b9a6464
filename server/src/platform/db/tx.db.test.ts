import { beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { TransactionAbortedError, engineQuery, tenantQuery, withEngine, withTenant } from './tx.ts';

const database = useTestDatabase();
const anna = '01890000-0000-7000-8000-00000000000a';
const budi = '01890000-0000-7000-8000-00000000000b';

beforeAll(async () => {
  await database.admin('create table notes (workspace_id uuid not null, id int not null, body text, primary key (workspace_id, id))');
  await database.admin(`alter table notes owner to kabar`);
  await database.admin(`grant select, insert, update, delete on notes to kabar_engine`);
  await database.admin(`select kabar_tenant_table('notes')`);
  await engineQuery(database.db, {
    text: 'insert into notes values ($1, 1, $3), ($2, 2, $3)',
    values: [anna, budi, 'hello'],
  });
});

describe('withTenant', () => {
  it('shows the rows of its workspace and nothing else', async () => {
    const rows = await withTenant(database.db, anna, (tx) => tx.query<{ id: number }>({ text: 'select id from notes' }));
    expect(rows).toEqual([{ id: 1 }]);
  });

  it('refuses to write a row of another workspace', async () => {
    const attempt = withTenant(database.db, anna, (tx) => tx.query({ text: `insert into notes values ($1, 9, 'x')`, values: [budi] }));
    await expect(attempt).rejects.toMatchObject({ code: '42501' });
  });

  it('changes and deletes nothing of another workspace', async () => {
    await withTenant(database.db, anna, async (tx) => {
      expect(await tx.query({ text: `update notes set body = 'x' where id = 2 returning id` })).toEqual([]);
      expect(await tx.query({ text: `delete from notes where id = 2 returning id` })).toEqual([]);
    });
  });

  it('rolls everything back when the function throws', async () => {
    const failure = new Error('no');
    const attempt = withTenant(database.db, anna, async (tx) => {
      await tx.query({ text: `insert into notes values ($1, 3, 'x')`, values: [anna] });
      throw failure;
    });
    await expect(attempt).rejects.toBe(failure);
    expect(await tenantQuery(database.db, anna, { text: 'select id from notes where id = 3' })).toEqual([]);
  });

  it('refuses to commit when a failed statement was swallowed', async () => {
    const attempt = withTenant(database.db, anna, async (tx) => {
      await tx.query({ text: `insert into notes values ($1, 4, 'x')`, values: [anna] });
      await tx.query({ text: 'select 1/0' }).catch(() => undefined);
    });
    await expect(attempt).rejects.toBeInstanceOf(TransactionAbortedError);
    expect(await tenantQuery(database.db, anna, { text: 'select id from notes where id = 4' })).toEqual([]);
  });

  it('leaves no setting behind on the connection', async () => {
    await withTenant(database.db, anna, (tx) => tx.query({ text: 'select 1' }));
    const client = await database.db.app.connect();
    try {
      const { rows } = await client.query(`select count(*) as count from notes`);
      expect(rows).toEqual([{ count: 0 }]);
    } finally {
      client.release();
    }
  });

  it('runs again after a serialization failure', async () => {
    let runCount = 0;
    await withTenant(
      database.db,
      anna,
      async (tx) => {
        runCount += 1;
        await tx.query({ text: 'select body from notes where id = 1' });
        if (runCount === 1) {
          await engineQuery(database.db, { text: `update notes set body = 'between' where id = 1` });
        }
        await tx.query({ text: `update notes set body = 'after' where id = 1` });
      },
      { isolation: 'repeatable read', retries: 2 },
    );
    expect(runCount).toBe(2);
    expect(await engineQuery(database.db, { text: 'select body from notes where id = 1' })).toEqual([{ body: 'after' }]);
  });

  it('keeps thousands of mixed transactions apart, also when some of them fail', async () => {
    const work = Array.from({ length: 2_000 }, async (_, index) => {
      const workspaceId = index % 2 === 0 ? anna : budi;
      const seen = withTenant(database.db, workspaceId, async (tx) => {
        const [, rows] = await Promise.all([
          tx.query({ text: `select set_config('app.note', $1, true)`, values: [String(index)] }),
          tx.query<{ workspace_id: string }>({ name: 'notes_seen', text: 'select workspace_id from notes' }),
        ]);
        if (index % 7 === 0) await tx.query({ text: 'select 1/0' });
        return rows;
      });
      if (index % 7 === 0) await expect(seen).rejects.toMatchObject({ code: '22012' });
      else expect(new Set((await seen).map((row) => row.workspace_id))).toEqual(new Set([workspaceId]));
    });
    await Promise.all(work);
    expect(database.db.app.totalCount).toBeLessThanOrEqual(8);
    expect(database.db.app.waitingCount).toBe(0);
  });

  it('gives the connection back after the server ended it', async () => {
    const attempt = withTenant(database.db, anna, async (tx) => {
      const [row] = await tx.query<{ pid: number }>({ text: 'select pg_backend_pid() as pid' });
      await database.admin('select pg_terminate_backend($1)', [row?.pid]);
      await tx.query({ text: 'select 1' });
    });
    await expect(attempt).rejects.toThrow();
    expect(await tenantQuery(database.db, anna, { text: 'select id from notes' })).toEqual([{ id: 1 }]);
  });

  it('refuses a statement after its end', async () => {
    const late = await withTenant(database.db, anna, async (tx) => () => tx.query({ text: 'select 1' }));
    await expect(late()).rejects.toThrow('has ended');
  });

  it('refuses two statements in one text', async () => {
    const attempt = tenantQuery(database.db, anna, { text: 'select 1; select 2' });
    await expect(attempt).rejects.toMatchObject({ code: '42601' });
  });

  it('refuses a workspace id that is not a uuid', () => {
    expect(() => withTenant(database.db, `' or true`, async () => undefined)).toThrow(TypeError);
  });
});

describe('tenantQuery', () => {
  it('stores nothing when its statement fails', async () => {
    const attempt = tenantQuery(database.db, anna, {
      text: `insert into notes select $1, 5, (1 / (select count(*) - count(*) from notes))::text`,
      values: [anna],
    });
    await expect(attempt).rejects.toMatchObject({ code: '22012' });
    expect(await tenantQuery(database.db, anna, { text: 'select id from notes where id = 5' })).toEqual([]);
  });
});

describe('withEngine', () => {
  it('sees every workspace', async () => {
    const rows = await withEngine(database.db, 'test', (tx) => tx.query<{ id: number }>({ text: 'select id from notes order by id' }));
    expect(rows).toEqual([{ id: 1 }, { id: 2 }]);
  });
});

describe('a connection of the tenant pool without a workspace', () => {
  it('sees no row and writes none', async () => {
    const { rows } = await database.db.app.query('select count(*) as count from notes');
    expect(rows).toEqual([{ count: 0 }]);
    const write = database.db.app.query(`insert into notes values ($1, 6, 'x')`, [anna]);
    await expect(write).rejects.toMatchObject({ code: '42501' });
  });
});

describe('columns', () => {
  it('arrive as Date, number, exact text and Buffer', async () => {
    const [row] = await engineQuery<Record<string, unknown>>(database.db, {
      text: `select '2026-01-02T03:04:05.678Z'::timestamptz as at, 9007199254740991::int8 as big, array[1, null]::int8[] as bigs,
                    1.10::numeric as price, '2026-01-02'::date as day, '\\x00ff'::bytea as bytes`,
    });
    expect(row).toEqual({
      at: new Date('2026-01-02T03:04:05.678Z'),
      big: 9_007_199_254_740_991,
      bigs: [1, null],
      price: '1.10',
      day: '2026-01-02',
      bytes: Buffer.from([0, 255]),
    });
  });

  it('refuse an int8 that a number cannot hold', async () => {
    await expect(engineQuery(database.db, { text: 'select 9007199254740993::int8' })).rejects.toThrow(RangeError);
  });
});
