import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createManualClock } from '#platform/clock';
import { withTenant } from '#platform/db/tx';
import { fromPublicId, newUuid, toPublicId } from '#platform/ids';
import { useTestDatabase } from '../../../../test/harness.ts';
import { createInboxWorld, type InboxWorld } from '../../../../test/inbox-world.ts';
import { createTestUser } from '../../../../test/tenants.ts';
import { assignConversation, countOpenByAssignee, readConversationFacts, setDue, setStatus } from './door.ts';
import { wakeSnoozed } from './wake-snoozed.ts';

const database = useTestDatabase();
let world: InboxWorld;
let numberId = '';

beforeAll(async () => {
  world = await createInboxWorld(database);
  numberId = await world.number();
});
afterAll(() => world.close());

const patch = (id: string, body: object) => world.call('manager', 'PATCH', `/v1/conversations/${id}`, body);
const kinds = async (id: string): Promise<unknown[]> => {
  const { body } = await world.call('manager', 'GET', `/v1/conversations/${id}/entries`);
  return (body.data ?? []).map((entry) => entry['kind']).toReversed();
};
const uuid = (id: string): string => fromPublicId(ID_PREFIXES.conversation, id) ?? '';
const tag = async (name: string): Promise<string> => {
  const id = newUuid();
  await database.admin(`insert into tags (workspace_id, id, name, color, created_at) values ($1, $2, $3, 'teal', now())`, [
    world.tenant.workspaceId,
    id,
    name,
  ]);
  return toPublicId(ID_PREFIXES.tag, id);
};

describe('a change', () => {
  it('assigns, hands to a team, snoozes and resolves, each with a line in the thread', async () => {
    const { id } = await world.conversation(numberId);
    const team = await world.call('manager', 'POST', '/v1/teams', { name: 'Penjualan' });
    const teamId = String(team.body['id']);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await patch(id, { assignee_id: world.memberId('agent'), team_id: teamId });
    await patch(id, { status: 'snoozed', snoozed_until: until });
    expect(await world.read('manager', id)).toMatchObject({
      status: 'snoozed',
      snoozed_until: until,
      assignee_id: world.memberId('agent'),
      team_id: teamId,
      resolved_at: null,
    });
    const { body } = await patch(id, { status: 'resolved', bot_active: true });
    expect(body).toMatchObject({ status: 'resolved', snoozed_until: null, waiting_since: null, bot_active: true });
    expect(await kinds(id)).toEqual(['team_changed', 'assigned', 'snoozed', 'bot_started', 'resolved']);
    await world.call('manager', 'DELETE', `/v1/teams/${teamId}`);
    expect(await world.read('manager', id)).toMatchObject({ team_id: null, assignee_id: world.memberId('agent') });
  });

  it('that changes nothing writes nothing', async () => {
    const { id } = await world.conversation(numberId);
    const before = await database.admin('select count(*) from events');
    expect((await patch(id, { status: 'open', assignee_id: null, bot_active: false })).status).toBe(200);
    expect(await kinds(id)).toEqual([]);
    expect(await database.admin('select count(*) from events')).toEqual(before);
  });

  it('that expects what no longer holds is a conflict, so of two who take it one wins', async () => {
    const { id } = await world.conversation(numberId);
    const take = (who: 'agent' | 'manager') =>
      world.call(who, 'PATCH', `/v1/conversations/${id}`, { assignee_id: world.memberId(who), if_assignee_id: null });
    const answers = await Promise.all([take('agent'), take('manager')]);
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200, 409]));
    expect(await kinds(id)).toEqual(['assigned']);
    expect((await patch(id, { status: 'resolved', if_status: 'snoozed' })).status).toBe(409);
  });

  it.each([
    [{ status: 'snoozed' }, 400],
    [{ status: 'snoozed', snoozed_until: '2020-01-01T00:00:00Z' }, 400],
    [{ snoozed_until: '2099-01-01T00:00:00Z' }, 400],
    [{ assignee_id: toPublicId(ID_PREFIXES.member, newUuid()) }, 404],
    [{ team_id: toPublicId(ID_PREFIXES.team, newUuid()) }, 404],
  ])('is refused when it makes no sense: %j', async (body, status) => {
    const { id } = await world.conversation(numberId);
    expect((await patch(id, body)).status).toBe(status);
  });

  it('of tags says which came and which went', async () => {
    const { id } = await world.conversation(numberId);
    const [first, second] = [await tag('satu'), await tag('dua')];
    const put = (tagIds: string[]) => world.call('agent', 'PUT', `/v1/conversations/${id}/tags`, { tag_ids: tagIds });
    expect((await put([first])).body['tag_ids']).toEqual([first]);
    expect((await put([second])).body['tag_ids']).toEqual([second]);
    expect(await kinds(id)).toEqual(['tagged', 'untagged', 'tagged']);
    expect((await put([toPublicId(ID_PREFIXES.tag, newUuid())])).status).toBe(404);
  });

  it('of a pin is the own one of the member', async () => {
    const { id } = await world.conversation(numberId);
    expect((await world.call('agent', 'PUT', `/v1/conversations/${id}/pin`)).status).toBe(204);
    expect((await world.call('agent', 'PUT', `/v1/conversations/${id}/pin`)).status).toBe(204);
    expect([(await world.read('agent', id)).pinned, (await world.read('manager', id)).pinned]).toEqual([true, false]);
    const pinned = await world.call('agent', 'GET', '/v1/conversations?pinned=true');
    expect((pinned.body.data ?? []).map((row) => row['id'])).toEqual([id]);
    await world.call('agent', 'DELETE', `/v1/conversations/${id}/pin`);
    expect((await world.read('agent', id)).pinned).toBe(false);
  });
});

describe('a message of the customer', () => {
  it('opens what was resolved, says so, and lets them wait from its time on', async () => {
    const { id, phone } = await world.conversation(numberId, { at: new Date(Date.now() - 60_000) });
    await patch(id, { status: 'resolved' });
    const at = new Date(Math.trunc(Date.now() / 1_000) * 1_000 + 2_000);
    await world.write(numberId, phone, { at });
    await world.write(numberId, phone, { at: new Date(at.getTime() + 5_000) });
    expect(await world.read('manager', id)).toMatchObject({ status: 'open', resolved_at: null, waiting_since: at.toISOString() });
    expect(await kinds(id)).toEqual(['resolved', 'reopened']);
    const { body } = await world.call('manager', 'GET', `/v1/conversations/${id}/entries?limit=1`);
    expect(body.data).toMatchObject([{ actor: { kind: 'contact' }, data: { by: 'customer' }, text: null }]);
  });

  it('opens what was snoozed', async () => {
    const { id, phone } = await world.conversation(numberId);
    await patch(id, { status: 'snoozed', snoozed_until: new Date(Date.now() + 3_600_000).toISOString() });
    await world.write(numberId, phone);
    expect(await world.read('manager', id)).toMatchObject({ status: 'open', snoozed_until: null });
  });
});

it('a snoozed conversation comes back at its time, once', async () => {
  const { id } = await world.conversation(numberId);
  const until = new Date(Date.now() + 3_600_000);
  await patch(id, { status: 'snoozed', snoozed_until: until.toISOString() });
  const clock = createManualClock(new Date(until.getTime() - 1));
  const deps = { ...world.ctx, clock };
  await wakeSnoozed(deps);
  expect((await world.read('manager', id)).status).toBe('snoozed');
  clock.advance(1);
  expect(await Promise.all([wakeSnoozed(deps), wakeSnoozed(deps)])).toContain(1);
  expect(await world.read('manager', id)).toMatchObject({ status: 'open', snoozed_until: null });
  expect(await kinds(id)).toEqual(['snoozed', 'woken']);
});

it('a member who leaves the workspace leaves their conversations, teams and pins', async () => {
  const { id } = await world.conversation(numberId);
  const memberId = newUuid();
  const { userId } = await createTestUser(world.people, 'Budi');
  await database.admin(`insert into workspace_members (workspace_id, id, user_id, role, joined_at) values ($1, $2, $3, 'agent', now())`, [
    world.tenant.workspaceId,
    memberId,
    userId,
  ]);
  const publicId = toPublicId(ID_PREFIXES.member, memberId);
  const team = await world.call('manager', 'POST', '/v1/teams', { name: 'Sementara', member_ids: [publicId] });
  await patch(id, { assignee_id: publicId });
  expect((await world.call('owner', 'DELETE', `/v1/members/${publicId}`)).status).toBeLessThan(300);
  expect(await world.read('manager', id)).toMatchObject({ assignee_id: null });
  expect(await kinds(id)).toEqual(['assigned', 'unassigned']);
  expect((await world.call('manager', 'GET', `/v1/teams/${String(team.body['id'])}`)).body).toMatchObject({ member_ids: [] });
});

it('other parts of Kabar assign, resolve, set what is due and read facts in their own transactions', async () => {
  const { id } = await world.conversation(numberId);
  const { workspaceId, members } = world.tenant;
  const order = { workspaceId, conversationId: uuid(id) };
  const at = new Date(Date.now() + 60_000);
  const done = await withTenant(database.db, workspaceId, async (tx) => [
    await assignConversation(tx, world.ctx, { ...order, assigneeId: members.admin.memberId }),
    await assignConversation(tx, world.ctx, { ...order, assigneeId: members.agent.memberId }),
    await setDue(tx, world.ctx, { ...order, due: { at, kind: 'first_reply' } }),
    await setDue(tx, world.ctx, { ...order, due: { at, kind: 'first_reply' } }),
    (await countOpenByAssignee(tx, workspaceId, [members.admin.memberId, members.owner.memberId])).get(members.owner.memberId),
  ]);
  expect(done).toEqual([true, false, true, false, 0]);
  expect(await world.read('manager', id)).toMatchObject({
    assignee_id: world.memberId('admin'),
    due_kind: 'first_reply',
    due_at: at.toISOString(),
  });
  await withTenant(database.db, workspaceId, (tx) => setStatus(tx, world.ctx, { ...order, status: 'resolved' }));
  const [facts] = await withTenant(database.db, workspaceId, (tx) => readConversationFacts(tx, workspaceId, [uuid(id)]));
  expect(facts).toMatchObject({ status: 'resolved', dueAt: null, assigneeId: members.admin.memberId });
});
