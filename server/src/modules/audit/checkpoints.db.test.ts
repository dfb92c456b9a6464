import { createSecretKey } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { signDocument, signingKeyOf } from '#platform/crypto/signed-document';
import { withTenant } from '#platform/db/tx';
import { createTestAnchor } from '../../../test/audit-anchor.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createTestPeople, createTestTenant, type TestPeople, type TestTenant } from '../../../test/tenants.ts';
import { appendAudit } from './append-audit.ts';
import { GENESIS_HASH, hashEvent, type ChainedEvent } from './audit-entry.ts';
import { auditState } from './audit-state.ts';
import { readCheckpoint, writtenCheckpoint } from './checkpoint.ts';
import { verifyChain } from './verify-chain.ts';
import { writeCheckpoints } from './write-checkpoints.ts';

const database = useTestDatabase();
let people: TestPeople;
let tenant: TestTenant;
let anchor: ReturnType<typeof createTestAnchor>;

beforeEach(async () => {
  people = await createTestPeople(database);
  tenant = await createTestTenant(people, 'Toko Kenanga');
  anchor = createTestAnchor(people);
  await append(3);
  await writeCheckpoints(anchor);
  await append(2);
  await writeCheckpoints(anchor);
});

async function append(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1)
    await withTenant(database.db, tenant.workspaceId, (tx) =>
      appendAudit(people.ctx.audit, tx, { actor: { kind: 'system', id: null }, action: 'contact.updated', after: { index } }),
    );
}
const verify = () => verifyChain(anchor, tenant.workspaceId);
const files = async () => (await readdir(path.join(anchor.folder, tenant.workspaceId))).toSorted();
const file = (name: string) => path.join(anchor.folder, tenant.workspaceId, name);
const first = async () => (await files())[0] ?? '';
const last = async () => (await files()).at(-1) ?? '';

/** What somebody with full power over the database could do, triggers off. */
async function tamper(work: () => Promise<void>): Promise<void> {
  const tables = ['audit_events', 'audit_heads'];
  for (const table of tables) await database.admin(`alter table ${table} disable trigger all`);
  await work();
  for (const table of tables) await database.admin(`alter table ${table} enable trigger all`);
}

/** Rewrites a chain as a whole, every hash and the head included, after `change`. */
async function rewrite(change: (event: ChainedEvent) => void): Promise<void> {
  await tamper(async () => {
    const rows = await database.admin<Omit<ChainedEvent, 'seq'> & { seq: string }>(
      'select * from audit_events where workspace_id = $1 order by seq',
      [tenant.workspaceId],
    );
    const events: ChainedEvent[] = rows.map((row) => ({ ...row, seq: Number(row.seq) }));
    let hash: Buffer = GENESIS_HASH;
    for (const event of events) {
      change(event);
      event.prev_hash = hash;
      hash = hashEvent(event);
      await database.admin('update audit_events set after = $3, prev_hash = $4, hash = $5 where workspace_id = $1 and seq = $2', [
        tenant.workspaceId,
        event.seq,
        JSON.stringify(event.after),
        event.prev_hash,
        hash,
      ]);
    }
    await database.admin('update audit_heads set hash = $2 where workspace_id = $1', [tenant.workspaceId, hash]);
  });
}

describe('checkpoints', () => {
  it('are written for what has grown, once, each naming the one before', async () => {
    expect(await files()).toHaveLength(2);
    await writeCheckpoints(anchor);
    expect(await files()).toHaveLength(2);
    const [one, two] = await Promise.all((await files()).map(async (name) => readCheckpoint(await readFile(file(name)))));
    expect(one?.document).toMatchObject({ seq: 4, previous: null });
    expect(two?.document).toMatchObject({ seq: 6, previous: { seq: 4 } });
    expect(await verify()).toMatchObject({ ok: true, event_count: 6, checkpoint_count: 2, problems: [] });
  });

  it('are noted by the next run when the one that wrote them was killed before it noted them', async () => {
    await append(1);
    await writeCheckpoints(anchor);
    await database.admin('delete from audit_checkpoints where workspace_id = $1 and seq = 7', [tenant.workspaceId]);
    await writeCheckpoints(anchor);
    expect(await files()).toHaveLength(3);
    expect(await verify()).toMatchObject({ ok: true, checkpoint_count: 3 });
  });

  it('let the log grow while it is verified', async () => {
    const [verification] = await Promise.all([verify(), append(20)]);
    expect(verification.problems).toEqual([]);
  });

  it('stand in the state of the log for whoever wants to keep one', async () => {
    await verify();
    expect(await auditState(anchor, tenant.workspaceId)).toMatchObject({
      event_count: 6,
      last_verification: { ok: true },
      last_checkpoint: { document: { seq: 6 } },
      actions: ['contact.updated', 'workspace.created'],
    });
  });
});

describe('verifying against checkpoints finds', () => {
  it('a chain that was rewritten as a whole', async () => {
    await rewrite((event) => {
      if (event.seq === 3) event.after = { index: 99 };
    });
    expect((await verify()).problems).toEqual([
      { seq: 4, reason: 'checkpoint_differs' },
      { seq: 6, reason: 'checkpoint_differs' },
    ]);
  });

  it('a tail that was cut off together with the head and the notes of its checkpoints', async () => {
    await tamper(async () => {
      await database.admin('delete from audit_events where workspace_id = $1 and seq > 4', [tenant.workspaceId]);
      await database.admin(
        'update audit_heads set seq = 4, hash = (select hash from audit_events where workspace_id = $1 and seq = 4) where workspace_id = $1',
        [tenant.workspaceId],
      );
      await database.admin('delete from audit_checkpoints where workspace_id = $1 and seq > 4', [tenant.workspaceId]);
    });
    expect((await verify()).problems).toEqual([{ seq: 6, reason: 'cut_off' }]);
  });

  it('a chain that was removed altogether', async () => {
    await tamper(async () => {
      for (const table of ['audit_events', 'audit_heads', 'audit_checkpoints'])
        await database.admin(`delete from ${table} where workspace_id = $1`, [tenant.workspaceId]);
    });
    expect((await verify()).problems.map(({ reason }) => reason)).toEqual(['cut_off', 'cut_off']);
  });

  it('a checkpoint that somebody else signed', async () => {
    const name = await last();
    const checkpoint = readCheckpoint(await readFile(file(name)));
    if (checkpoint === null) throw new Error('there is no checkpoint');
    const forged = signDocument(signingKeyOf(createSecretKey(Buffer.alloc(32, 7))), { ...checkpoint.document, hash: 'ab'.repeat(32) });
    await writeFile(file(name), writtenCheckpoint(forged));
    expect((await verify()).problems).toEqual([{ seq: 6, reason: 'checkpoint_forged' }]);
  });

  it.each(['', 'not JSON', '{"document":{}}'])('a checkpoint that reads "%s"', async (text) => {
    await writeFile(file(await last()), text);
    expect((await verify()).problems).toEqual([{ seq: 6, reason: 'checkpoint_forged' }]);
  });

  it('a checkpoint that is gone, by the note of it', async () => {
    await rm(file(await last()));
    expect((await verify()).problems).toEqual([{ seq: 6, reason: 'checkpoint_missing' }]);
  });

  it('a checkpoint that is gone together with its note, by the one after it', async () => {
    await append(1);
    await writeCheckpoints(anchor);
    const middle = (await files())[1] ?? '';
    await rm(file(middle));
    await database.admin('delete from audit_checkpoints where workspace_id = $1 and seq = 6', [tenant.workspaceId]);
    expect((await verify()).problems).toEqual([{ seq: 6, reason: 'checkpoint_missing' }]);
  });

  it('a checkpoint of another chain in the place of this one', async () => {
    const other = await createTestTenant(people, 'Toko Lain');
    await writeCheckpoints(anchor);
    const [name = ''] = await readdir(path.join(anchor.folder, other.workspaceId));
    await writeFile(file(await first()), await readFile(path.join(anchor.folder, other.workspaceId, name)));
    expect((await verify()).problems).toEqual([{ seq: 4, reason: 'checkpoint_forged' }]);
  });
});

describe('privileged tables', () => {
  it.each([
    [`update workspaces set name = 'Other' where id = $1`],
    [`update workspace_members set role = 'owner' where workspace_id = $1 and role = 'agent'`],
    [`delete from workspace_members where workspace_id = $1 and role = 'agent'`],
    [`insert into visibility_rules (workspace_id, agents_see, updated_at) values ($1, 'assigned', now())`],
  ])('refuse "%s" from a transaction that told the log nothing', async (sql) => {
    const silent = withTenant(database.db, tenant.workspaceId, (tx) => tx.query({ text: sql, values: [tenant.workspaceId] }));
    await expect(silent).rejects.toThrow(/without an audit event/);
    const telling = withTenant(database.db, tenant.workspaceId, async (tx) => {
      await tx.query({ text: sql, values: [tenant.workspaceId] });
      await appendAudit(people.ctx.audit, tx, { actor: { kind: 'system', id: null }, action: 'workspace.updated' });
    });
    await expect(telling).resolves.toBeUndefined();
  });

  it('take no word about another workspace for it', async () => {
    const other = await createTestTenant(people, 'Toko Lain');
    const silent = withTenant(database.db, tenant.workspaceId, async (tx) => {
      await tx.query({ text: `select set_config('kabar.audited', $1, true)`, values: [other.workspaceId] });
      await tx.query({ text: `update workspaces set name = 'Other' where id = $1`, values: [tenant.workspaceId] });
    });
    await expect(silent).rejects.toThrow(/without an audit event/);
  });
});
