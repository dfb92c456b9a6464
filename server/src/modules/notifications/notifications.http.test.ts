import { ID_PREFIXES, NOTIFICATION_KINDS } from '@kabar/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withEngine, withTenant } from '#platform/db/tx';
import { systemIds, toPublicId } from '#platform/ids';
import { createCollaborationWorld, uuidOf, type CollaborationWorld } from '../../../test/collaboration-world.ts';
import { runJobTwice, useTestDatabase } from '../../../test/harness.ts';
import { createTestKey, type TestPerson } from '../../../test/tenants.ts';
import { notificationsJobs, notify, type News } from './index.ts';

const database = useTestDatabase();
let world: CollaborationWorld;

beforeAll(async () => {
  world = await createCollaborationWorld(database);
});
beforeEach(async () => {
  await database.admin('delete from notifications');
  await database.admin('delete from notification_preferences');
  await world.letAgentsSee('everything');
});
afterAll(() => world.close());

function tell(news: Partial<News> & Pick<News, 'memberIds'>): Promise<string[]> {
  const deps = { clock: world.people.clock, ids: systemIds };
  return withTenant(database.db, world.mine.workspaceId, (tx) =>
    notify(deps, tx, world.mine.workspaceId, { kind: 'assigned', actor: { kind: 'system' }, ...news }),
  );
}

async function list(as: TestPerson, query = ''): Promise<{ rows: Record<string, unknown>[]; cursor: string | null }> {
  const { status, body } = await world.call(as, 'GET', `/v1/notifications${query}`);
  expect(status).toBe(200);
  return { rows: body.data as Record<string, unknown>[], cursor: body['next_cursor'] as string | null }; // checked by the app
}

const unread = async (as: TestPerson): Promise<unknown> =>
  (await world.call(as, 'GET', '/v1/notifications/unread-count')).body['unread_count'];

describe('notify', () => {
  it('tells members once per cause, never the one who did it, and only when the cause commits', async () => {
    const { agent, manager } = world.mine.members;
    const news = { memberIds: [agent.memberId, manager.memberId, agent.memberId], dedupeKey: 'cause' };
    expect(await tell({ ...news, actor: { kind: 'member', id: manager.memberId } })).toEqual([agent.memberId]);
    expect(await tell(news)).toEqual([manager.memberId]);
    const failing = withEngine(database.db, 'test', async (tx) => {
      await notify({ clock: world.people.clock, ids: systemIds }, tx, world.mine.workspaceId, {
        kind: 'assigned',
        memberIds: [agent.memberId],
        actor: { kind: 'system' },
      });
      throw new Error('changed our mind');
    });
    await expect(failing).rejects.toThrow('changed our mind');
    expect((await list(agent)).rows).toHaveLength(1);
    const events = await database.admin<{ data: Record<string, string> }>(
      `select data from events where type = 'notification.updated' order by xid, seq`,
    );
    expect(events.map(({ data }) => data['member_id'])).toEqual(
      [agent, manager].map(({ memberId }) => toPublicId(ID_PREFIXES.member, memberId)),
    );
  });

  it('takes ids and words only, and no strangers', async () => {
    const { agent } = world.mine.members;
    await expect(tell({ memberIds: [agent.memberId], data: { text: 'Halo dunia' } })).rejects.toThrow(TypeError);
    await expect(tell({ memberIds: [agent.memberId], data: { phone: '+628120000001' } })).rejects.toThrow(TypeError);
    expect(await tell({ memberIds: [world.other.members.agent.memberId] })).toEqual([]);
  });

  it('leaves out kinds that a member put off', async () => {
    const { agent, admin } = world.mine.members;
    const put = await world.call(agent, 'PATCH', '/v1/notification-preferences', { data: [{ kind: 'assigned', in_app: false }] });
    expect(put.body.data).toContainEqual({ kind: 'assigned', in_app: false });
    expect(put.body.data).toHaveLength(NOTIFICATION_KINDS.length);
    expect(await tell({ memberIds: [agent.memberId, admin.memberId] })).toEqual([admin.memberId]);
    expect(await tell({ kind: 'mentioned', memberIds: [agent.memberId] })).toEqual([agent.memberId]);
    await world.call(agent, 'PATCH', '/v1/notification-preferences', { data: [{ kind: 'assigned', in_app: true }] });
    expect(await tell({ memberIds: [agent.memberId] })).toEqual([agent.memberId]);
  });
});

describe('the list', () => {
  it('pages newest first, counts and marks what is one’s own', async () => {
    const { agent, manager } = world.mine.members;
    for (let index = 0; index < 5; index += 1) await tell({ memberIds: [agent.memberId], dedupeKey: `n${index}` });
    await tell({ memberIds: [manager.memberId] });
    const first = await list(agent, '?limit=3');
    const rest = await list(agent, `?limit=3&cursor=${first.cursor ?? ''}`);
    const ids = [...first.rows, ...rest.rows].map((row) => String(row['id']));
    expect(ids).toEqual([...ids].toSorted().reverse());
    expect(new Set(ids).size).toBe(5);
    expect(rest.cursor).toBeNull();
    expect(await unread(agent)).toBe(5);
    expect((await world.call(manager, 'POST', `/v1/notifications/${ids[0]}/read`)).status).toBe(404);
    expect((await world.call(agent, 'POST', `/v1/notifications/${ids[0]}/read`)).status).toBe(204);
    expect(await unread(agent)).toBe(4);
    expect((await list(agent, '?unread=true')).rows).toHaveLength(4);
    expect((await list(agent, '?unread=false')).rows).toHaveLength(1);
    expect((await world.call(agent, 'POST', '/v1/notifications/read', { up_to_id: ids[3] })).status).toBe(204);
    expect(await unread(agent)).toBe(2);
    expect((await world.call(agent, 'POST', '/v1/notifications/read', {})).status).toBe(204);
    expect(await unread(agent)).toBe(0);
    expect(await unread(manager)).toBe(1);
  });

  it('hides what belongs to a conversation one may not see any more', async () => {
    const { agent } = world.mine.members;
    const [theirs, hidden] = [await world.conversation(), await world.conversation()];
    await database.admin('update conversations set assignee_id = $2 where id = $1', [uuidOf(theirs), agent.memberId]);
    for (const id of [theirs, hidden]) await tell({ memberIds: [agent.memberId], conversationId: uuidOf(id) });
    await tell({ kind: 'import_finished', memberIds: [agent.memberId] });
    expect(await unread(agent)).toBe(3);
    const all = (await list(agent)).rows;
    await world.letAgentsSee('assigned');
    expect((await list(agent)).rows.map((row) => row['conversation_id'])).toEqual([null, theirs]);
    expect(await unread(agent)).toBe(2);
    const gone = all.find((row) => row['conversation_id'] === hidden)?.['id'];
    expect((await world.call(agent, 'POST', `/v1/notifications/${String(gone)}/read`)).status).toBe(404);
    expect((await world.call(agent, 'POST', '/v1/notifications/read', { conversation_id: hidden })).status).toBe(404);
    expect((await world.call(agent, 'POST', '/v1/notifications/read', { conversation_id: theirs })).status).toBe(204);
    expect(await unread(agent)).toBe(1);
  });

  it('is empty for an API key', async () => {
    const { key } = await createTestKey(world.people, world.mine, ['conversations:read']);
    const as = { headers: { authorization: `Bearer ${key}` } };
    expect((await world.call(as, 'GET', '/v1/notifications')).body).toEqual({ data: [], next_cursor: null });
    expect((await world.call(as, 'GET', '/v1/notifications/unread-count')).body).toEqual({ unread_count: 0 });
  });

  it('loses what is older than 90 days', async () => {
    const { agent } = world.mine.members;
    await tell({ memberIds: [agent.memberId], dedupeKey: 'old' });
    await database.admin(`update notifications set created_at = $1`, [new Date(world.people.clock.now().getTime() - 91 * 86_400_000)]);
    await tell({ memberIds: [agent.memberId], dedupeKey: 'young' });
    const [job] = notificationsJobs({ db: database.db, clock: world.people.clock });
    if (job === undefined) throw new Error('no job');
    await runJobTwice(job, {});
    expect((await list(agent)).rows).toHaveLength(1);
  });
});
