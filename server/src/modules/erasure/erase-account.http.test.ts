import type { AccountErasurePlan, AccountErasureReceipt } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSignedBy } from '#platform/crypto/signed-document';
import { erasureContext } from '../../../test/erasure-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { createOperatorWorld, type OperatorApp, type OperatorWorld } from '../../../test/operator-world.ts';
import { catalogue } from '../../roles/personal-data.ts';
import { createErasureHands } from '../../roles/request-hands.ts';
import { leaveWorkspace } from '../workspaces/index.ts';
import { accountNodes, countAccountRows } from './account-nodes.ts';
import { replayErasures } from './index.ts';
import { erasureRoutes } from './routes.ts';

const database = useTestDatabase();
let messages: MessageWorld;
let world: OperatorWorld;
let app: OperatorApp;
let ctx: ReturnType<typeof erasureContext>;
beforeAll(async () => {
  world = await createOperatorWorld(database);
  messages = await createMessageWorld(database);
  const { people } = world;
  ctx = {
    ...erasureContext(messages),
    clock: people.clock,
    keyring: people.keyring,
    audit: people.ctx.audit,
    leaveWorkspace: (tx, userId, isForced) => leaveWorkspace(people.workspaces, tx, userId, isForced),
  };
  app = await world.serve(erasureRoutes(ctx));
});
afterAll(async () => {
  await messages.close();
  await world.close();
});

const erase = (who: Parameters<OperatorApp['call']>[0], email: string) => app.call(who, 'POST', '/v1/me/erasure', { email });

describe('somebody who erases their own account', () => {
  it('is told what stands in the way: a workspace without another owner', async () => {
    const { owner } = world.mine.members;
    const plan = (await app.call(owner, 'GET', '/v1/me/erasure')).body as unknown as AccountErasurePlan;
    expect(plan.workspaces).toMatchObject([{ name: 'Toko Melati', role: 'owner', is_last_owner: true }]);
    const refused = await erase(owner, owner.email);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'last_owner']);
    expect(await database.admin('select 1 from users where id = $1', [owner.userId])).toHaveLength(1);
  });

  it('types the own address, and an API key or a stranger erases nobody', async () => {
    const { agent, manager } = world.mine.members;
    expect((await erase(agent, manager.email)).body.error.code).toBe('validation_failed');
    expect((await erase(null, agent.email)).status).toBe(401);
  });

  it('is gone from every table that declares the account, with a signed receipt of what stays', async () => {
    const { agent } = world.mine.members;
    const { userId, email } = agent;
    await database.admin(
      `insert into notifications (workspace_id, id, member_id, kind, actor_kind, data, created_at)
       values ($1, gen_random_uuid(), $2, 'assigned', 'system', '{}', now())`,
      [world.mine.workspaceId, agent.memberId],
    );
    const nodes = accountNodes(catalogue);
    const left = async () => {
      const found: string[] = [];
      for (const node of nodes.filter(({ does }) => does !== 'keep')) {
        const { text, values } = countAccountRows(node, userId);
        const [row] = await database.admin<{ count: number }>(text, values);
        if ((row?.count ?? 0) > 0) found.push(node.table);
      }
      return found;
    };
    expect(await left()).toEqual(expect.arrayContaining(['notifications', 'user_sessions', 'user_credentials']));
    const done = await erase(agent, email.toUpperCase());
    expect(done.status).toBe(200);
    const receipt = done.body as unknown as AccountErasureReceipt;
    expect(receipt.document).toMatchObject({ kind: 'kabar.account_erasure', left_workspaces: 1, rows_erased: { notifications: 1 } });
    const { publicKeyPem } = await ctx.keyring.signingKey();
    expect(isSignedBy(publicKeyPem, receipt)).toBe(true);
    expect(await left()).toEqual([]);
    expect(await database.admin('select 1 from users where id = $1 or email = $2', [userId, email])).toHaveLength(0);
    expect(await database.admin('select 1 from workspace_members where user_id = $1', [userId])).toHaveLength(0);
    expect((await app.call(agent, 'GET', '/v1/me/erasure')).status).toBe(401);
    expect(ctx.mails).toMatchObject([{ to: email, text: expect.stringContaining('kabar.account_erasure') }]);
    const log = await database.admin<{ action: string; personal: unknown }>(
      `select action, personal from audit_events where target_id = $1 order by seq`,
      [receipt.document.user_id],
    );
    expect(log.at(-1)?.action).toBe('user.erased');
    expect(log.map(({ action, personal }) => [action, personal === null])).toEqual(log.map(({ action }) => [action, true]));
  });

  it('can have whoever runs the installation do it, under the same rules', async () => {
    const { owner, manager } = world.mine.members;
    const hands = createErasureHands(ctx);
    expect(await hands.account(owner.userId)).toEqual({ kind: 'last_owner' });
    expect(await hands.account(manager.userId)).toMatchObject({ kind: 'done', removed: expect.any(Number) });
    expect(await database.admin('select 1 from users where id = $1', [manager.userId])).toHaveLength(0);
    expect(await hands.account(manager.userId)).toEqual({ kind: 'done', removed: 0, kept: [] });
  });

  it('stays away when an older copy of the database is restored', async () => {
    const { admin, owner } = world.other.members;
    expect((await erase(admin, admin.email)).status).toBe(200);
    // What a copy from before the erasure brings back.
    await database.admin(
      `insert into users (id, name, email, email_verified, language, created_at, updated_at) values ($1, 'Back', $2, true, 'en', now(), now())`,
      [admin.userId, admin.email],
    );
    await database.admin(`insert into workspace_members (workspace_id, id, user_id, role, joined_at) values ($1, $2, $3, 'admin', now())`, [
      world.other.workspaceId,
      admin.memberId,
      admin.userId,
    ]);
    ctx.mails.length = 0;
    expect((await replayErasures(ctx)).erasedAgain).toBe(1);
    expect(await database.admin('select 1 from users where id = $1', [admin.userId])).toHaveLength(0);
    expect(await database.admin('select 1 from users where id = $1', [owner.userId])).toHaveLength(1);
    expect(ctx.mails).toEqual([]);
    expect((await replayErasures(ctx)).erasedAgain).toBe(0);
  });
});
