import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withTenant } from '#platform/db/tx';
import { authorizationChanges } from '#platform/events/authorization-change';
import { createEventFeed } from '#platform/events/event-feed';
import { createSseHub } from '#platform/events/sse';
import { defineRoute } from '#platform/http/route';
import { streamRoutes } from '#platform/http/stream-route';
import { systemIds } from '#platform/ids';
import { silentLog } from '#platform/log';
import { createTestAnchor } from '../../../test/audit-anchor.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createOperatorWorld, type OperatorApp, type OperatorWorld } from '../../../test/operator-world.ts';
import { withStay } from '../../roles/compose-support.ts';
import { apiKeysRoutes } from '../api-keys/index.ts';
import { auditRoutes, verifyAudit } from '../audit/index.ts';
import { workingHoursRoutes } from '../working-hours/index.ts';
import { workspacesRoutes } from '../workspaces/index.ts';
import { endDue } from './end-due.ts';
import { createRecorder, supportRoutes, type SupportContext } from './index.ts';

const database = useTestDatabase();
const hourMs = 3_600_000;
const running = new AbortController().signal;
let world: OperatorWorld;
let ctx: SupportContext;
let app: OperatorApp;
let address: string;
let inside: { headers: Record<string, string> };
let closeHub: () => Promise<void>;

beforeAll(async () => {
  world = await createOperatorWorld(database);
  const { people, notifications } = world;
  ctx = {
    db: world.db,
    clock: people.clock,
    ids: systemIds,
    audit: people.ctx.audit,
    publicUrl: 'https://kabar.example',
    mail: (tx, mail, dedupeKey) => world.mails.add(tx, mail, { dedupeKey }),
  };
  const onAuthorizationChange = authorizationChanges(notifications);
  const feed = createEventFeed({ db: world.db, notifications, clock: people.clock, log: silentLog });
  await feed.start();
  const hub = createSseHub({ feed, clock: people.clock, log: silentLog, onAuthorizationChange });
  closeHub = async () => {
    hub.close();
    await feed.stop();
  };
  const endless = defineRoute({
    method: 'GET',
    path: '/v1/media/:id/content',
    summary: 'A file that never ends',
    tag: 'Media',
    auth: 'workspace',
    permission: 'media:read',
    responses: { 200: 'application/octet-stream' },
    handler: async () => Readable.from(bytesForEver()),
  });
  app = await world.serve(
    [
      ...supportRoutes(ctx),
      ...workspacesRoutes(people.workspaces),
      ...apiKeysRoutes(people.apiKeys),
      ...auditRoutes(createTestAnchor(people)),
      ...workingHoursRoutes({ db: world.db, clock: people.clock, audit: people.ctx.audit }),
      ...streamRoutes(hub, () => null),
      endless,
    ],
    {
      authenticator: { ...people.authenticator, session: withStay(ctx, people.authenticator.session) },
      support: { record: createRecorder(ctx), onAuthorizationChange },
    },
  );
  address = await app.app.listen({ host: '127.0.0.1', port: 0 });
  inside = { headers: { ...world.operator.headers, 'kabar-workspace': world.mine.publicWorkspaceId } };
});

beforeEach(async () => {
  world.mails.sent.length = 0;
  const at = world.people.clock.now();
  await database.admin(`update user_sessions set has_second_factor = true, proved_at = $1, last_seen_at = $1`, [at]);
  const open = await call('owner', 'GET', '/v1/support-access/current');
  const access = open.body['access'] as { id: string } | null;
  if (access !== null) await call('owner', 'POST', `/v1/support-access/${access.id}/end`);
  world.mails.sent.length = 0;
});

afterAll(async () => {
  await closeHub();
  await world.close();
});

async function* bytesForEver(): AsyncGenerator<Buffer> {
  for (;;) {
    yield Buffer.alloc(1_024);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const call = (
  as: 'owner' | 'admin' | 'manager' | 'agent' | 'operator' | 'inside',
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  url: string,
  body?: object,
): ReturnType<OperatorApp['call']> =>
  app.call(as === 'operator' ? world.operator : as === 'inside' ? inside : world.mine.members[as], method, url, body);

async function letIn(level: 'read' | 'help' = 'read', hours = 2): Promise<string> {
  const { status, body } = await call('owner', 'POST', '/v1/support-access', { reason: 'The webhooks stopped', level, hours });
  expect([status, body.error]).toEqual([201, undefined]);
  return String(body['id']);
}

async function enter(level: 'read' | 'help' = 'read', hours = 2): Promise<string> {
  const id = await letIn(level, hours);
  expect((await call('operator', 'POST', `/v1/operator/support-access/${id}/enter`)).status).toBe(200);
  return id;
}

async function logOf(id: string): Promise<{ action: string; after: Record<string, unknown> | null; origin: { way: string } | null }[]> {
  const { body } = await call('owner', 'GET', `/v1/audit?target_id=${id}&limit=100`);
  // The contract says what an entry is; answers are checked against it.
  return body.data as unknown as Awaited<ReturnType<typeof logOf>>;
}

describe('letting operators in', () => {
  it('is the only way in, ends when it is ended, and is told to the owners', async () => {
    expect((await call('inside', 'GET', '/v1/members')).status).toBe(404);
    const id = await letIn();
    expect((await call('inside', 'GET', '/v1/members')).status).toBe(404);
    const entered = await call('operator', 'POST', `/v1/operator/support-access/${id}/enter`);
    expect(entered.body).toMatchObject({ workspace: { name: 'Toko Melati' }, access: { is_inside: true, level: 'read' } });
    expect((await call('inside', 'GET', '/v1/members')).status).toBe(200);
    const { body: seen } = await call('agent', 'GET', '/v1/support-access/current');
    expect(seen['access']).toMatchObject({ id, entered: [{ name: 'Olla' }], read_count: 1 });
    expect((await call('owner', 'POST', `/v1/support-access/${id}/end`)).body).toMatchObject({ status: 'ended', ended_how: 'workspace' });
    expect((await call('inside', 'GET', '/v1/members')).status).toBe(404);
    expect((await call('operator', 'POST', `/v1/operator/support-access/${id}/enter`)).status).toBe(404);
    expect(world.mails.sent.map(({ subject }) => subject)).toEqual([
      'Support access to “Toko Melati” began',
      'Support access to “Toko Melati” ended',
    ]);
    expect((await call('agent', 'GET', '/v1/support-access/current')).body['access']).toBeNull();
  });

  it('is for owners and admins, one at a time, and no longer than 72 hours', async () => {
    const ask = { reason: 'The webhooks stopped', level: 'read', hours: 2 };
    expect((await call('manager', 'POST', '/v1/support-access', ask)).status).toBe(403);
    expect((await call('owner', 'POST', '/v1/support-access', { ...ask, hours: 73 })).status).toBe(400);
    expect((await call('admin', 'POST', '/v1/support-access', ask)).status).toBe(201);
    expect((await call('owner', 'POST', '/v1/support-access', ask)).body.error.code).toBe('support_access_open');
  });

  it('ends by itself at its time, on the very next request and before any job ran', async () => {
    const id = await enter('read', 1);
    world.people.clock.advance(hourMs);
    await database.admin(`update user_sessions set last_seen_at = $1`, [world.people.clock.now()]);
    expect((await call('inside', 'GET', '/v1/members')).status).toBe(404);
    expect((await call('operator', 'GET', '/v1/operator/support-access/entered')).body.data).toEqual([]);
    expect((await call('agent', 'GET', '/v1/support-access/current')).body['access']).toBeNull();
    await endDue(ctx, running);
    await endDue(ctx, running);
    expect(world.mails.sent.map(({ subject }) => subject)).toEqual([
      'Support access to “Toko Melati” began',
      'Support access to “Toko Melati” ended',
    ]);
    expect((await logOf(id)).map(({ action }) => action)).toEqual([
      'support_access.ended',
      'support_access.entered',
      'support_access.granted',
    ]);
  });

  it('answers an operator who asked, and lets in nobody else then', async () => {
    const asked = await call('operator', 'POST', '/v1/operator/support-access', {
      workspace: world.mine.publicWorkspaceId,
      reason: 'Your webhooks fail since noon',
      level: 'read',
      hours: 4,
    });
    expect(asked.status).toBe(201);
    const id = String(asked.body['id']);
    expect(world.mails.sent.map(({ to }) => to)).toEqual([world.mine.members.owner.email]);
    expect((await call('operator', 'POST', `/v1/operator/support-access/${id}/enter`)).status).toBe(404);
    expect((await call('agent', 'GET', '/v1/support-access/current')).body['asked']).toMatchObject([{ id }]);
    const granted = await call('admin', 'POST', '/v1/support-access', { request_id: id, reason: 'Please look', level: 'read', hours: 1 });
    expect(granted.body).toMatchObject({ id, status: 'active', operator: { email: world.operator.email } });
    expect((await call('operator', 'POST', `/v1/operator/support-access/${id}/enter`)).status).toBe(200);
    await database.admin(`update support_grants set operator_id = $1 where status = 'active'`, [world.mine.members.agent.userId]);
    expect((await call('inside', 'GET', '/v1/members')).status).toBe(404);
  });

  it('can be declined, withdrawn, and asked for only where the workspace wants that', async () => {
    const ask = { workspace: world.mine.publicWorkspaceId, reason: 'Your webhooks fail', level: 'read', hours: 4 };
    const first = String((await call('operator', 'POST', '/v1/operator/support-access', ask)).body['id']);
    expect((await call('operator', 'POST', '/v1/operator/support-access', ask)).body.error.code).toBe('conflict');
    expect((await call('manager', 'POST', `/v1/support-access/${first}/decline`)).status).toBe(403);
    expect((await call('admin', 'POST', `/v1/support-access/${first}/decline`)).status).toBe(204);
    const second = String((await call('operator', 'POST', '/v1/operator/support-access', ask)).body['id']);
    expect((await call('operator', 'DELETE', `/v1/operator/support-access/${second}`)).status).toBe(204);
    expect((await call('admin', 'PUT', '/v1/support-access/settings', { only_when_asked: true })).status).toBe(200);
    const grant = await call('owner', 'POST', '/v1/support-access', { reason: 'Just because', level: 'read', hours: 1 });
    expect(grant.body.error.code).toBe('support_request_needed');
    await call('admin', 'PUT', '/v1/support-access/settings', { only_when_asked: false });
  });

  it('lets a request lapse that nobody answers for a week', async () => {
    const ask = { workspace: world.mine.publicWorkspaceId, reason: 'Your webhooks fail', level: 'read', hours: 4 };
    const id = String((await call('operator', 'POST', '/v1/operator/support-access', ask)).body['id']);
    await database.admin(`update support_grants set asked_at = asked_at - interval '7 days 1 minute' where status = 'asked'`);
    await endDue(ctx, running);
    const { body } = await call('owner', 'GET', '/v1/support-access');
    expect(body.data.find((access) => access['id'] === id)).toMatchObject({ status: 'lapsed' });
  });
});

describe('an operator', () => {
  it('needs a second factor and a factor shown just now', async () => {
    const id = await letIn();
    const url = `/v1/operator/support-access/${id}/enter`;
    await database.admin(`update user_sessions set proved_at = $1 where user_id = $2`, [
      new Date(world.people.clock.now().getTime() - hourMs),
      world.operator.userId,
    ]);
    expect((await call('operator', 'POST', url)).body.error.code).toBe('step_up_required');
    await database.admin(`update user_sessions set proved_at = $1, has_second_factor = false where user_id = $2`, [
      world.people.clock.now(),
      world.operator.userId,
    ]);
    expect((await call('operator', 'POST', url)).body.error.code).toBe('second_factor_required');
    await database.admin(`update user_sessions set has_second_factor = true where user_id = $1`, [world.operator.userId]);
    expect((await call('operator', 'POST', url)).status).toBe(200);
    // The factor is asked of every request and not only at the door.
    await database.admin(`update user_sessions set has_second_factor = false where user_id = $1`, [world.operator.userId]);
    expect((await call('inside', 'GET', '/v1/members')).body.error.code).toBe('second_factor_required');
  });

  it('gets into the one workspace and no other, and with the one session and no other', async () => {
    const id = await enter();
    const elsewhere = { headers: { ...world.operator.headers, 'kabar-workspace': world.other.publicWorkspaceId } };
    expect((await app.call(elsewhere, 'GET', '/v1/members')).status).toBe(404);
    await database.admin(`update support_entries set session_id = $1 where left_at is null`, [systemIds.uuid()]);
    expect((await call('inside', 'GET', '/v1/members')).status).toBe(404);
    const foreign = world.other.members.owner;
    expect((await app.call(foreign, 'POST', `/v1/support-access/${id}/end`)).status).toBe(404);
    expect((await app.call(foreign, 'GET', '/v1/support-access')).body.data).toEqual([]);
    expect((await app.call(foreign, 'POST', `/v1/operator/support-access/${id}/enter`)).status).toBe(403);
  });

  it.each([
    ['GET', '/v1/audit', 'support_access_refused'],
    ['GET', '/v1/audit/export', 'support_access_refused'],
    ['GET', '/v1/api-keys', 'support_access_refused'],
    ['GET', '/v1/invitations', 'support_access_refused'],
    ['PATCH', '/v1/workspace', 'support_access_refused'],
    ['POST', '/v1/support-access', 'support_access_refused'],
    ['PUT', '/v1/working-hours', 'support_access_refused'],
    ['POST', '/v1/invitations', 'support_access_refused'],
  ] as const)('who may look is refused %s %s', async (method, url, code) => {
    await enter('read');
    const { status, body } = await call('inside', method, url, method === 'GET' ? undefined : {});
    expect([status, body.error.code]).toEqual([403, code]);
  });

  it('who may help sets working hours, and that stands in the log with the way they came', async () => {
    const id = await enter('help');
    const week = { monday: [{ from: '09:00', until: '17:00' }] };
    expect((await call('inside', 'PUT', '/v1/working-hours', { mode: 'weekly', week })).status).toBe(200);
    const { body } = await call('owner', 'GET', '/v1/audit?action=working_hours&limit=1');
    expect(body.data[0]).toMatchObject({ actor: { name: 'Olla' }, origin: { way: 'support' } });
    expect((await logOf(id))[0]).toMatchObject({ action: 'support_access.helped', after: { route: '/v1/working-hours', method: 'PUT' } });
    expect((await call('inside', 'PATCH', '/v1/workspace', { name: 'Mine now' })).status).toBe(403);
    expect((await call('inside', 'DELETE', '/v1/members/mem_01jd0000000000000000000000')).status).toBe(403);
  });

  it('reads nothing that is not in the log: what, of what, and what the answer held', async () => {
    const id = await enter();
    const { body: members } = await call('inside', 'GET', '/v1/members?limit=2');
    expect((await call('inside', 'GET', '/v1/workspace')).status).toBe(200);
    const log = await logOf(id);
    expect(log.map(({ action }) => action)).toEqual([
      'support_access.read',
      'support_access.read',
      'support_access.entered',
      'support_access.granted',
    ]);
    expect(log[1]?.after).toMatchObject({ route: '/v1/members', read: members.data.map((member) => member['id']) });
    expect(String(log[1]?.after?.['asked_for'])).toContain('"limit":2');
    const stored = await database.admin<{ text: string }>(
      `select after::text as text from audit_events where action = 'support_access.read'`,
    );
    expect(stored.map(({ text }) => text).join()).not.toContain('limit');
    const verdict = await withTenant(world.db, world.mine.workspaceId, (tx) => verifyAudit(tx, world.mine.workspaceId));
    expect(verdict.ok).toBe(true);
  });

  it('gets no answer when the log cannot be written', async () => {
    await enter();
    await database.admin(`create function refuse_reads() returns trigger language plpgsql as $$ begin raise 'the log is shut'; end $$`);
    await database.admin(
      `create trigger refuse_reads before insert on audit_events for each row when (new.action = 'support_access.read') execute function refuse_reads()`,
    );
    const failing = await world.serve(workspacesRoutes(world.people.workspaces), {
      authenticator: { ...world.people.authenticator, session: withStay(ctx, world.people.authenticator.session) },
      support: { record: createRecorder(ctx), onAuthorizationChange: authorizationChanges(world.notifications) },
      report: () => undefined,
    });
    const { status, body } = await failing.call(inside, 'GET', '/v1/members');
    await database.admin(`drop trigger refuse_reads on audit_events`);
    expect([status, body.data]).toEqual([500, undefined]);
  });

  it('is out with the click: the open stream and the running download end', async () => {
    const id = await enter();
    const open = (url: string): Promise<Response> => fetch(`${address}${url}`, { headers: inside.headers });
    const stream = await open('/v1/events/stream');
    const file = await open('/v1/media/med_01jd0000000000000000000000/content');
    expect([stream.status, file.status]).toEqual([200, 200]);
    const streamEnds = drain(stream);
    const fileEnds = drain(file).then(
      () => 'at its end',
      () => 'cut off',
    );
    expect((await call('admin', 'POST', `/v1/support-access/${id}/end`)).status).toBe(200);
    expect(await streamEnds).toContain('closing, revoked');
    expect(await fileEnds).toBe('cut off');
    expect((await logOf(id)).map(({ after }) => after?.['route']).filter(Boolean)).toEqual(['/v1/media/:id/content', '/v1/events/stream']);
  });

  it('goes out alone, and ends the access when the work is done', async () => {
    const id = await enter();
    expect((await call('operator', 'POST', `/v1/operator/support-access/${id}/leave`)).status).toBe(204);
    expect((await call('inside', 'GET', '/v1/members')).status).toBe(404);
    expect((await call('operator', 'POST', `/v1/operator/support-access/${id}/enter`)).status).toBe(200);
    expect((await call('operator', 'POST', `/v1/operator/support-access/${id}/finish`)).status).toBe(204);
    const { body } = await call('owner', 'GET', '/v1/support-access');
    expect(body.data[0]).toMatchObject({ id, status: 'ended', ended_how: 'operator' });
  });
});

async function drain(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) text = (text + decoder.decode(bytes as Uint8Array, { stream: true })).slice(-2_000);
  return text;
}
