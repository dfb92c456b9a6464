import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toPublicId } from '#platform/ids';
import { createCollaborationWorld, uuidOf, type Answer, type CollaborationWorld } from '../../../../test/collaboration-world.ts';
import { useTestDatabase } from '../../../../test/harness.ts';
import { createTestKey, type TestPerson } from '../../../../test/tenants.ts';

const database = useTestDatabase();
let world: CollaborationWorld;
let conversation: string;

beforeAll(async () => {
  world = await createCollaborationWorld(database);
});
beforeEach(async () => {
  conversation = await world.conversation();
  await world.letAgentsSee('everything');
});
afterAll(() => world.close());

const member = (person: TestPerson): string => toPublicId(ID_PREFIXES.member, person.memberId);

function write(as: TestPerson, body: object, headers: Record<string, string> = {}): Promise<Answer> {
  return world.call(as, 'POST', `/v1/conversations/${conversation}/notes`, body, headers);
}

const entryOf = (answer: Answer): Record<string, unknown> & { id: string } => answer.body['entry'] as { id: string }; // checked by the app

async function bell(as: TestPerson): Promise<Record<string, unknown>[]> {
  const { body } = await world.call(as, 'GET', '/v1/notifications');
  const all = body.data as Record<string, unknown>[]; // checked by the app
  return all.filter((item) => item['conversation_id'] === conversation);
}

describe('writing a note', () => {
  it('keeps its text sealed and tells whom it mentions, but not its author', async () => {
    const { manager, agent, owner } = world.mine.members;
    const answer = await write(manager, { text: 'Tolong cek, @Budi', mentions: [member(agent), member(manager)] });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      entry: { kind: 'note', text: 'Tolong cek, @Budi', actor: { kind: 'member', id: member(manager) } },
      notified_member_ids: [member(agent)],
      not_notified_member_ids: [],
    });
    const [row] = await database.admin<{ sealed: string }>(
      `select encode(content_sealed, 'escape') as sealed from conversation_entries where id = $1`,
      [uuidOf(entryOf(answer).id)],
    );
    expect(row?.sealed).not.toContain('Tolong');
    expect(await bell(agent)).toMatchObject([
      { kind: 'mentioned', read_at: null, actor: { id: member(manager) }, data: { entry_id: entryOf(answer).id } },
    ]);
    expect(await bell(manager)).toEqual([]);
    expect(await bell(owner)).toEqual([]);
  });

  it('names those who may not see the conversation and does not tell them', async () => {
    await world.letAgentsSee('assigned');
    const { owner, agent, admin } = world.mine.members;
    const answer = await write(owner, { text: 'hai', mentions: [member(agent), member(admin)] });
    expect(answer.body).toMatchObject({ notified_member_ids: [member(admin)], not_notified_member_ids: [member(agent)] });
    await world.letAgentsSee('everything');
    expect(await bell(agent)).toEqual([]);
  });

  it('tells every member of a mentioned team', async () => {
    const { owner, agent, admin } = world.mine.members;
    const teamId = world.people.ctx.ids.uuid();
    await database.admin(`insert into teams (workspace_id, id, name, created_at) values ($1, $2, $3, now())`, [
      world.mine.workspaceId,
      teamId,
      `Tim ${teamId}`,
    ]);
    for (const { memberId } of [agent, admin])
      await database.admin(`insert into team_members (workspace_id, team_id, member_id) values ($1, $2, $3)`, [
        world.mine.workspaceId,
        teamId,
        memberId,
      ]);
    const answer = await write(owner, { text: '@Tim', team_mentions: [toPublicId(ID_PREFIXES.team, teamId)] });
    expect(new Set(answer.body['notified_member_ids'] as string[])).toEqual(new Set([member(agent), member(admin)]));
    expect(await bell(admin)).toHaveLength(1);
  });

  it('refuses members of another workspace, empty and too long texts, and conversations one does not see', async () => {
    const { owner, agent } = world.mine.members;
    expect((await write(owner, { text: 'x', mentions: [member(world.other.members.agent)] })).status).toBe(404);
    expect((await write(owner, { text: '  ' })).status).toBe(400);
    expect((await write(owner, { text: 'x'.repeat(4001) })).status).toBe(400);
    expect((await write(world.other.members.owner, { text: 'x' })).status).toBe(404);
    await world.letAgentsSee('assigned');
    expect((await write(agent, { text: 'x' })).status).toBe(404);
    const [count] = await database.admin<{ count: string }>(`select count(*) from conversation_entries where conversation_id = $1`, [
      uuidOf(conversation),
    ]);
    expect(count?.count).toBe('0');
  });

  it('makes one note of the same request, also when it is pressed twice at once', async () => {
    const { owner, agent } = world.mine.members;
    const body = { text: 'sekali', mentions: [member(agent)] };
    const key = { 'idempotency-key': world.people.ctx.ids.uuid() };
    const answers = await Promise.all([write(owner, body, key), write(owner, body, key), write(owner, body, key)]);
    const made = answers.filter((answer) => answer.status === 201 && answer.headers['idempotent-replayed'] === undefined);
    expect(made).toHaveLength(1);
    const again = await write(owner, body, key);
    expect([again.headers['idempotent-replayed'], again.body]).toEqual(['true', made[0]?.body]);
    expect(await bell(agent)).toHaveLength(1);
    expect((await write(owner, { text: 'lain' }, key)).body.error?.code).toBe('idempotency_key_reused');
    expect(entryOf(await write(agent, body, key)).id).not.toBe(entryOf(again).id);
  });
});

describe('changing a note', () => {
  const at = (id: string): string => `/v1/conversations/${conversation}/notes/${id}`;

  it('is for its author and managers; whom it mentions for the first time is told', async () => {
    const { agent, manager, admin, owner } = world.mine.members;
    const { id } = entryOf(await write(agent, { text: 'satu', mentions: [member(admin)] }));
    const changed = await world.call(agent, 'PATCH', at(id), { text: 'dua', mentions: [member(admin), member(owner)] });
    expect(changed.body).toMatchObject({ entry: { text: 'dua', edited_at: expect.any(String) } });
    expect(await bell(admin)).toHaveLength(1);
    expect(await bell(owner)).toHaveLength(1);
    expect((await world.call(manager, 'PATCH', at(id), { text: 'tiga' })).status).toBe(200);
    const mine = entryOf(await write(manager, { text: 'milik manajer' }));
    expect((await world.call(agent, 'PATCH', at(mine.id), { text: 'x' })).body.error?.code).toBe('permission_denied');
    expect((await world.call(agent, 'DELETE', at(mine.id))).body.error?.code).toBe('permission_denied');
    expect((await world.call(world.other.members.owner, 'DELETE', at(mine.id))).status).toBe(404);
    const acts = await database.admin<{ action: string }>(`select action from audit_events where target_id = $1`, [id]);
    expect(acts.map(({ action }) => action)).toEqual(['note.changed']);
  });

  it('by deleting it takes the text away for good and leaves its place', async () => {
    const { agent } = world.mine.members;
    const { id } = entryOf(await write(agent, { text: 'hapus' }));
    expect((await world.call(agent, 'DELETE', at(id))).status).toBe(204);
    expect((await world.call(agent, 'DELETE', at(id))).status).toBe(404);
    expect((await world.call(agent, 'PATCH', at(id), { text: 'x' })).status).toBe(404);
    const rows = await database.admin(
      `select kind, content_sealed, data, deleted_at is not null as gone from conversation_entries where id = $1`,
      [uuidOf(id)],
    );
    expect(rows).toEqual([{ kind: 'note', content_sealed: null, data: {}, gone: true }]);
  });

  it('is open to API keys for their own notes', async () => {
    const { key } = await createTestKey(world.people, world.mine, ['conversations:write']);
    const asKey = { headers: { authorization: `Bearer ${key}` } };
    const made = await world.call(asKey, 'POST', `/v1/conversations/${conversation}/notes`, { text: 'dari sistem' });
    expect(made.body).toMatchObject({ entry: { actor: { kind: 'api_key' } } });
    expect((await world.call(asKey, 'DELETE', at(entryOf(made).id))).status).toBe(204);
    const other = entryOf(await write(world.mine.members.agent, { text: 'orang' }));
    expect((await world.call(asKey, 'DELETE', at(other.id))).status).toBe(403);
  });
});
