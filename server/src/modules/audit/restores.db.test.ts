import { createSecretKey } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AuditRestoreStatement } from '@kabar/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { signDocument, signingKeyOf } from '#platform/crypto/signed-document';
import { withTenant } from '#platform/db/tx';
import { createTestAnchor } from '../../../test/audit-anchor.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createTestPeople, createTestTenant, type TestPeople, type TestTenant } from '../../../test/tenants.ts';
import { appendAudit } from './append-audit.ts';
import { auditState } from './audit-state.ts';
import { statementName, writtenStatement } from './restore-statement.ts';
import { stateRestore } from './state-restore.ts';
import { verifyChain } from './verify-chain.ts';
import { writeCheckpoints } from './write-checkpoints.ts';

const database = useTestDatabase();
let people: TestPeople;
let tenant: TestTenant;
let anchor: ReturnType<typeof createTestAnchor>;
const backup = { backupId: 'bkp_01jd0000000000000000000000', backupAt: new Date('2026-11-20T10:00:00Z') };

/** Four entries in the backup, of which a checkpoint was written; then three more, with two checkpoints, in the hours that are lost. */
beforeEach(async () => {
  people = await createTestPeople(database);
  tenant = await createTestTenant(people, 'Toko Kenanga');
  anchor = createTestAnchor(people);
  await append(3);
  await writeCheckpoints(anchor);
  await append(2);
  await writeCheckpoints(anchor);
  await append(1);
  await writeCheckpoints(anchor);
});

async function append(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1)
    await withTenant(database.db, tenant.workspaceId, (tx) =>
      appendAudit(people.ctx.audit, tx, { actor: { kind: 'system', id: null }, action: 'contact.updated', after: { index } }),
    );
}

/** Brings the chain back to what it was at an entry, as a restored backup has it, notes of checkpoints included. */
async function goBackTo(seq: number): Promise<void> {
  const tables = ['audit_events', 'audit_heads'];
  for (const table of tables) await database.admin(`alter table ${table} disable trigger all`);
  const { workspaceId } = tenant;
  await database.admin('delete from audit_events where workspace_id = $1 and seq > $2', [workspaceId, seq]);
  await database.admin('delete from audit_checkpoints where workspace_id = $1 and seq > $2', [workspaceId, seq]);
  await database.admin(
    'update audit_heads set seq = $2, hash = (select hash from audit_events where workspace_id = $1 and seq = $2) where workspace_id = $1',
    [workspaceId, seq],
  );
  for (const table of tables) await database.admin(`alter table ${table} enable trigger all`);
}

const verify = () => verifyChain(anchor, tenant.workspaceId);
const folder = () => path.join(anchor.folder, 'restores', tenant.workspaceId);
const statementFile = async () => path.join(folder(), (await readdir(folder()))[0] ?? '');

async function readStatement(): Promise<AuditRestoreStatement> {
  return AuditRestoreStatement.parse(JSON.parse(await readFile(await statementFile(), 'utf8')));
}

describe('a restored log', () => {
  it('is cut off without a word, and whole with the statement of the restore', async () => {
    await goBackTo(4);
    expect((await verify()).problems.map(({ reason }) => reason)).toEqual(['cut_off', 'cut_off']);
    expect(await stateRestore(anchor, backup)).toMatchObject({ lostCount: 2 });
    expect(await verify()).toMatchObject({ ok: true, event_count: 5, checkpoint_count: 1 });
    expect((await auditState(anchor, tenant.workspaceId)).restores).toMatchObject([{ seq: 4, backup_id: backup.backupId }]);
  });

  it('stays whole when it grows past the numbers of the lost hours, and is checkpointed as before', async () => {
    await goBackTo(4);
    await stateRestore(anchor, backup);
    await append(6);
    await writeCheckpoints(anchor);
    expect(await verify()).toMatchObject({ ok: true, event_count: 11, checkpoint_count: 2 });
  });

  it('is whole after a second restore of an older backup, too', async () => {
    await goBackTo(6);
    await stateRestore(anchor, backup);
    await append(2);
    await writeCheckpoints(anchor);
    await goBackTo(4);
    expect((await verify()).ok).toBe(false);
    await stateRestore(anchor, backup);
    expect(await verify()).toMatchObject({ ok: true });
  });

  it('says so where nothing was lost, and needs no statement for it', async () => {
    expect(await stateRestore(anchor, backup)).toMatchObject({ lostCount: 0 });
    expect(await verify()).toMatchObject({ ok: true });
    await expect(readdir(folder())).rejects.toThrow(/ENOENT/);
  });
});

describe('a statement explains nothing but the lost hours:', () => {
  beforeEach(async () => {
    await goBackTo(4);
    await stateRestore(anchor, backup);
    await append(2);
    await writeCheckpoints(anchor);
  });

  it('all that the restore left fits', async () => {
    expect((await verify()).ok).toBe(true);
  });

  it('what is cut off after the restore is found', async () => {
    await goBackTo(5);
    expect((await verify()).problems).toEqual([{ seq: 7, reason: 'cut_off' }]);
  });

  it('what is cut off before the restore is found, with the entry of the restore and without', async () => {
    await goBackTo(3);
    expect((await verify()).problems.map(({ seq, reason }) => `${seq} ${reason}`)).toEqual([
      '4 cut_off',
      '6 cut_off',
      '7 cut_off',
      '7 cut_off',
    ]);
  });

  it('a statement that is gone leaves the restore unproved and its checkpoints unexplained', async () => {
    await rm(await statementFile());
    const found = (await verify()).problems.map(({ seq, reason }) => `${seq} ${reason}`);
    expect(found).toContain('5 restore_unproved');
    expect(found).toContain('6 checkpoint_differs');
  });

  it('a statement that somebody else signed counts for nothing', async () => {
    const { document } = await readStatement();
    const forged = signDocument(signingKeyOf(createSecretKey(Buffer.alloc(32, 7))), document);
    await rm(await statementFile());
    await writeFile(path.join(anchor.folder, statementName(forged)), writtenStatement(forged));
    expect((await verify()).problems).toContainEqual({ seq: 5, reason: 'restore_unproved' });
  });

  it.each(['', 'not JSON', '{"document":{}}'])('a statement that reads "%s" counts for nothing', async (text) => {
    await writeFile(await statementFile(), text);
    expect((await verify()).problems).toContainEqual({ seq: 5, reason: 'restore_unproved' });
  });

  it('a true statement that the log does not speak of counts for nothing', async () => {
    await goBackTo(4);
    await append(3);
    const found = (await verify()).problems.map(({ reason }) => reason);
    expect(found).toContain('checkpoint_differs');
  });

  it('an entry that somebody made up proves nothing', async () => {
    await goBackTo(4);
    await withTenant(database.db, tenant.workspaceId, (tx) =>
      appendAudit(people.ctx.audit, tx, {
        actor: { kind: 'system', id: null },
        action: 'audit.restored',
        after: { backup_id: 'bkp', backup_at: '2026-11-20T10:00:00.000Z', up_to: 4, lost_checkpoints: [6, 7], statement: 'ab'.repeat(32) },
      }),
    );
    expect((await verify()).problems).toContainEqual({ seq: 5, reason: 'restore_unproved' });
  });
});
