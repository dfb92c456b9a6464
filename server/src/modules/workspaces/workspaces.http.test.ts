import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withTenant } from '#platform/db/tx';
import { announcementOf } from '../../../test/announcements.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createPeopleApp, type PageAnswer, type PeopleApp } from '../../../test/people-app.ts';
import { tokenFromMail } from '../../../test/people.ts';
import { statementsOf } from '../../../test/statements.ts';
import { createTestPeople, createTestTenant, type TestPeople, type TestTenant } from '../../../test/tenants.ts';

const database = useTestDatabase();
let people: TestPeople;
let http: PeopleApp;
let tenant: TestTenant;

beforeAll(async () => {
  people = await createTestPeople(database);
  http = await createPeopleApp(people);
});
beforeEach(async () => {
  tenant = await createTestTenant(people, 'Toko Melati');
});
afterAll(() => http.close());

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
const as =
  (role: keyof TestTenant['members'], workspace = tenant.publicWorkspaceId) =>
  (method: Method, url: string, body?: object): Promise<PageAnswer> =>
    http.browse(method, url, { cookie: tenant.members[role].cookie, workspace, ...(body === undefined ? {} : { body }) });
const idOf = async (role: string): Promise<string> =>
  String((await as('owner')('GET', '/v1/members')).body.data?.find((member) => member['role'] === role)?.['id']);

describe('happy', () => {
  it('lets a person belong to several workspaces and switch by the header', async () => {
    const owner = as('owner');
    const made = await owner('POST', '/v1/workspaces', { name: 'Kedai Dua', time_zone: 'Asia/Jakarta' });
    expect([made.status, made.body]).toMatchObject([
      201,
      { name: 'Kedai Dua', slug: 'kedai-dua', time_zone: 'Asia/Jakarta', unknown_rule: 'hold' },
    ]);
    const me = await owner('GET', '/v1/me');
    expect(me.body).toMatchObject({
      memberships: [
        { workspace: { name: 'Toko Melati' }, role: 'owner' },
        { workspace: { name: 'Kedai Dua' }, role: 'owner' },
      ],
    });
    expect((await as('owner', String(made.body['id']))('GET', '/v1/workspace')).body).toMatchObject({ name: 'Kedai Dua' });
    expect((await owner('GET', '/v1/workspace')).body).toMatchObject({ name: 'Toko Melati' });
    expect((await as('agent', String(made.body['id']))('GET', '/v1/workspace')).status).toBe(404);
  });

  it('invites, shows, accepts, promotes and removes', async () => {
    const admin = as('admin');
    const email = 'citra@example.com';
    const invited = await admin('POST', '/v1/invitations', { email, role: 'agent' });
    expect([invited.status, invited.body]).toMatchObject([201, { email, role: 'agent', status: 'pending', invited_by: 'admin' }]);
    const token = tokenFromMail(people.mails, email);
    expect((await http.browse('POST', '/v1/invitations/preview', { body: { token } })).body).toMatchObject({
      workspace_name: 'Toko Melati',
      email,
      role: 'agent',
    });
    await http.browse('POST', '/v1/auth/sign-up', {
      body: { name: 'Citra', email, password: 'seven lanterns over the harbour', of_age: true },
    });
    const { cookie } = await http.browse('POST', '/v1/auth/sign-in', { body: { email, password: 'seven lanterns over the harbour' } });
    expect((await http.browse('POST', '/v1/invitations/accept', { cookie, body: { token } })).status).toBe(204);
    expect((await http.browse('GET', '/v1/me', { cookie })).body).toMatchObject({
      user: { email_verified: true },
      memberships: [{ role: 'agent' }],
    });
    const list = await admin('GET', '/v1/members');
    const id = String(list.body.data?.find((member) => member['email'] === email)?.['id']);
    expect((await admin('PATCH', `/v1/members/${id}`, { role: 'manager' })).body).toMatchObject({ id, role: 'manager' });
    expect((await admin('DELETE', `/v1/members/${id}`)).status).toBe(204);
    expect((await http.browse('GET', '/v1/members', { cookie, workspace: tenant.publicWorkspaceId })).status).toBe(404);
    expect((await admin('GET', '/v1/invitations')).body.data).toMatchObject([{ email, status: 'accepted' }]);
  });

  it('changes settings and shows who did it, what it was and what it is, in the log', async () => {
    await as('admin')('PATCH', '/v1/workspace', { unknown_rule: 'resend', time_zone: 'Asia/Makassar' });
    const { body } = await as('admin')('GET', '/v1/audit?limit=1');
    expect(body.data).toMatchObject([
      {
        action: 'workspace.updated',
        actor: { kind: 'user', name: 'admin' },
        target: { kind: 'workspace', id: tenant.publicWorkspaceId },
        before: { unknown_rule: 'hold', time_zone: 'UTC' },
        after: { unknown_rule: 'resend', time_zone: 'Asia/Makassar' },
      },
    ]);
  });

  it('shows an invited address in the log to who may read it, and keeps it sealed at rest', async () => {
    await as('admin')('POST', '/v1/invitations', { email: 'dewi@example.com', role: 'agent' });
    const { body } = await as('owner')('GET', '/v1/audit?limit=1');
    expect(body.data).toMatchObject([{ action: 'invitation.created', after: { email: 'dewi@example.com', role: 'agent' } }]);
    const [row] = await database.admin<{ text: string }>(`select json_agg(e)::text as text from audit_events e`);
    expect(row?.text).not.toContain('dewi@');
  });
});

describe('error', () => {
  it.each([
    ['PATCH', '/v1/workspace', { slug: 'settings' }, 409, 'slug_taken'],
    ['PATCH', '/v1/workspace', { slug: 'No Good' }, 400, 'validation_failed'],
    ['PATCH', '/v1/workspace', { time_zone: 'Mars/Olympus' }, 400, 'validation_failed'],
    ['PATCH', '/v1/workspace', { unknown_rule: 'forget' }, 400, 'validation_failed'],
    ['PATCH', '/v1/workspace', { id: 'wsp_1' }, 400, 'validation_failed'],
    ['POST', '/v1/workspaces', { name: 'x'.repeat(101) }, 400, 'validation_failed'],
    ['POST', '/v1/workspaces', { name: 'tab\there' }, 400, 'validation_failed'],
    ['POST', '/v1/invitations', { email: 'nobody', role: 'agent' }, 400, 'validation_failed'],
    ['POST', '/v1/invitations', { email: 'a@example.com', role: 'king' }, 400, 'validation_failed'],
    ['POST', '/v1/invitations/accept', { token: 'x'.repeat(43) }, 400, 'invitation_invalid'],
    ['DELETE', '/v1/members/mem_01jd8z3t5kf6v9b2m4n7p0q1rs', undefined, 404, 'not_found'],
    ['DELETE', '/v1/members/usr_01jd8z3t5kf6v9b2m4n7p0q1rs', undefined, 400, 'validation_failed'],
    ['DELETE', '/v1/members/%00', undefined, 400, 'validation_failed'],
    ['GET', '/v1/members?cursor=nonsense', undefined, 400, 'cursor_invalid'],
    ['GET', '/v1/members?cursor=WyJ4Il0', undefined, 400, 'cursor_invalid'],
    ['GET', '/v1/members?limit=0', undefined, 400, 'validation_failed'],
    ['GET', '/v1/audit?cursor=WzEuNV0', undefined, 400, 'cursor_invalid'],
  ] as const)('%s %s with %j gives %i %s', async (method, url, body, status, code) => {
    const answer = await as('owner')(method, url, body);
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
  });

  it('keeps the last owner and refuses roles above the own', async () => {
    expect((await as('owner')('DELETE', `/v1/members/${await idOf('owner')}`)).body.error?.code).toBe('last_owner');
    expect((await as('admin')('DELETE', `/v1/members/${await idOf('owner')}`)).body.error?.code).toBe('role_too_high');
    expect((await as('admin')('PATCH', `/v1/members/${await idOf('agent')}`, { role: 'owner' })).body.error?.code).toBe('role_too_high');
  });
});

describe('security', () => {
  it('checks a session with one query, however much the person may do; from where they may is remembered', async () => {
    const check = () => people.authenticator.session(tenant.members.owner.cookie, tenant.publicWorkspaceId, '192.0.2.10');
    await check();
    const statements = await statementsOf(check);
    expect(statements).toHaveLength(1);
  });

  it('spends no query on a cookie that is not ours', async () => {
    const statements = await statementsOf(() =>
      people.authenticator.session(`kabar_session=${'A'.repeat(43)}.${'B'.repeat(43)}`, tenant.publicWorkspaceId, '192.0.2.10'),
    );
    expect(statements).toEqual([]);
  });

  it('tells open connections at once when rights change', async () => {
    const agent = tenant.members.agent;
    const agentId = await idOf('agent');
    const told = await announcementOf(database, () => as('owner')('PATCH', `/v1/members/${agentId}`, { role: 'manager' }));
    expect(told).toContain(`member:${agent.memberId}`);
    const session = await people.authenticator.session(agent.cookie, null, '192.0.2.10');
    const ended = await announcementOf(database, () => http.browse('POST', '/v1/auth/sign-out', { cookie: agent.cookie }));
    expect(ended).toEqual([`session:${session?.sessionId}`]);
  });

  it('shows a member of one workspace nothing of another, not even names', async () => {
    const other = await createTestTenant(people, 'Toko Lain');
    const seen = await withTenant(database.db, tenant.workspaceId, (tx) => tx.query<{ id: string }>({ text: 'select id from users' }));
    const ids = new Set(seen.map((row) => row.id));
    for (const member of Object.values(tenant.members)) expect(ids.has(member.userId)).toBe(true);
    for (const member of Object.values(other.members)) expect(ids.has(member.userId)).toBe(false);
  });

  it.each(['user_credentials', 'user_sessions', 'user_verifications', 'throttle_buckets', 'known_networks'])(
    'keeps %s from the role that serves workspaces',
    async (table) => {
      await expect(withTenant(database.db, tenant.workspaceId, (tx) => tx.query({ text: `select 1 from ${table}` }))).rejects.toThrow(
        /permission denied/,
      );
    },
  );
});
