import { ID_PREFIXES, PRESENCE_TIMES } from '@kabar/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withEngine } from '#platform/db/tx';
import { systemIds, toPublicId } from '#platform/ids';
import { silentLog } from '#platform/log';
import { createCollaborationWorld, uuidOf, type Answer, type CollaborationWorld } from '../../../../test/collaboration-world.ts';
import { useTestDatabase, waitFor } from '../../../../test/harness.ts';
import { createTestKey, type TestPerson } from '../../../../test/tenants.ts';
import { createPresenceSweeper, sweepOnce } from './sweep-presence.ts';

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

function sign(as: TestPerson, body: object): Promise<Answer> {
  return world.call(as, 'PUT', `/v1/conversations/${conversation}/presence`, body);
}

async function look(as: TestPerson): Promise<unknown> {
  const { body } = await world.call(as, 'GET', `/v1/conversations/${conversation}/presence`);
  const { members, lock } = body as { members: { member_id: string; state: string }[]; lock: { member_id: string } | null }; // checked by the app
  return { members: members.map(({ member_id: id, state }) => [id, state]), lock: lock?.member_id ?? null };
}

async function eventCount(): Promise<number> {
  const [row] = await database.admin<{ count: string }>(
    `select count(*) from events where type = 'presence.updated' and data->>'conversation_id' = $1`,
    [conversation],
  );
  return Number(row?.count);
}

describe('presence', () => {
  it('shows who is there and tells of real changes only', async () => {
    const { agent, manager } = world.mine.members;
    await sign(agent, { state: 'viewing' });
    await sign(agent, { state: 'viewing' });
    expect(await eventCount()).toBe(1);
    world.people.clock.advance(1_000);
    await sign(manager, { state: 'typing' });
    await sign(manager, { state: 'typing' });
    expect(await eventCount()).toBe(2);
    expect(await look(agent)).toEqual({
      members: [
        [member(agent), 'viewing'],
        [member(manager), 'typing'],
      ],
      lock: member(manager),
    });
    await sign(manager, { state: 'replying' });
    await sign(manager, { state: 'left' });
    await sign(manager, { state: 'left' });
    expect(await look(agent)).toEqual({ members: [[member(agent), 'viewing']], lock: null });
    expect(await eventCount()).toBe(4);
  });

  it('gives the lock to one of many who begin at the same moment, and to another only when asked to', async () => {
    const everybody = Object.values(world.mine.members);
    const answers = await Promise.all(everybody.map((person) => sign(person, { state: 'typing' })));
    const holders = answers.map(({ body }) => (body['lock'] as { member_id: string }).member_id);
    expect(new Set(holders).size).toBe(1);
    const other = everybody.find((person) => member(person) !== holders[0]);
    if (other === undefined) throw new Error('nobody else');
    expect((await sign(other, { state: 'typing' })).body).toMatchObject({ lock: { member_id: holders[0] } });
    expect((await sign(other, { state: 'typing', override: true })).body).toMatchObject({ lock: { member_id: member(other) } });
  });

  it('runs out by itself: typing, then the lock, then being there', async () => {
    const { agent, admin } = world.mine.members;
    const { clock } = world.people;
    await sign(agent, { state: 'typing' });
    clock.advance(PRESENCE_TIMES.typingMs);
    expect(await look(admin)).toEqual({ members: [[member(agent), 'replying']], lock: member(agent) });
    clock.advance(PRESENCE_TIMES.lockMs - PRESENCE_TIMES.typingMs);
    expect(await look(admin)).toEqual({ members: [[member(agent), 'viewing']], lock: null });
    expect((await sign(admin, { state: 'typing' })).body).toMatchObject({ lock: { member_id: member(admin) } });
    clock.advance(PRESENCE_TIMES.viewingMs);
    expect(await look(admin)).toEqual({ members: [], lock: null });
  });

  it('is swept by one process at a time, which tells those who look on', async () => {
    const { agent } = world.mine.members;
    const ctx = { db: database.db, clock: world.people.clock };
    await sign(agent, { state: 'typing' });
    const before = await eventCount();
    world.people.clock.advance(PRESENCE_TIMES.typingMs);
    await Promise.all([sweepOnce(ctx), sweepOnce(ctx), sweepOnce(ctx)]);
    expect(await eventCount()).toBe(before + 1);
    world.people.clock.advance(PRESENCE_TIMES.viewingMs);
    await Promise.all([sweepOnce(ctx), sweepOnce(ctx)]);
    expect(await database.admin('select 1 from presence')).toEqual([]);
    expect(await database.admin('select 1 from presence_locks')).toEqual([]);
    const after = await eventCount();
    expect(await sweepOnce(ctx)).toBe(0);
    expect(await eventCount()).toBe(after);
  });

  it('is swept for as long as a process works', async () => {
    const { clock } = world.people;
    await sign(world.mine.members.agent, { state: 'viewing' });
    const sweeper = createPresenceSweeper({ db: database.db, clock, log: silentLog });
    sweeper.start();
    await waitFor('the first pause', () => clock.sleeperCount > 0);
    clock.advance(PRESENCE_TIMES.viewingMs);
    await waitFor('the sweep', async () => (await database.admin('select 1 from presence')).length === 0);
    await sweeper.stop();
    expect(clock.sleeperCount).toBe(0);
  });

  it('knows windows of one person apart', async () => {
    const { agent, admin } = world.mine.members;
    await sign(agent, { state: 'typing', tab: 'a' });
    await sign(agent, { state: 'viewing', tab: 'b' });
    expect(await look(admin)).toEqual({ members: [[member(agent), 'typing']], lock: member(agent) });
    await sign(agent, { state: 'left', tab: 'a' });
    expect(await look(admin)).toEqual({ members: [[member(agent), 'viewing']], lock: null });
  });

  it('ends the lock with a message of its holder', async () => {
    const { agent, admin } = world.mine.members;
    await sign(agent, { state: 'typing' });
    world.people.clock.advance(1_000);
    await database.admin(
      `insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, author_kind, author_id, content_sealed, occurred_at, created_at)
       select workspace_id, $2, number_id, id, contact_id, 'out', 'text', 'queued', 'member', $3, '', $4, $4 from conversations where id = $1`,
      [uuidOf(conversation), systemIds.uuid(), agent.userId, world.people.clock.now()],
    );
    expect(await look(admin)).toMatchObject({ lock: null });
    expect((await sign(admin, { state: 'typing' })).body).toMatchObject({ lock: { member_id: member(admin) } });
  });

  it('is seen by those alone who see the conversation, one by one and in bulk', async () => {
    const { agent, admin } = world.mine.members;
    const quiet = await world.conversation();
    await sign(admin, { state: 'viewing' });
    const foreign = await world.conversation(world.other);
    const bulk = (as: TestPerson): Promise<Answer> =>
      world.call(as, 'GET', `/v1/presence?conversation_ids=${[conversation, quiet, foreign].join(',')}`);
    expect((await bulk(agent)).body.data).toMatchObject([{ conversation_id: conversation, members: [{ member_id: member(admin) }] }]);
    expect((await bulk(world.other.members.owner)).body.data).toEqual([]);
    expect((await world.call(world.other.members.owner, 'GET', `/v1/conversations/${conversation}/presence`)).status).toBe(404);
    await world.letAgentsSee('assigned');
    expect((await bulk(agent)).body.data).toEqual([]);
    expect((await sign(agent, { state: 'viewing' })).status).toBe(404);
    expect((await world.call(agent, 'GET', '/v1/presence?conversation_ids=nonsense')).status).toBe(400);
  });

  it('has no API key in it', async () => {
    const { key } = await createTestKey(world.people, world.mine, ['conversations:write']);
    const answer = await world.call({ headers: { authorization: `Bearer ${key}` } }, 'PUT', `/v1/conversations/${conversation}/presence`, {
      state: 'typing',
    });
    expect(answer.body).toEqual({ conversation_id: conversation, members: [], lock: null });
  });

  it('forgets a member who leaves the workspace', async () => {
    const person = world.people.ctx.ids.uuid();
    await withEngine(database.db, 'test', (tx) =>
      tx.query({
        text: `insert into presence (workspace_id, conversation_id, member_id, tab, since, expires_at, changes_at)
               select workspace_id, $2, id, $3, now(), now() + interval '1 hour', now() + interval '1 hour' from workspace_members where id = $1`,
        values: [world.mine.members.manager.memberId, uuidOf(conversation), person],
      }),
    );
    await database.admin('delete from workspace_members where id = $1', [world.mine.members.manager.memberId]);
    expect(await database.admin('select 1 from presence where tab = $1', [person])).toEqual([]);
  });
});
