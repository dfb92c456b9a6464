import { PassThrough } from 'node:stream';
import { ID_PREFIXES, permissionsOf, type Permission } from '@kabar/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#platform/clock';
import { authorizationChanges } from '#platform/events/authorization-change';
import { createEventFeed, type EventFeed } from '#platform/events/event-feed';
import { createSseHub, type SseHub } from '#platform/events/sse';
import { streamRoutes } from '#platform/http/stream-route';
import { fromPublicId, toPublicId } from '#platform/ids';
import { silentLog } from '#platform/log';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { createInboxWorld, type InboxWorld } from '../../../test/inbox-world.ts';
import { tokenFromMail } from '../../../test/people.ts';
import { createTestTenant, createTestUser, sessionOf, type TestTenant } from '../../../test/tenants.ts';
import { createApiKey } from '../api-keys/index.ts';

const database = useTestDatabase();
let world: InboxWorld;
let feed: EventFeed;
let hub: SseHub;

beforeAll(async () => {
  world = await createInboxWorld(database);
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
});
afterAll(async () => {
  hub.close();
  await feed.stop();
  await world.close();
});
let tenant: TestTenant;
beforeEach(async () => {
  tenant = await createTestTenant(world.people, 'Toko');
});

type Who = 'owner' | 'admin' | 'manager' | 'agent';
const call = (who: Who, method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', url: string, body?: object) =>
  world.call(who, method, url, body, tenant);
const memberId = (who: Who): string => toPublicId(ID_PREFIXES.member, tenant.members[who].memberId);
const codeOf = (answer: { body: Record<string, unknown> }): unknown => (answer.body['error'] as { code?: string } | undefined)?.code;

async function makeRole(permissions: readonly Permission[], more: object = {}): Promise<string> {
  const { status, body } = await call('owner', 'POST', '/v1/roles', { name: `Peran ${Math.random()}`, permissions, ...more });
  expect(status).toBe(201);
  return String(body['id']);
}
const give = (who: Who, role: string, by: Who = 'owner') => call(by, 'PATCH', `/v1/members/${memberId(who)}`, { role });
const inboxReads: Permission[] = ['workspace:read', 'members:read', 'conversations:read', 'messages:read', 'contacts:read'];

describe('a role of the workspace', () => {
  it('is made, listed beside the built-in ones, changed and deleted, and the log says so', async () => {
    const id = await makeRole(['reports:read', 'workspace:read'], { name: 'Analis', description: 'Membaca laporan' });
    const { body } = await call('agent', 'GET', '/v1/roles');
    expect(body.data?.map((role) => role['name'])).toEqual(['owner', 'admin', 'manager', 'agent', 'Analis']);
    expect(body.data?.[4]).toMatchObject({
      id,
      is_built_in: false,
      permissions: ['workspace:read', 'reports:read'],
      sight: 'all',
      member_count: 0,
    });
    const changed = await call('owner', 'PATCH', `/v1/roles/${id}`, { name: 'Analis data' });
    expect(changed.body).toMatchObject({
      name: 'Analis data',
      description: 'Membaca laporan',
      permissions: ['workspace:read', 'reports:read'],
    });
    expect((await call('owner', 'DELETE', `/v1/roles/${id}`)).status).toBe(204);
    expect((await call('owner', 'GET', `/v1/roles/${id}`)).status).toBe(404);
    const log = await database.admin<{ action: string }>(
      `select action from audit_events where workspace_id = $1 and action like 'role.%' order by seq`,
      [tenant.workspaceId],
    );
    expect(log.map((row) => row.action)).toEqual(['role.created', 'role.changed', 'role.deleted']);
  });

  it('has a name of its own, which a deleted one gives back', async () => {
    const id = await makeRole([], { name: 'Kasir' });
    expect(codeOf(await call('owner', 'POST', '/v1/roles', { name: 'KASIR', permissions: [] }))).toBe('conflict');
    expect(codeOf(await call('owner', 'POST', '/v1/roles', { name: 'Owner', permissions: [] }))).toBe('validation_failed');
    await call('owner', 'DELETE', `/v1/roles/${id}`);
    await makeRole([], { name: 'Kasir' });
  });

  it('allows its members exactly what it says, from the next request on', async () => {
    const id = await makeRole(['workspace:read', 'members:read']);
    await give('agent', id);
    expect((await call('agent', 'GET', '/v1/members')).status).toBe(200);
    expect(codeOf(await call('agent', 'GET', '/v1/conversations'))).toBe('permission_denied');
    await call('owner', 'PATCH', `/v1/roles/${id}`, { permissions: ['conversations:read'] });
    expect((await call('agent', 'GET', '/v1/conversations')).status).toBe(200);
    expect(codeOf(await call('agent', 'GET', '/v1/members'))).toBe('permission_denied');
    const { body } = await call('agent', 'GET', '/v1/me');
    expect(body['memberships']).toMatchObject([
      { role: id, role_name: expect.stringContaining('Peran'), permissions: ['conversations:read'] },
    ]);
  });

  it('never allows more than its maker may do, nor is given, changed or taken away by whoever may do less', async () => {
    expect(codeOf(await call('admin', 'POST', '/v1/roles', { name: 'Bos', permissions: ['workspace:close'] }))).toBe('role_too_high');
    const high = await makeRole([...permissionsOf('owner')]);
    for (const answer of [
      await call('admin', 'PATCH', `/v1/roles/${high}`, { permissions: [] }),
      await call('admin', 'DELETE', `/v1/roles/${high}`),
      await give('agent', high, 'admin'),
      await call('admin', 'POST', '/v1/invitations', { email: 'bos@example.com', role: high }),
    ])
      expect(codeOf(answer)).toBe('role_too_high');
    const low = await makeRole(['members:write', 'members:read']);
    await give('manager', low);
    expect(codeOf(await call('manager', 'PATCH', `/v1/roles/${low}`, { permissions: ['members:write', 'audit:read'] }))).toBe(
      'role_too_high',
    );
    expect(codeOf(await give('manager', 'admin', 'manager'))).toBe('role_too_high');
    expect(codeOf(await give('agent', 'agent', 'manager'))).toBe('role_too_high');
    expect(codeOf(await call('manager', 'DELETE', `/v1/members/${memberId('owner')}`))).toBe('role_too_high');
  });

  it('makes nobody an owner, whatever it allows, and a workspace keeps its last owner', async () => {
    await give('admin', await makeRole([...permissionsOf('owner')]));
    expect(codeOf(await give('agent', 'owner', 'admin'))).toBe('role_too_high');
    expect(codeOf(await give('owner', 'agent', 'admin'))).toBe('role_too_high');
    expect(codeOf(await give('owner', await makeRole([...permissionsOf('owner')])))).toBe('last_owner');
  });

  it('stays while somebody has it or is invited to it, and goes when they get another', async () => {
    const id = await makeRole(['workspace:read']);
    const other = await makeRole(['members:read']);
    await call('owner', 'POST', '/v1/invitations', { email: 'sari@example.com', role: id });
    expect(codeOf(await call('owner', 'DELETE', `/v1/roles/${id}`))).toBe('role_in_use');
    await give('agent', id);
    expect(codeOf(await call('owner', 'DELETE', `/v1/roles/${id}`))).toBe('role_in_use');
    expect(codeOf(await call('owner', 'DELETE', `/v1/roles/${id}?move_to=${id}`))).toBe('not_found');
    expect((await call('owner', 'DELETE', `/v1/roles/${id}?move_to=${other}`)).status).toBe(204);
    const members = (await call('owner', 'GET', '/v1/members')).body.data;
    expect(members?.find((member) => member['id'] === memberId('agent'))).toMatchObject({ role: other });
    const invitations = (await call('owner', 'GET', '/v1/invitations')).body.data;
    expect(invitations).toMatchObject([{ email: 'sari@example.com', role: other }]);
  });

  it('is another workspace’s to nobody', async () => {
    const id = await makeRole(['members:read']);
    const elsewhere = await createTestTenant(world.people, 'Lain');
    expect((await world.call('owner', 'GET', `/v1/roles/${id}`, undefined, elsewhere)).status).toBe(404);
    const target = toPublicId(ID_PREFIXES.member, elsewhere.members.agent.memberId);
    expect((await world.call('owner', 'PATCH', `/v1/members/${target}`, { role: id }, elsewhere)).status).toBe(404);
    const number = await world.number(elsewhere);
    expect((await call('owner', 'POST', '/v1/roles', { name: 'X', permissions: [], sight: 'chosen', number_ids: [number] })).status).toBe(
      404,
    );
  });

  it('that does not see everything cannot list what concerns the whole workspace', async () => {
    const answer = await call('owner', 'POST', '/v1/roles', { name: 'X', permissions: ['reports:read'], sight: 'chosen' });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'validation_failed' } } });
    const id = await makeRole(['reports:read']);
    expect(codeOf(await call('owner', 'PATCH', `/v1/roles/${id}`, { sight: 'agents' }))).toBe('validation_failed');
  });

  it('takes back invitations that its members could not send now', async () => {
    const id = await makeRole([...permissionsOf('admin')]);
    await give('manager', id);
    await call('manager', 'POST', '/v1/invitations', { email: 'a@example.com', role: 'admin' });
    await call('manager', 'POST', '/v1/invitations', { email: 'b@example.com', role: 'agent' });
    await call('owner', 'PATCH', `/v1/roles/${id}`, { permissions: [...permissionsOf('manager')] });
    const { body } = await call('owner', 'GET', '/v1/invitations');
    const byEmail = new Map(body.data?.map((row) => [row['email'], row['status']]));
    expect([byEmail.get('a@example.com'), byEmail.get('b@example.com')]).toEqual(['withdrawn', 'pending']);
  });

  it('does not grow in the hands of two who change it at once', async () => {
    const id = await makeRole(['members:read']);
    const answers = await Promise.all([
      call('owner', 'PATCH', `/v1/roles/${id}`, { permissions: ['members:read', 'reports:read'] }),
      give('agent', id),
      call('owner', 'DELETE', `/v1/roles/${id}?move_to=agent`),
    ]);
    expect(answers.every(({ status }) => status < 500)).toBe(true);
    const [left] = await database.admin<{ count: number }>(
      `select count(*)::int as count from workspace_members m join member_roles r on r.workspace_id = m.workspace_id and r.id = m.role_id
        where m.workspace_id = $1 and r.deleted_at is not null`,
      [tenant.workspaceId],
    );
    expect(left?.count).toBe(0);
  });
});

describe('sight of chosen numbers and teams', () => {
  async function twoNumbers(): Promise<{
    own: { id: string; messageId: string };
    other: { id: string; messageId: string; contactId: string };
    ownNumber: string;
  }> {
    const [ownNumber, otherNumber] = [await world.number(tenant), await world.number(tenant)];
    return {
      ownNumber,
      own: await world.conversation(ownNumber, { tenant }),
      other: await world.conversation(otherNumber, { tenant }),
    };
  }
  const listed = async (who: Who): Promise<unknown[]> =>
    ((await call(who, 'GET', '/v1/conversations?limit=200')).body.data ?? []).map((row) => row['id']);

  it('of a role holds in lists and by id', async () => {
    const { own, other, ownNumber } = await twoNumbers();
    await give('manager', await makeRole(inboxReads, { sight: 'chosen', number_ids: [ownNumber] }));
    expect(await listed('manager')).toEqual([own.id]);
    expect((await call('manager', 'GET', `/v1/conversations/${other.id}`)).status).toBe(404);
  });

  it('of a team follows the conversation when the team gets and loses it, on whatever number', async () => {
    const { other } = await twoNumbers();
    const { body } = await call('owner', 'POST', '/v1/teams', { name: 'Tagihan' });
    await give('manager', await makeRole(inboxReads, { sight: 'chosen', team_ids: [body['id']] }));
    expect(await listed('manager')).toEqual([]);
    await call('owner', 'PATCH', `/v1/conversations/${other.id}`, { team_id: body['id'] });
    expect(await listed('manager')).toEqual([other.id]);
    expect((await call('owner', 'DELETE', `/v1/teams/${String(body['id'])}`)).status).toBe(204);
    // The choice is not a wish for everything: with the team gone there is nothing left to see.
    expect(await listed('manager')).toEqual([]);
  });

  it('of a member comes on top of what the role says, and takes what concerns the whole workspace', async () => {
    const { own, other, ownNumber } = await twoNumbers();
    const path = `/v1/members/${memberId('admin')}/limits`;
    expect((await call('admin', 'GET', '/v1/invitations')).status).toBe(200);
    const limited = await call('owner', 'PUT', path, { limits: { number_ids: [ownNumber] } });
    expect(limited.body).toMatchObject({ role: 'admin', limits: { number_ids: [ownNumber], team_ids: [] } });
    expect(await listed('admin')).toEqual([own.id]);
    expect((await call('admin', 'GET', `/v1/conversations/${other.id}/messages`)).status).toBe(404);
    expect(codeOf(await call('admin', 'GET', '/v1/invitations'))).toBe('permission_denied');
    expect((await call('owner', 'PUT', path, { limits: null })).body).toMatchObject({ limits: null });
    expect(new Set(await listed('admin'))).toEqual(new Set([own.id, other.id]));
  });

  it('is set by nobody for themselves, for owners, or for whoever may do more', async () => {
    for (const [by, whom] of [
      ['admin', 'admin'],
      ['admin', 'owner'],
      ['owner', 'owner'],
    ] as const)
      expect(codeOf(await call(by, 'PUT', `/v1/members/${memberId(whom)}/limits`, { limits: {} }))).toBe('role_too_high');
  });

  it('never hides what is assigned to somebody', async () => {
    const { other } = await twoNumbers();
    await call('owner', 'PUT', `/v1/members/${memberId('agent')}/limits`, { limits: {} });
    expect(await listed('agent')).toEqual([]);
    await call('owner', 'PATCH', `/v1/conversations/${other.id}`, { assignee_id: memberId('agent') });
    expect(await listed('agent')).toEqual([other.id]);
  });

  it('goes with the member when they leave and come back', async () => {
    await call('owner', 'PUT', `/v1/members/${memberId('agent')}/limits`, { limits: {} });
    expect((await call('owner', 'DELETE', `/v1/members/${memberId('agent')}`)).status).toBe(204);
    expect(await database.admin('select 1 from member_limits where workspace_id = $1', [tenant.workspaceId])).toEqual([]);
  });
});

describe('API keys of a member', () => {
  async function keyOf(who: 'admin' | 'owner', scopes: readonly Permission[]): Promise<{ key: string; id: string }> {
    const creator = { workspaceId: tenant.workspaceId, userId: tenant.members[who].userId, permissions: new Set(permissionsOf(who)) };
    return createApiKey(world.people.apiKeys, creator, { name: 'toko', scopes: [...scopes], ip_allowlist: [] });
  }
  const withKey = async (key: string, url: string): Promise<number> => {
    const response = await world.app.inject({ url, headers: { authorization: `Bearer ${key}` } });
    return response.statusCode;
  };
  /** The prover of the tests hears of no announcements; in the program they make it forget. */
  const forget = (): void => world.people.apiKeys.prover.forgetWorkspace(tenant.workspaceId);
  const scopesOf = async (id: string): Promise<string[]> => {
    const [row] = await database.admin<{ scopes: string[] }>('select scopes from api_keys where id = $1', [fromPublicId('key', id)]);
    return row?.scopes ?? [];
  };

  it('lose what their maker may no longer do, by whatever change, and do not get it back by themselves', async () => {
    const role = await makeRole([...permissionsOf('admin')]);
    const { key, id } = await keyOf('admin', ['members:read', 'teams:read', 'audit:read']);
    await give('admin', role);
    expect(await scopesOf(id)).toEqual(['members:read', 'teams:read', 'audit:read']);
    await call('owner', 'PATCH', `/v1/roles/${role}`, { permissions: ['members:read', 'teams:read'] });
    expect(await scopesOf(id)).toEqual(['members:read', 'teams:read']);
    await give('admin', 'admin');
    expect(await scopesOf(id)).toEqual(['members:read', 'teams:read']);
    await call('owner', 'DELETE', `/v1/roles/${role}`);
    await give('admin', await makeRole(['members:read']));
    forget();
    expect([await withKey(key, '/v1/members'), await withKey(key, '/v1/teams')]).toEqual([200, 403]);
    const log = await database.admin<{ action: string }>(
      `select action from audit_events where workspace_id = $1 and action = 'api_key.fitted'`,
      [tenant.workspaceId],
    );
    expect(log).toHaveLength(2);
  });

  it('see what their maker sees, and nothing of the inbox once a limited maker has left', async () => {
    const ownNumber = await world.number(tenant);
    const own = await world.conversation(ownNumber, { tenant });
    const other = await world.conversation(await world.number(tenant), { tenant });
    const { key } = await keyOf('admin', ['conversations:read', 'members:read']);
    const seen = async (): Promise<number[]> => {
      forget();
      return [
        await withKey(key, `/v1/conversations/${own.id}`),
        await withKey(key, `/v1/conversations/${other.id}`),
        await withKey(key, '/v1/members'),
      ];
    };
    expect(await seen()).toEqual([200, 200, 200]);
    await call('owner', 'PUT', `/v1/members/${memberId('admin')}/limits`, { limits: { number_ids: [ownNumber] } });
    expect(await seen()).toEqual([200, 404, 200]);
    await call('owner', 'DELETE', `/v1/members/${memberId('admin')}`);
    world.viewers.forget(tenant.workspaceId);
    expect(await seen()).toEqual([404, 404, 200]);
  });

  it('of somebody who leaves without limits work on: they belong to the workspace', async () => {
    const { key } = await keyOf('admin', ['members:read']);
    await call('owner', 'DELETE', `/v1/members/${memberId('admin')}`);
    forget();
    expect(await withKey(key, '/v1/members')).toBe(200);
  });
});

describe('a mail to the person concerned', () => {
  beforeEach(async () => {
    await database.admin(
      `update user_sessions set browser = 'Firefox', system = 'Linux', network = '203.0.*', time_zone = 'Asia/Jakarta' where user_id = $1`,
      [tenant.members.owner.userId],
    );
    world.memberMails.length = 0;
  });
  const sent = (): [string, string][] => world.memberMails.map(({ to, subject }) => [to, subject]);

  it('says what changed, by whom, when and roughly where from, in their language', async () => {
    const { agent } = tenant.members;
    await database.admin(`update users set language = 'id' where id = $1`, [agent.userId]);
    const role = await makeRole(inboxReads, { name: 'Kasir' });
    await give('agent', role);
    expect(sent()).toEqual([[agent.email, 'Peran Anda di “Toko” berubah']]);
    const text = world.memberMails[0]?.text ?? '';
    expect(text).toContain('tadinya agen dan kini “Kasir”');
    expect(text).toContain('Dilakukan oleh Olla (Firefox di Linux, 203.0.*, Asia/Jakarta), ');
    expect(text).toMatch(/\d{1,2} \S+ 20\d\d pukul \d\d[.:]\d\d \(/);
    await give('agent', role);
    expect(sent()).toHaveLength(1); // nothing changed
  });

  it('comes with limits, with another meaning of the role, with its end and with the end of the membership, and not with a new name', async () => {
    const { agent, manager } = tenant.members;
    const role = await makeRole(inboxReads, { name: 'Kasir' });
    await give('agent', role);
    await give('manager', role);
    world.memberMails.length = 0;
    await call('owner', 'PATCH', `/v1/roles/${role}`, { name: 'Kasir malam' });
    expect(sent()).toEqual([]);
    await call('owner', 'PATCH', `/v1/roles/${role}`, { permissions: ['workspace:read', 'members:read'] });
    const edited = 'What your role in “Toko” allows changed';
    expect(new Map(sent())).toEqual(
      new Map([
        [agent.email, edited],
        [manager.email, edited],
      ]),
    );
    expect(sent()).toHaveLength(2);
    world.memberMails.length = 0;
    await call('owner', 'PUT', `/v1/members/${memberId('agent')}/limits`, { limits: {} });
    expect(world.memberMails.map(({ to, text }) => [to, text.includes('some numbers and teams only')])).toEqual([[agent.email, true]]);
    world.memberMails.length = 0;
    await call('owner', 'DELETE', `/v1/roles/${role}?move_to=agent`);
    expect(world.memberMails.map(({ text }) => /was (.*) and is (.*) now/.exec(text)?.slice(1))).toEqual([
      ['“Kasir malam”', 'agent'],
      ['“Kasir malam”', 'agent'],
    ]);
    world.memberMails.length = 0;
    await call('owner', 'DELETE', `/v1/members/${memberId('agent')}`);
    expect(sent()).toEqual([[agent.email, 'You are no longer a member of “Toko”']]);
    expect(world.memberMails[0]?.text).not.toContain('http');
  });
});

describe('an open live stream', () => {
  /** Opens the stream as the route does, in the session of a member. */
  async function open(who: Who): Promise<{ heard: () => string; closed: () => boolean }> {
    const actor = await world.people.authenticator.session(tenant.members[who].cookie, tenant.publicWorkspaceId, '192.0.2.1');
    if (actor === null || actor.membership === null) throw new Error('no session');
    const { workspaceId, memberId: id, role, isLimited } = actor.membership;
    const stream = new PassThrough();
    let text = '';
    stream.on('data', (bytes: Buffer) => (text += bytes.toString()));
    let isClosed = false;
    // The very handler that the program serves, with a hub that writes into a stream of ours.
    const [route] = streamRoutes({ ...hub, attach: (options) => hub.attach({ ...options, open: () => stream }) }, world.screen);
    const { permissions, userId, sessionId, name, email } = actor;
    const signal = new AbortController().signal;
    await route?.handler({
      actor: { kind: 'user', workspaceId, memberId: id, role, isLimited, permissions, userId, sessionId, name, email },
      query: {},
      raw: { headers: {} },
      signal,
    } as never);
    stream.on('end', () => (isClosed = true));
    stream.on('close', () => (isClosed = true));
    return { heard: () => text, closed: () => isClosed };
  }

  const touch = (id: string) => call('owner', 'PATCH', `/v1/conversations/${id}`, { bot_active: true });

  it('ends when the role of its member is changed, and the next one hears what the role allows now', async () => {
    const [ownNumber, otherNumber] = [await world.number(tenant), await world.number(tenant)];
    const role = await makeRole(inboxReads);
    await give('agent', role);
    const before = await open('agent');
    const any = await world.conversation(otherNumber, { tenant });
    await touch(any.id);
    await waitFor('news of every number', () => before.heard().includes(any.id));
    await call('owner', 'PATCH', `/v1/roles/${role}`, { sight: 'chosen', number_ids: [ownNumber] });
    await waitFor('the end of the stream', () => before.closed());
    const after = await open('agent');
    const hidden = await world.conversation(otherNumber, { tenant });
    const shown = await world.conversation(ownNumber, { tenant });
    await touch(hidden.id);
    await touch(shown.id);
    await waitFor('news of the chosen number', () => after.heard().includes(shown.id));
    expect(after.heard()).not.toContain(hidden.id);
    await call('owner', 'PATCH', `/v1/roles/${role}`, { permissions: ['workspace:read', 'members:read'] });
    await waitFor('the end of the second stream', () => after.closed());
  });

  it('ends when its member is limited', async () => {
    const stream = await open('manager');
    await call('owner', 'PUT', `/v1/members/${memberId('manager')}/limits`, { limits: {} });
    await waitFor('the end of the stream', () => stream.closed());
  });
});

describe('an invitation with limits', () => {
  it('limits whoever joins by it, shows them, and stands in the log', async () => {
    const number = await world.number(tenant);
    const person = await createTestUser(world.people, 'Sari');
    const limits = { number_ids: [number], team_ids: [] };
    world.people.mails.length = 0;
    const invited = await call('owner', 'POST', '/v1/invitations', { email: person.email, role: 'manager', limits });
    expect(invited.body).toMatchObject({ role: 'manager', limits });
    const token = tokenFromMail(world.people.mails, person.email);
    const cookie = await sessionOf(world.people, person.userId);
    const { headers } = tenant.members.owner;
    const { 'kabar-workspace': _workspace, ...plain } = headers;
    const accept = { method: 'POST', url: '/v1/invitations/accept', headers: { ...plain, cookie }, payload: { token } } as const;
    expect((await world.app.inject(accept)).statusCode).toBeLessThan(300);
    const { body } = await call('owner', 'GET', '/v1/members');
    expect(body.data?.find((member) => member['email'] === person.email)).toMatchObject({ role: 'manager', limits });
    const log = await database.admin<{ after: unknown }>(
      `select after from audit_events where workspace_id = $1 and action = 'invitation.created'`,
      [tenant.workspaceId],
    );
    expect(log).toEqual([{ after: expect.objectContaining({ limits }) }]);
  });

  it('limits nobody to what is not of the workspace, and no owner', async () => {
    const other = await createTestTenant(world.people, 'Lain');
    const foreign = await world.number(other);
    const invite = (role: string, number_ids: string[]) =>
      call('owner', 'POST', '/v1/invitations', { email: 'baru@example.com', role, limits: { number_ids } });
    expect(codeOf(await invite('agent', [foreign]))).toBe('not_found');
    expect(codeOf(await invite('owner', []))).toBe('role_too_high');
  });
});

it('a person who joins by an invitation gets the role of the workspace that it names', async () => {
  const id = await makeRole(['members:read']);
  const person = await createTestUser(world.people, 'Sari');
  const invited = await call('owner', 'POST', '/v1/invitations', { email: person.email, role: id });
  expect(invited.body).toMatchObject({ role: id, role_name: expect.stringContaining('Peran') });
});
