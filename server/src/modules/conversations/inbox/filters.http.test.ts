import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromPublicId, newUuid, toPublicId } from '#platform/ids';
import { useTestDatabase, waitFor } from '../../../../test/harness.ts';
import { createInboxWorld, type InboxWorld } from '../../../../test/inbox-world.ts';

const database = useTestDatabase();
let world: InboxWorld;
let numberId = '';
const made: Record<string, string> = {};

beforeAll(async () => {
  world = await createInboxWorld(database);
  numberId = await world.number();
  const minutesAgo = (minutes: number): Date => new Date(Math.trunc(Date.now() / 1_000) * 1_000 - minutes * 60_000);
  const make = async (name: string, minutes: number, change: object = {}): Promise<void> => {
    const { id } = await world.conversation(numberId, { at: minutesAgo(minutes) });
    made[name] = id;
    if (Object.keys(change).length > 0) await world.call('manager', 'PATCH', `/v1/conversations/${id}`, change);
  };
  await make('old', 60 * 30);
  await make('closing', 60 * 22);
  await make('mine', 50, { assignee_id: world.memberId('manager') });
  await make('agents', 40, { assignee_id: world.memberId('agent') });
  await make('resolved', 30, { status: 'resolved' });
  await make('snoozed', 20, { status: 'snoozed', snoozed_until: new Date(Date.now() + 3_600_000).toISOString() });
  await make('bot', 10, { bot_active: true });
  await make('read', 5);
  await world.call('manager', 'POST', `/v1/conversations/${made['read']}/read`, { receipt: false });
});
afterAll(() => world.close());

const names = (ids: readonly unknown[]): string[] => ids.map((id) => Object.keys(made).find((name) => made[name] === id) ?? String(id));
const list = async (query: string): Promise<string[]> => {
  const { body, status } = await world.call('manager', 'GET', `/v1/conversations?${query}`);
  expect(status).toBe(200);
  return names((body.data ?? []).map((row) => row['id']));
};

it.each([
  ['', ['read', 'bot', 'agents', 'mine', 'closing', 'old']],
  ['view=mine', ['mine']],
  ['view=unassigned', ['read', 'bot', 'closing', 'old']],
  ['status=any', ['read', 'bot', 'snoozed', 'resolved', 'agents', 'mine', 'closing', 'old']],
  ['status=snoozed', ['snoozed']],
  ['status=resolved', ['resolved']],
  ['assignee_id=none&bot_active=true', ['bot']],
  ['bot_active=false&unread=false', ['read']],
  ['window=closed', ['old']],
  ['window=closing_soon', ['closing']],
  ['window=open&view=mine', ['mine']],
  ['waiting=true&status=any', ['read', 'bot', 'snoozed', 'agents', 'mine', 'closing', 'old']],
  ['waiting=false&status=any', ['resolved']],
  ['sort=waiting_longest', ['old', 'closing', 'mine', 'agents', 'bot', 'read']],
  ['team_id=none&view=mine', ['mine']],
  ['pinned=true', []],
])('the filter %j gives what it says', async (query, expected) => {
  expect(await list(query)).toEqual(expected);
});

it('filters by member, tag and attribute', async () => {
  const { workspaceId } = world.tenant;
  const [tagId, otherTag, attributeId] = [newUuid(), newUuid(), newUuid()];
  for (const id of [tagId, otherTag]) {
    await database.admin(`insert into tags (workspace_id, id, name, color, created_at) values ($1, $2, $3, 'teal', now())`, [
      workspaceId,
      id,
      id,
    ]);
  }
  const publicTags = [tagId, otherTag].map((id) => toPublicId(ID_PREFIXES.tag, id));
  await world.call('manager', 'PUT', `/v1/conversations/${made['old']}/tags`, { tag_ids: [publicTags[0]] });
  await world.call('manager', 'PUT', `/v1/conversations/${made['bot']}/tags`, { tag_ids: [publicTags[1]] });
  expect(await list(`tag_id=${publicTags.join(',')}`)).toEqual(['bot', 'old']);
  expect(await list(`tag_id=${publicTags[0]}`)).toEqual(['old']);
  expect(await list(`assignee_id=${world.memberId('agent')}`)).toEqual(['agents']);
  const { contact } = await world.read('manager', made['mine'] ?? '');
  await database.admin(
    `insert into attributes (workspace_id, id, key, label, type, sensitivity, position, created_at) values ($1, $2, 'kelas', 'Kelas', 'text', 'plain', 0, now())`,
    [workspaceId, attributeId],
  );
  await database.admin(
    `insert into contact_attributes (workspace_id, contact_id, attribute_id, text_value, match_text, updated_at) values ($1, $2, $3, 'Emas', 'emas', now())`,
    [workspaceId, fromPublicId(ID_PREFIXES.contact, contact.id), attributeId],
  );
  const attribute = toPublicId(ID_PREFIXES.attribute, attributeId);
  expect(await list(`attribute=${attribute}:EMAS`)).toEqual(['mine']);
  expect(await list(`attribute=${attribute}:perak`)).toEqual([]);
  expect(await list(`attribute=${toPublicId(ID_PREFIXES.attribute, newUuid())}:emas`)).toEqual([]);
});

it.each(['status=any', 'sort=waiting_longest'])('pages through %s once each, in one order', async (query) => {
  const all = await list(`${query}&limit=200`);
  const paged: string[] = [];
  let cursor = '';
  do {
    const { body } = await world.call('manager', 'GET', `/v1/conversations?${query}&limit=2${cursor}`);
    paged.push(...names((body.data ?? []).map((row) => row['id'])));
    cursor = typeof body['next_cursor'] === 'string' ? `&cursor=${body['next_cursor']}` : '';
  } while (cursor !== '');
  expect(paged).toEqual(all);
});

it('a cursor of one order is refused in the other', async () => {
  const { body } = await world.call('manager', 'GET', '/v1/conversations?limit=1');
  expect((await world.call('manager', 'GET', `/v1/conversations?sort=waiting_longest&cursor=${String(body['next_cursor'])}`)).status).toBe(
    400,
  );
});

describe('saved views', () => {
  it('are personal or shared, keep their order and count what they show', async () => {
    const create = (who: 'manager' | 'agent', body: object) => world.call(who, 'POST', '/v1/views', body);
    const shared = await create('manager', { name: 'Bot', filter: { bot_active: 'true' }, is_shared: true });
    const mine = await create('manager', { name: 'Tidur', filter: { status: 'snoozed' } });
    const second = await create('manager', { name: 'Tunggu', filter: { sort: 'waiting_longest' } });
    expect((await create('agent', { name: 'x', filter: {}, is_shared: true })).status).toBe(403);
    expect((await create('agent', { name: 'x', filter: { nonsense: 1 } })).status).toBe(400);
    const of = async (who: 'manager' | 'agent'): Promise<unknown[]> =>
      ((await world.call(who, 'GET', '/v1/views')).body.data ?? []).map((view) => view['name']);
    expect(await of('manager')).toEqual(['Bot', 'Tidur', 'Tunggu']);
    expect(await of('agent')).toEqual(['Bot']);
    const order = await world.call('manager', 'PUT', '/v1/views/order', { view_ids: [second.body['id'], mine.body['id']] });
    expect((order.body.data ?? []).map((view) => view['name'])).toEqual(['Bot', 'Tunggu', 'Tidur']);
    expect((await world.call('agent', 'PATCH', `/v1/views/${String(mine.body['id'])}`, { name: 'y' })).status).toBe(404);
    expect((await world.call('agent', 'DELETE', `/v1/views/${String(shared.body['id'])}`)).status).toBe(403);
    const counts = await waitFor('counts with the views', async () => {
      const { body } = await world.call('manager', 'GET', '/v1/conversations/counts');
      return (body['views'] as object[]).length === 3 ? body : undefined;
    });
    expect(counts).toMatchObject({
      mine: { open: 1, unread: 1, is_capped: false },
      unassigned: { open: 4, unread: 3 },
      all: { open: 6, unread: 5 },
      numbers: [{ number_id: numberId, open: 6, unread: 5 }],
      views: [
        { view_id: shared.body['id'], open: 1 },
        { view_id: second.body['id'], open: 6 },
        { view_id: mine.body['id'], open: 1 },
      ],
    });
    for (const view of [shared, mine, second]) {
      expect((await world.call('manager', 'DELETE', `/v1/views/${String(view.body['id'])}`)).status).toBe(204);
    }
  });
});

describe('a bulk action', () => {
  const bulk = (body: object) => world.call('manager', 'POST', '/v1/conversations/bulk', body);
  const undo = (id: unknown, who: 'manager' | 'agent' = 'manager') => world.call(who, 'POST', `/v1/bulk-actions/${String(id)}/undo`);

  it('changes those it names, and puts back what nobody changed since', async () => {
    const ids = [made['old'], made['closing'], made['read']];
    const action = await bulk({
      conversation_ids: [...ids, toPublicId(ID_PREFIXES.conversation, newUuid())],
      change: { status: 'resolved', assignee_id: world.memberId('admin'), unread: false },
    });
    expect([action.status, action.body['status'], action.body['counts']]).toMatchObject([
      200,
      'done',
      { total: 4, changed: 3, not_found: 1 },
    ]);
    const before = await world.read('manager', made['closing'] ?? '');
    expect(before).toMatchObject({ status: 'resolved', unread_count: 0, waiting_since: null });
    await world.call('manager', 'PATCH', `/v1/conversations/${made['old']}`, { assignee_id: null });
    expect((await undo(action.body['id'], 'agent')).status).toBe(404);
    const undone = await undo(action.body['id']);
    expect(undone.body).toMatchObject({ status: 'undone', undo_until: null, counts: { put_back: 2, kept: 1 } });
    const after = await world.read('manager', made['closing'] ?? '');
    expect(after).toMatchObject({ status: 'open', unread_count: 1, assignee_id: null, resolved_at: null });
    expect(after.waiting_since).not.toBeNull();
    expect(await world.read('manager', made['old'] ?? '')).toMatchObject({ status: 'resolved', assignee_id: null });
    expect((await undo(action.body['id'])).body['counts']).toEqual(undone.body['counts']);
    await bulk({ conversation_ids: [made['old']], change: { status: 'open' } });
  });

  it('over many runs in the background, by a filter', async () => {
    const another = await world.number();
    for (let index = 0; index < 205; index += 1) await world.conversation(another, { at: new Date(Date.now() - index * 1_000) });
    const action = await bulk({ filter: { number_id: another, status: 'open' }, change: { unread: false } });
    expect([action.status, action.body['status']]).toEqual([202, 'running']);
    const finished = await waitFor('the end', async () => {
      const { body } = await world.call('manager', 'GET', `/v1/bulk-actions/${String(action.body['id'])}`);
      return body['status'] === 'done' ? body : undefined;
    });
    expect(finished['counts']).toMatchObject({ total: 205, changed: 205, pending: 0 });
    expect(await list(`number_id=${another}&unread=true`)).toEqual([]);
    expect((await undo(action.body['id'])).status).toBe(202);
    await waitFor('the end of undoing', async () => {
      const { body } = await world.call('manager', 'GET', `/v1/bulk-actions/${String(action.body['id'])}`);
      return body['status'] === 'undone' || undefined;
    });
    expect((await world.call('manager', 'GET', `/v1/conversations?number_id=${another}&unread=true&limit=200`)).body.data).toHaveLength(
      200,
    );
  });

  it('needs one way to say which, and something to change', async () => {
    expect((await bulk({ change: { unread: true } })).status).toBe(400);
    expect((await bulk({ conversation_ids: [made['old']], filter: {}, change: { unread: true } })).status).toBe(400);
    expect((await bulk({ conversation_ids: [made['old']], change: {} })).status).toBe(400);
  });
});
