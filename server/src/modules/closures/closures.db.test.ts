import { randomBytes } from 'node:crypto';
import { ClosureReceipt } from '@kabar/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rootKeyLine } from '#platform/crypto/root-keys';
import { isSignedBy } from '#platform/crypto/signed-document';
import { engineQuery } from '#platform/db/tx';
import type { WorkspaceActor } from '#platform/http/actor';
import { newUuid, systemIds } from '#platform/ids';
import { silentLog } from '#platform/log';
import { createApiApp } from '../../../test/api-app.ts';
import { contactsContext } from '../../../test/contacts-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { contactRoutes } from '../contacts/index.ts';
import { closeWorkspace, getClosure, reopenWorkspace } from './close-workspace.ts';
import { selectTenantTables } from './closures.sql.ts';
import { deleteDueWorkspaces, purgeKeptRests } from './delete-workspaces.ts';
import type { ClosuresContext } from './index.ts';
import { keptTables, untouchedTables } from './kept-tables.ts';

const database = useTestDatabase();
const rootKey = rootKeyLine(randomBytes(32));
const dayMs = 86_400_000;
const running = new AbortController().signal;
let now: Date;
let world: MessageWorld;
let neighbour: MessageWorld;
let ctx: ClosuresContext;
let owner: WorkspaceActor;
let mails: { to: string; subject: string; text: string; key: string }[];
let deletedFiles: string[];

beforeAll(async () => {
  world = await createMessageWorld(database, 1_000, rootKey);
  neighbour = await createMessageWorld(database, 1_000, rootKey);
});
afterAll(async () => {
  await world.close();
  await neighbour.close();
});

beforeEach(async () => {
  await world.close();
  world = await createMessageWorld(database, 1_000, rootKey);
  now = new Date();
  mails = [];
  deletedFiles = [];
  const clock = { ...world.people.clock, now: () => now };
  ctx = {
    db: database.db,
    clock,
    ids: systemIds,
    log: silentLog,
    keyring: world.keyring,
    audit: { clock, ids: systemIds, keyring: world.keyring },
    publicUrl: 'https://kabar.example',
    mail: async (_tx, mail, key) => {
      if (!mails.some((sent) => sent.key === key)) mails.push({ ...mail, key });
    },
    deleteFile: async (name) => void deletedFiles.push(name),
    disconnectNumbers: async () => undefined,
  };
  const userId = newUuid();
  await database.admin(
    `insert into users (id, name, email, email_verified, language, created_at, updated_at) values ($1, 'Rani', $2, true, 'en', now(), now())`,
    [userId, `rani.${userId}@example.com`],
  );
  const memberId = newUuid();
  await database.admin(`insert into workspace_members (workspace_id, id, user_id, role, joined_at) values ($1, $2, $3, 'owner', now())`, [
    world.workspaceId,
    memberId,
    userId,
  ]);
  owner = {
    kind: 'user',
    workspaceId: world.workspaceId,
    userId,
    memberId,
    role: 'owner',
    permissions: new Set(['workspace:close']),
    name: 'Rani',
    email: 'rani@example.com',
    isLimited: false,
    sessionId: newUuid(),
  };
});

const close = () => closeWorkspace(ctx, owner, { workspace_name: 'Toko', reason: 'Moving on' });

async function fill(one: MessageWorld): Promise<void> {
  const { contactId } = await one.customer(`62812${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`);
  await database.admin(
    `insert into exports (workspace_id, id, kind, selection, status, actor_kind, actor_id, created_at, storage_key, object_key_sealed, size_bytes, finished_at, expires_at)
     values ($1, $2, 'contacts', '{}', 'ready', 'member', $3, now(), $4, '\\x00', 1, now(), now())`,
    [one.workspaceId, newUuid(), newUuid(), `${one.workspaceId}/exports/list`],
  );
  await database.admin(
    `insert into consent_records (workspace_id, id, contact_id, purpose, category, state, source, is_evidenced, actor_kind, occurred_at, recorded_at)
     values ($1, $2, $3, 'marketing', '', 'given', 'paper', false, 'system', now(), now())`,
    [one.workspaceId, newUuid(), contactId],
  );
}

async function rowsByTable(workspaceId: string): Promise<Record<string, number>> {
  const tables = await engineQuery<{ name: string }>(database.db, selectTenantTables());
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await database.admin<{ count: number }>(`select count(*)::int as count from "${name}" where workspace_id = $1`, [
      workspaceId,
    ]);
    if (row !== undefined && row.count > 0) counts[name] = row.count;
  }
  return counts;
}

describe('closing a workspace', () => {
  it('wants its name, tells the owners once, and can be asked for twice', async () => {
    await expect(closeWorkspace(ctx, owner, { workspace_name: 'Another' })).rejects.toMatchObject({ code: 'validation_failed' });
    expect(await getClosure(ctx, world.workspaceId)).toBeNull();
    const first = await close();
    expect(first).toMatchObject({ reason: 'Moving on', deletes_at: new Date(now.getTime() + 30 * dayMs).toISOString() });
    expect(await close()).toEqual(first);
    expect(mails).toMatchObject([{ subject: 'The workspace “Toko” is closing' }]);
    await reopenWorkspace(ctx, owner);
  });

  it('can be taken back on the last day, and then everything is there', async () => {
    await fill(world);
    const before = await rowsByTable(world.workspaceId);
    await close();
    now = new Date(now.getTime() + 30 * dayMs - 1_000);
    await deleteDueWorkspaces(ctx, running);
    await reopenWorkspace(ctx, owner);
    now = new Date(now.getTime() + 30 * dayMs);
    await deleteDueWorkspaces(ctx, running);
    const after = await rowsByTable(world.workspaceId);
    for (const [table, count] of Object.entries(before)) expect(after[table], table).toBeGreaterThanOrEqual(count);
    expect(mails.map((mail) => mail.subject)).toEqual([
      'The workspace “Toko” is closing',
      'The workspace “Toko” will be deleted soon',
      'The workspace “Toko” is open again',
    ]);
    await expect(reopenWorkspace(ctx, owner)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('deletes every row and file after 30 days, keeps what must be kept, and leaves the neighbour alone', async () => {
    await fill(world);
    await fill(neighbour);
    const others = await rowsByTable(neighbour.workspaceId);
    await close();
    now = new Date(now.getTime() + 30 * dayMs);
    await deleteDueWorkspaces(ctx, running);
    const allowed = new Set([...Object.keys(keptTables), ...untouchedTables]);
    expect(Object.keys(await rowsByTable(world.workspaceId)).filter((table) => !allowed.has(table))).toEqual([]);
    expect(await database.admin('select from workspaces where id = $1', [world.workspaceId])).toEqual([]);
    expect(deletedFiles).toEqual([`${world.workspaceId}/exports/list`]);
    expect(await rowsByTable(neighbour.workspaceId)).toEqual(others);
    await expect(world.keyring.workspaceKeys(world.workspaceId)).rejects.toMatchObject({ code: 'key_destroyed' });
    expect(await reopenWorkspace(ctx, owner).catch((error: { code: string }) => error.code)).toBe('not_found');
  });

  it('mails a receipt that says what was kept and can be checked', async () => {
    await fill(world);
    await close();
    now = new Date(now.getTime() + 31 * dayMs);
    await deleteDueWorkspaces(ctx, running);
    const text = mails.at(-1)?.text ?? '';
    const receipt = ClosureReceipt.parse(JSON.parse(text.slice(text.indexOf('{'))));
    expect(receipt.document.rows_deleted).toMatchObject({ contacts: 1, conversations: 1, exports: 1 });
    expect(receipt.document.files_deleted).toBe(1);
    expect(receipt.document.kept.map((kept) => kept.what)).toEqual(['consent_records', 'audit_events']);
    expect(isSignedBy((await world.keyring.signingKey()).publicKeyPem, receipt)).toBe(true);
  });

  it('goes on where a killed run was', async () => {
    await fill(world);
    await close();
    now = new Date(now.getTime() + 30 * dayMs);
    const dying = { ...ctx, deleteFile: () => Promise.reject(new Error('killed')) };
    await expect(deleteDueWorkspaces(dying, running)).rejects.toThrow('killed');
    expect((await rowsByTable(world.workspaceId))['contacts']).toBe(1);
    await deleteDueWorkspaces(ctx, running);
    expect((await rowsByTable(world.workspaceId))['contacts']).toBeUndefined();
    expect(mails.filter((mail) => mail.subject.includes('was deleted'))).toHaveLength(1);
  });

  it('waits for what is held, and goes on when nothing is', async () => {
    await fill(world);
    await close();
    await database.admin(
      `insert into retention_holds (workspace_id, id, owner_member_id, reason_sealed, review_on, created_by, created_at) values ($1, $2, $3, '\\x00', current_date + 30, $3, now())`,
      [world.workspaceId, newUuid(), newUuid()],
    );
    now = new Date(now.getTime() + 31 * dayMs);
    await deleteDueWorkspaces(ctx, running);
    expect((await rowsByTable(world.workspaceId))['contacts']).toBe(1);
    await database.admin(`update retention_holds set released_at = now(), release_reason_sealed = '\\x00' where workspace_id = $1`, [
      world.workspaceId,
    ]);
    await deleteDueWorkspaces(ctx, running);
    expect((await rowsByTable(world.workspaceId))['contacts']).toBeUndefined();
    expect((await rowsByTable(world.workspaceId))['retention_holds']).toBeUndefined();
  });

  it('lets the rest go when its years are over, and the database refuses before', async () => {
    await fill(world);
    await close();
    now = new Date(now.getTime() + 30 * dayMs);
    await deleteDueWorkspaces(ctx, running);
    await expect(
      engineQuery(database.db, { text: 'delete from consent_records where workspace_id = $1', values: [world.workspaceId] }),
    ).rejects.toThrow('never changed or deleted');
    const age = async (years: number): Promise<void> => {
      await database.admin(
        `update workspace_closures set deleted_at = now() - make_interval(years => $2, days => 1) where workspace_id = $1`,
        [world.workspaceId, years],
      );
      now = new Date();
      await purgeKeptRests(ctx, running);
    };
    await age(2);
    expect(await rowsByTable(world.workspaceId)).toMatchObject({ consent_records: 1 });
    expect((await rowsByTable(world.workspaceId))['audit_events']).toBeUndefined();
    await age(5);
    expect((await rowsByTable(world.workspaceId))['consent_records']).toBeUndefined();
  });
});

describe('every table of workspaces', () => {
  it('can be emptied by the deletion, or is kept with a reason', async () => {
    const tables = await engineQuery<{ name: string }>(database.db, selectTenantTables());
    expect(tables.length).toBeGreaterThan(80);
    const may = await database.admin<{ name: string; may: boolean }>(
      `select t as name, has_table_privilege('kabar_engine', t, 'delete') as may from unnest($1::text[]) t`,
      [tables.map(({ name }) => name)],
    );
    const stuck = may.filter((table) => !table.may && keptTables[table.name] === undefined && !untouchedTables.has(table.name));
    expect(stuck.map(({ name }) => name)).toEqual([]);
  });
});

describe('a workspace that is closing', () => {
  it('can be read and not changed', async () => {
    const api = await createApiApp(contactRoutes(contactsContext(world)), world.workspaceId, newUuid(), { isClosing: true });
    expect((await api.get('/v1/contacts')).status).toBe(200);
    expect(await api.send('POST', '/v1/contacts', { phone: '+62 812-9999-0002' })).toMatchObject({
      status: 409,
      body: { error: { code: 'workspace_closing' } },
    });
    await api.app.close();
  });
});
