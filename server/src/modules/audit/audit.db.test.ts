import { beforeEach, describe, expect, it } from 'vitest';
import { engineQuery, withEngine, withTenant } from '#platform/db/tx';
import { fromPublicId, systemIds, toPublicId } from '#platform/ids';
import { useTestDatabase } from '../../../test/harness.ts';
import { createTestPeople, createTestTenant, type TestPeople, type TestTenant } from '../../../test/tenants.ts';
import { appendAccountAudit, appendAudit } from './append-audit.ts';
import { ACCOUNT_CHAIN, personal } from './audit-entry.ts';
import { listAudit } from './list-audit.ts';
import { verifyAudit } from './verify-audit.ts';

const database = useTestDatabase();
let people: TestPeople;
let tenant: TestTenant;

beforeEach(async () => {
  people = await createTestPeople(database);
  tenant = await createTestTenant(people, 'Toko Melati');
});

const target = { kind: 'contact', id: toPublicId('ctc', systemIds.uuid()) };
const append = (action: string, extra: object = {}) =>
  withTenant(database.db, tenant.workspaceId, (tx) =>
    appendAudit(people.ctx.audit, tx, { actor: { kind: 'user', id: tenant.members.owner.userId }, action, target, ...extra }),
  );
const verify = () => withTenant(database.db, tenant.workspaceId, (tx) => verifyAudit(tx, tenant.workspaceId));
const list = (limit = 50, cursor?: string) =>
  listAudit(
    { ...people.ctx.audit, db: database.db },
    { workspaceId: tenant.workspaceId, limit, ...(cursor === undefined ? {} : { cursor }) },
  );

/** What somebody with full power over the database could do, triggers off. */
const tamper = async (sql: string): Promise<void> => {
  await database.admin(`alter table audit_events disable trigger all`);
  await database.admin(`alter table audit_heads disable trigger all`);
  await database.admin(sql, [tenant.workspaceId]);
  await database.admin(`alter table audit_events enable trigger all`);
  await database.admin(`alter table audit_heads enable trigger all`);
};

describe('the audit log', () => {
  it('shows who did what to what, with values of before and after', async () => {
    await append('contact.updated', {
      before: { name: personal('Sari'), tags: ['a'] },
      after: { name: personal('Sari W.'), tags: ['a', 'b'] },
    });
    const { data } = await list();
    expect(data[0]).toMatchObject({
      actor: { kind: 'user', name: 'Olla' },
      action: 'contact.updated',
      target,
      before: { name: 'Sari', tags: ['a'] },
      after: { name: 'Sari W.', tags: ['a', 'b'] },
    });
    expect(fromPublicId('usr', data[0]?.actor.id ?? '')).toBe(tenant.members.owner.userId);
  });

  it('keeps personal values out of the clear, and one value in two events looks different', async () => {
    await append('contact.updated', { after: { name: personal('Sari Lestari') } });
    await append('contact.updated', { after: { name: personal('Sari Lestari') } });
    const rows = await database.admin<{ after: { name: string }; text: string }>(
      `select after, e::text as text from audit_events e where action = 'contact.updated' and workspace_id = $1`,
      [tenant.workspaceId],
    );
    expect(rows.map((row) => row.text).join()).not.toMatch(/Sari|Lestari/);
    expect(rows[0]?.after.name).toMatch(/^commitment:[0-9a-f]{64}$/);
    expect(rows[0]?.after.name).not.toBe(rows[1]?.after.name);
  });

  it('still verifies when the personal values were destroyed, and says so where they were', async () => {
    await append('contact.updated', { after: { name: personal('Sari'), language: 'id' } });
    await tamper('update audit_events set personal = null where workspace_id = $1');
    expect(await verify()).toMatchObject({ ok: true });
    expect((await list()).data[0]?.after).toEqual({ name: '[erased]', language: 'id' });
  });

  it('vanishes with the change that it tells of', async () => {
    const before = await verify();
    const failed = withTenant(database.db, tenant.workspaceId, async (tx) => {
      await appendAudit(people.ctx.audit, tx, { actor: { kind: 'system', id: null }, action: 'contact.updated' });
      throw new Error('the change failed');
    });
    await expect(failed).rejects.toThrow('the change failed');
    expect(await verify()).toEqual(before);
  });

  it('stays one unbroken chain when many write at once', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, index) => append('contact.updated', { after: { index } })));
    expect(await verify()).toEqual({ ok: true, eventCount: 41 });
  });

  it('keeps odd values as they are read back', async () => {
    await append('contact.updated', {
      after: { a: 'NUL \0, lone \ud800, quote "', b: 1e21, c: -0, d: [], e: {}, f: null, g: undefined, h: 0.1 },
    });
    expect(await verify()).toMatchObject({ ok: true });
  });

  it('is listed newest first, page by page, without a gap', async () => {
    for (let index = 0; index < 5; index += 1) await append('contact.updated', { after: { index } });
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page = await list(2, cursor ?? undefined);
      seen.push(...page.data.map((entry) => entry.after?.['index'] ?? entry.action));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual([4, 3, 2, 1, 0, 'workspace.created']);
    await expect(list(2, 'bm9uc2Vuc2U')).rejects.toMatchObject({ code: 'cursor_invalid' });
  });

  it('has a chain of its own for accounts, which no workspace can read', async () => {
    await withEngine(database.db, 'test', (tx) =>
      appendAccountAudit(people.ctx.audit, tx, { actor: { kind: 'system', id: null }, action: 'user.signed_in' }),
    );
    const verdict = await withEngine(database.db, 'test', (tx) => verifyAudit(tx, ACCOUNT_CHAIN));
    expect(verdict).toMatchObject({ ok: true });
    const seen = await withTenant(database.db, tenant.workspaceId, (tx) =>
      tx.query({ text: 'select 1 from audit_events where workspace_id <> $1', values: [tenant.workspaceId] }),
    );
    expect(seen).toEqual([]);
  });
});

describe('the database', () => {
  it.each([
    ['update audit_events set action = action'],
    ['delete from audit_events'],
    ['truncate audit_events'],
    ['delete from audit_heads'],
  ])('refuses "%s" to both roles of the program', async (sql) => {
    await append('contact.updated');
    await expect(withTenant(database.db, tenant.workspaceId, (tx) => tx.query({ text: sql }))).rejects.toThrow(/permission denied/);
    // The engine role may take the beginning of a chain away, through a trigger that looks at what it takes.
    await expect(engineQuery(database.db, { text: sql })).rejects.toThrow(/permission denied|append-only/);
  });

  it.each([
    ['update audit_events set action = action'],
    ['delete from audit_events'],
    ['truncate audit_events'],
    ['delete from audit_heads'],
    ['truncate audit_heads'],
  ])('refuses "%s" to the owner, too', async (sql) => {
    await expect(database.admin(sql)).rejects.toThrow(/append-only/);
  });

  it('refuses a head that jumps and an event that is not the head', async () => {
    const jump = withTenant(database.db, tenant.workspaceId, (tx) =>
      tx.query({ text: 'update audit_heads set seq = seq + 2 where workspace_id = $1', values: [tenant.workspaceId] }),
    );
    await expect(jump).rejects.toThrow(/one step at a time/);
    const forged = withTenant(database.db, tenant.workspaceId, (tx) =>
      tx.query({
        text: `insert into audit_events (workspace_id, seq, id, at, actor_kind, action, prev_hash, hash) values ($1, 99, $2, now(), 'system', 'contact.erased', $3, $3)`,
        values: [tenant.workspaceId, systemIds.uuid(), Buffer.alloc(32)],
      }),
    );
    await expect(forged).rejects.toThrow(/not the head of its chain/);
  });
});

describe('verifying', () => {
  beforeEach(async () => {
    for (let index = 0; index < 4; index += 1) await append('contact.updated', { after: { index } });
  });

  it.each([
    ['a changed field', `update audit_events set after = '{"index":9}' where workspace_id = $1 and seq = 3`, 3, 'changed'],
    ['a changed actor', `update audit_events set actor_kind = 'system', actor_id = null where workspace_id = $1 and seq = 3`, 3, 'changed'],
    ['a changed time', `update audit_events set at = at + interval '1 second' where workspace_id = $1 and seq = 2`, 2, 'changed'],
    ['a changed hash', `update audit_events set hash = prev_hash where workspace_id = $1 and seq = 3`, 3, 'changed'],
    ['a removed event', `delete from audit_events where workspace_id = $1 and seq = 3`, 3, 'missing'],
    ['a removed tail', `delete from audit_events where workspace_id = $1 and seq >= 4`, 4, 'missing'],
    ['a removed beginning', `delete from audit_events where workspace_id = $1 and seq = 1`, 1, 'missing'],
    [
      'a tail cut off with its head moved back',
      `with gone as (delete from audit_events where workspace_id = $1 and seq = 5 returning prev_hash) update audit_heads set seq = 4 where workspace_id = $1`,
      4,
      'head_differs',
    ],
    ['a head that stayed behind', `update audit_heads set seq = 3 where workspace_id = $1`, 4, 'beyond_head'],
  ])('finds %s', async (_what, sql, seq, reason) => {
    expect(await verify()).toEqual({ ok: true, eventCount: 5 });
    await tamper(sql);
    expect(await verify()).toEqual({ ok: false, seq, reason });
  });

  it('finds two swapped events', async () => {
    await database.admin('alter table audit_events drop constraint audit_events_seq_check');
    await tamper('update audit_events set seq = case seq when 3 then -2 else -3 end where workspace_id = $1 and seq in (2, 3)');
    await tamper('update audit_events set seq = -seq where workspace_id = $1 and seq < 0');
    await database.admin('alter table audit_events add constraint audit_events_seq_check check (seq > 0)');
    expect(await verify()).toEqual({ ok: false, seq: 2, reason: 'not_chained' });
  });
});
