import { PassThrough } from 'node:stream';
import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#platform/clock';
import { authorizationChanges } from '#platform/events/authorization-change';
import { createEventFeed, type EventFeed, type FeedEvent } from '#platform/events/event-feed';
import { createSseHub, type SseHub } from '#platform/events/sse';
import type { WorkspaceActor } from '#platform/http/actor';
import { fromPublicId, newUuid } from '#platform/ids';
import { silentLog } from '#platform/log';
import { useTestDatabase, waitFor } from '../../../../test/harness.ts';
import { createInboxWorld, type InboxWorld } from '../../../../test/inbox-world.ts';
import { createTestTenant, type TestTenant } from '../../../../test/tenants.ts';
import { isVisible, visibleWhere, type Limits, type Viewer } from '../../teams/index.ts';
import { requireMayWrite } from './require-may-write.ts';
import { requireVisibleMedia, requireVisibleMessage } from './require-visible.ts';

const database = useTestDatabase();
let world: InboxWorld;
let other: TestTenant;
let feed: EventFeed;
let hub: SseHub;
/** A number of the team that the agent is in, one of another team, one of nobody's. */
let numbers: { own: string; foreign: string; free: string };
let teams: { own: string; foreign: string };

beforeAll(async () => {
  world = await createInboxWorld(database);
  other = await createTestTenant(world.people, 'Lain');
  feed = createEventFeed({ db: database.db, notifications: world.notifications, clock: systemClock, log: silentLog });
  await feed.start();
  hub = createSseHub({
    feed,
    clock: systemClock,
    log: silentLog,
    onAuthorizationChange: authorizationChanges(world.notifications),
    coalesceMs: 5,
    heartbeatMs: 60_000,
  });
  numbers = { own: await world.number(), foreign: await world.number(), free: await world.number() };
  const make = async (name: string, memberIds: string[], numberId: string): Promise<string> => {
    const { body } = await world.call('manager', 'POST', '/v1/teams', { name, member_ids: memberIds, number_ids: [numberId] });
    return String(body['id']);
  };
  teams = {
    own: await make('Satu', [world.memberId('agent')], numbers.own),
    foreign: await make('Dua', [world.memberId('admin')], numbers.foreign),
  };
});
afterAll(async () => {
  hub.close();
  await feed.stop();
  await world.close();
});
beforeEach(async () => {
  await rule('everything');
});

const rule = (agentsSee: string) => world.call('manager', 'PUT', '/v1/visibility', { agents_see: agentsSee });
const assign = (id: string, body: object) => world.call('manager', 'PATCH', `/v1/conversations/${id}`, body);
const agentActor = (): WorkspaceActor => {
  const { agent } = world.tenant.members;
  const { workspaceId } = world.tenant;
  return {
    kind: 'user',
    workspaceId,
    permissions: new Set(['conversations:read', 'messages:read', 'contacts:read']),
    ...agent,
    name: 'Agen',
    isLimited: true,
    sessionId: newUuid(),
    role: 'agent',
  };
};

/** One conversation of every kind, by what it is. */
async function everyKind(): Promise<Record<string, string>> {
  const make = async (number: string, change: object): Promise<string> => {
    const { id } = await world.conversation(number);
    if (Object.keys(change).length > 0) await assign(id, change);
    return id;
  };
  return {
    ownNumber: await make(numbers.own, {}),
    freeNumber: await make(numbers.free, {}),
    foreignNumber: await make(numbers.foreign, {}),
    ownTeamForeignNumber: await make(numbers.foreign, { team_id: teams.own }),
    foreignTeamFreeNumber: await make(numbers.free, { team_id: teams.foreign }),
    mineForeign: await make(numbers.foreign, { team_id: teams.foreign, assignee_id: world.memberId('agent') }),
    othersOwnNumber: await make(numbers.own, { assignee_id: world.memberId('admin') }),
  };
}

const seen = {
  everything: ['ownNumber', 'freeNumber', 'ownTeamForeignNumber', 'foreignTeamFreeNumber', 'mineForeign', 'othersOwnNumber'],
  teams: ['ownNumber', 'freeNumber', 'ownTeamForeignNumber', 'mineForeign', 'othersOwnNumber'],
  assigned: ['mineForeign'],
} as const;

describe.each(['everything', 'teams', 'assigned'] as const)('under the rule %s', (agentsSee) => {
  it('an agent sees what is theirs in lists, threads, counts and by id, and a manager sees all', async () => {
    const made = await everyKind();
    await rule(agentsSee);
    const ids = new Set(Object.values(made));
    const listed = async (who: 'agent' | 'manager'): Promise<string[]> => {
      const { body } = await world.call(who, 'GET', '/v1/conversations?limit=200');
      return (body.data ?? []).map((row) => String(row['id'])).filter((id) => ids.has(id));
    };
    const expected = new Set<string>(seen[agentsSee].map((kind) => made[kind] ?? ''));
    expect(new Set(await listed('agent'))).toEqual(expected);
    expect(new Set(await listed('manager'))).toEqual(ids);
    const { body: bulk } = await world.call('agent', 'POST', '/v1/conversations/bulk', {
      conversation_ids: [...ids],
      change: { unread: true },
    });
    expect(bulk['counts']).toMatchObject({ total: ids.size, not_found: ids.size - expected.size });
    for (const id of ids) {
      for (const [method, path, body] of [
        ['GET', ''],
        ['GET', '/messages'],
        ['GET', '/entries'],
        ['POST', '/read', {}],
        ['POST', '/unread'],
        ['POST', '/typing'],
        ['PATCH', '', { bot_active: false }],
        ['PUT', '/tags', { tag_ids: [] }],
        ['PUT', '/pin'],
      ] as const) {
        const { status } = await world.call('agent', method, `/v1/conversations/${id}${path}`, body);
        expect([path, method, status === 404]).toEqual([path, method, !expected.has(id)]);
      }
    }
  });
});

it('the counts of an agent are of what they see', async () => {
  await rule('assigned');
  const before = (await world.call('agent', 'GET', '/v1/conversations/counts')).body['all'] as { open: number };
  const { id } = await world.conversation(numbers.own);
  await assign(id, { assignee_id: world.memberId('agent') });
  await world.conversation(numbers.own);
  await waitFor('the counts to be read anew', async () => {
    const now = (await world.call('agent', 'GET', '/v1/conversations/counts')).body['all'] as { open: number };
    return now.open === before.open + 1 || undefined;
  });
});

it('messages and files of what an agent does not see are not found', async () => {
  const hidden = await world.conversation(numbers.foreign);
  const { workspaceId, members } = world.tenant;
  const viewer = await world.viewers.ofMember(workspaceId, members.agent.memberId);
  const messageId = fromPublicId(ID_PREFIXES.message, hidden.messageId) ?? '';
  await expect(requireVisibleMessage(database.db, viewer, workspaceId, messageId)).rejects.toMatchObject({ code: 'not_found' });
  const file = async (direction: 'in' | 'out', inMessage: string | null): Promise<string> => {
    const id = newUuid();
    await database.admin(
      `insert into media (workspace_id, id, direction, status, kind, mime_type, message_id, created_at) values ($1, $2, $3, 'gone', 'image', 'image/png', $4, now())`,
      [workspaceId, id, direction, inMessage],
    );
    return id;
  };
  const shown = await world.conversation(numbers.own);
  const shownMessage = fromPublicId(ID_PREFIXES.message, shown.messageId) ?? '';
  await expect(requireVisibleMedia(database.db, viewer, workspaceId, await file('in', messageId))).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(requireVisibleMedia(database.db, viewer, workspaceId, await file('in', shownMessage))).resolves.toBeUndefined();
  await expect(requireVisibleMedia(database.db, viewer, workspaceId, await file('out', null))).resolves.toBeUndefined();
  const conversationId = fromPublicId(ID_PREFIXES.conversation, hidden.id) ?? '';
  await expect(requireMayWrite(world.ctx, agentActor(), { conversationId, mediaIds: [] })).rejects.toMatchObject({ code: 'not_found' });
});

it('somebody of another workspace finds nothing of it', async () => {
  const { id } = await world.conversation(numbers.own);
  for (const path of ['', '/messages', '/entries']) {
    expect((await world.call('owner', 'GET', `/v1/conversations/${id}${path}`, undefined, other)).status).toBe(404);
  }
  const { body } = await world.call('owner', 'GET', '/v1/conversations?status=any', undefined, other);
  expect(body.data).toEqual([]);
});

describe('the live stream', () => {
  /** Listens as an agent; gives what was heard, and whether the stream was ended. */
  function listen(actor = agentActor()): { heard: () => string; closed: () => boolean } {
    const stream = new PassThrough();
    let text = '';
    stream.on('data', (bytes: Buffer) => (text += bytes.toString()));
    const outcome = hub.attach({
      workspaceId: actor.workspaceId,
      open: () => stream,
      lastEventId: null,
      filter: () => true,
      screen: world.screen(actor),
      authorization: [
        `session:${newUuid()}`,
        ...(actor.kind === 'user' ? [`member:${actor.memberId}` as const] : []),
        `workspace:${actor.workspaceId}`,
      ],
      signal: new AbortController().signal,
    });
    let isClosed = false;
    if (!outcome.ok) throw new Error(outcome.reason);
    void outcome.closed.then(() => (isClosed = true));
    return { heard: () => text, closed: () => isClosed };
  }

  it('tells an agent of what they see, and of nothing else, in order', async () => {
    const shown = await world.conversation(numbers.own);
    const hidden = await world.conversation(numbers.foreign);
    const stream = listen();
    await assign(hidden.id, { bot_active: true });
    await assign(shown.id, { bot_active: true });
    await waitFor('the news', () => stream.heard().includes(shown.id));
    expect(stream.heard()).not.toContain(hidden.id);
    const ids = [...stream.heard().matchAll(/^id: ?(.*)$/gm)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('tells once more of a conversation that just left their sight', async () => {
    const { id } = await world.conversation(numbers.foreign);
    await assign(id, { assignee_id: world.memberId('agent') });
    const stream = listen();
    await assign(id, { assignee_id: world.memberId('admin') });
    await waitFor('the last news', () => stream.heard().includes(id));
    expect((await world.call('agent', 'GET', `/v1/conversations/${id}`)).status).toBe(404);
    const length = stream.heard().length;
    await assign(id, { bot_active: true });
    const { id: seenId } = await world.conversation(numbers.own);
    await assign(seenId, { bot_active: true });
    await waitFor('other news', () => stream.heard().includes(seenId));
    expect(stream.heard().slice(length)).not.toContain(id);
  });

  it('ends when what they may see changes, and the new one follows the new rule', async () => {
    const stream = listen();
    await rule('assigned');
    await waitFor('the end', () => stream.closed());
    const { id } = await world.conversation(numbers.own);
    const next = listen();
    await assign(id, { bot_active: true });
    const mine = await world.conversation(numbers.own);
    await assign(mine.id, { assignee_id: world.memberId('agent') });
    await waitFor('the news', () => next.heard().includes(mine.id));
    expect(next.heard()).not.toContain(id);
  });

  it('judges messages, files and contacts by their conversations, and passes what is about none', async () => {
    const shown = await world.conversation(numbers.own);
    const hidden = await world.conversation(numbers.foreign);
    const screen = world.screen(agentActor());
    const event = (type: string, data: Record<string, string>): FeedEvent => ({
      workspaceId: world.tenant.workspaceId,
      cursor: { xid: 1, seq: 1 },
      id: newUuid(),
      type,
      data,
      occurredAt: new Date(),
    });
    const about = ({ id, messageId, contactId }: typeof shown): FeedEvent[] => [
      event('message.created', { message_id: messageId, conversation_id: id }),
      event('media.updated', { media_id: messageId, message_id: messageId }),
      event('contact.updated', { contact_id: contactId }),
    ];
    const free = event('team.updated', { team_id: teams.own });
    const visible = about(shown);
    expect(await screen?.([...about(hidden), ...visible, free])).toEqual([...visible, free]);
    expect(world.screen({ ...agentActor(), role: 'manager', isLimited: false } as WorkspaceActor)).toBeNull();
  });
});

it('the rule says the same in SQL and in code', async () => {
  const made = await everyKind();
  const ids = Object.values(made).map((id) => fromPublicId(ID_PREFIXES.conversation, id) ?? '');
  const { memberId } = world.tenant.members.agent;
  const [own, foreign] = [teams.own, teams.foreign].map((id) => fromPublicId(ID_PREFIXES.team, id) ?? '');
  const hiddenNumber = fromPublicId(ID_PREFIXES.number, numbers.foreign) ?? '';
  const numberLimit: Limits = { numberIds: [hiddenNumber], teamIds: [] };
  const teamLimit: Limits = { numberIds: [], teamIds: [own ?? ''] };
  const limitsInUse = [[], [numberLimit], [teamLimit], [{ ...numberLimit, teamIds: teamLimit.teamIds }], [numberLimit, teamLimit]];
  for (const agentsSee of ['everything', 'teams', 'assigned'] as const) {
    for (const [teamIds, limits] of [[], [own ?? ''], [own ?? '', foreign ?? '']].flatMap((one) =>
      limitsInUse.map((two) => [one, two] as const),
    )) {
      for (const hiddenNumberIds of [[], [hiddenNumber]]) {
        const viewer: Viewer = { kind: 'some', memberId, teamIds, hiddenNumberIds, agentsSee, limits };
        const values: unknown[] = [ids];
        const rows = await database.admin<{
          id: string;
          seen: boolean | null;
          numberId: string;
          teamId: string | null;
          assigneeId: string | null;
        }>(
          `select id, ${visibleWhere(viewer, 'v', values)} as seen, number_id as "numberId", team_id as "teamId", assignee_id as "assigneeId"
             from conversations v where id = any($1::uuid[])`,
          values,
        );
        expect(rows).toHaveLength(ids.length);
        for (const row of rows) expect(row.seen === true).toBe(isVisible(viewer, row));
      }
    }
  }
});
