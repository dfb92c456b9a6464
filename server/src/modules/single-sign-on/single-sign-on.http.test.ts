import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { startIdentityProvider, type ProviderPerson, type TestProvider } from '../../../test/identity-provider.ts';
import { createPeopleApp, type PageAnswer, type PeopleApp } from '../../../test/people-app.ts';
import { goodPassword } from '../../../test/people.ts';
import { createTestPeople, createTestTenant, type TestPeople, type TestTenant } from '../../../test/tenants.ts';
import { createEgress, type Egress } from '../../platform/egress/egress.ts';
import { systemIds, toPublicId } from '../../platform/ids.ts';
import { memberRolesRoutes } from '../member-roles/index.ts';
import { createProviderGate, moveJoinRole, singleSignOnRoutes, type SingleSignOnContext } from './index.ts';

const database = useTestDatabase();
const domain = 'company.example';
let provider: TestProvider;
let egress: Egress;
let people: TestPeople;
let tenant: TestTenant;
let other: TestTenant;
let http: PeopleApp;
let records: Map<string, string[]>;

beforeAll(async () => {
  provider = await startIdentityProvider();
  egress = createEgress({ gate: createProviderGate({ ownHosts: [], allowLoopback: true }) });
});
afterAll(async () => {
  await egress.close();
  await provider.close();
});

beforeEach(async () => {
  await database.admin('truncate users, workspaces, throttle_buckets, known_networks cascade');
  people = await createTestPeople(database);
  tenant = await createTestTenant(people, 'Company');
  other = await createTestTenant(people, 'Elsewhere');
  provider.refuses = false;
  records = new Map();
  const ctx: SingleSignOnContext = {
    db: people.ctx.db,
    clock: people.clock,
    ids: systemIds,
    keyring: people.keyring,
    audit: people.ctx.audit,
    users: people.ctx,
    workspaces: people.workspaces,
    client: { egress, allowLoopback: true },
    resolveTxt: async (name) => records.get(name) ?? [],
  };
  people.workspaces.moveRoleUses = (tx, actor, move) => moveJoinRole(people.workspaces, tx, actor, move);
  http = await createPeopleApp(people, [
    ...singleSignOnRoutes(ctx),
    ...memberRolesRoutes({ ...people.workspaces, forgetSight: () => undefined }),
  ]);
});
afterEach(() => http.close());

const codeOf = ({ status, body }: PageAnswer): [number, string | undefined] => [status, body.error?.code];
const asOwner = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object, of: TestTenant = tenant): Promise<PageAnswer> =>
  http.browse(method, `/v1/workspace/single-sign-on${path}`, {
    cookie: of.members.owner.cookie,
    workspace: of.publicWorkspaceId,
    ...(body === undefined ? {} : { body }),
  });
const settings = (change: object = {}) => ({
  issuer: provider.issuer,
  client_id: provider.client.id,
  client_secret: provider.client.secret,
  may_join: true,
  join_role: 'agent',
  is_on: true,
  ...change,
});
const proveDomain = async (of: TestTenant = tenant): Promise<PageAnswer> => {
  const added = await asOwner('POST', '/domains', { domain }, of);
  const { id, record } = added.body as unknown as { id: string; record: { name: string; value: string } };
  records.set(record.name, ['v=spf1 -all', record.value]);
  return asOwner('POST', `/domains/${id}/verify`, undefined, of);
};
const setUp = async (change: object = {}): Promise<void> => {
  expect((await asOwner('PUT', '', settings(change))).status).toBe(200);
  expect((await proveDomain()).status).toBe(200);
};
/** Signs in at the provider as `person`, in a browser of their own; gives the answer to coming back. */
async function enter(person: ProviderPerson, change: (back: URL) => void = () => undefined, cookie = ''): Promise<PageAnswer> {
  provider.person = person;
  const begun = await http.browse('POST', '/v1/auth/single-sign-on', { cookie, body: { email: `anybody@${domain}`, next: '/w/company' } });
  const back = await provider.visit(String(begun.body['url']));
  change(back);
  return http.browse('GET', `${back.pathname}${back.search}`, { cookie: begun.cookie });
}
const failureOf = (answer: PageAnswer): string | null =>
  new URL(String(answer.headers['location']), 'http://localhost').searchParams.get('single_sign_on');
const rani: ProviderPerson = { sub: 'rani-1', email: `rani@${domain}`, name: 'Rani' };
const me = async (cookie: string): Promise<Record<string, unknown>> => (await http.browse('GET', '/v1/me', { cookie })).body;
const membersOf = async (): Promise<{ email: string; role: string }[]> =>
  database.admin(`select u.email, m.role from workspace_members m join users u on u.id = m.user_id where m.workspace_id = $1`, [
    tenant.workspaceId,
  ]);

describe('single sign-on', () => {
  it('makes somebody whom the provider knows a member with the default role, and signs them in', async () => {
    await setUp();
    const entered = await enter(rani);
    expect([entered.status, entered.headers['location']]).toEqual([303, '/w/company']);
    expect(await me(entered.cookie)).toMatchObject({ user: { name: 'Rani', email: rani.email, email_verified: true } });
    expect(await membersOf()).toContainEqual({ email: rani.email, role: 'agent' });
    expect((await asOwner('GET', '')).body['provider']).toMatchObject({ proved_at: expect.any(String), has_secret: true });
  });

  it('knows them again by the subject, whatever their address is now, and makes nobody twice', async () => {
    await setUp();
    await enter(rani);
    const again = await enter({ ...rani, email: `rani.w@${domain}` });
    expect(await me(again.cookie)).toMatchObject({ user: { email: rani.email } });
    expect((await membersOf()).filter(({ role }) => role === 'agent')).toHaveLength(2);
  });

  it('opens the workspace of the provider and no other, and changes nothing of the account', async () => {
    await setUp();
    const { owner } = other.members;
    await database.admin('update users set email = $2 where id = $1', [owner.userId, `boss@${domain}`]);
    const { cookie } = await enter({ sub: 'boss', email: `boss@${domain}` });
    const see = (of: TestTenant) => http.browse('GET', '/v1/workspace', { cookie, workspace: of.publicWorkspaceId });
    expect((await see(tenant)).status).toBe(200);
    expect(codeOf(await see(other))).toEqual([403, 'other_sign_in_required']);
    expect(codeOf(await http.browse('POST', '/v1/me/totp', { cookie }))).toEqual([403, 'other_sign_in_required']);
    expect(codeOf(await http.browse('POST', '/v1/me/password', { cookie, body: { password: goodPassword } }))).toEqual([
      403,
      'other_sign_in_required',
    ]);
    expect(((await me(cookie))['memberships'] as object[]).length).toBe(1);
    expect(codeOf(await http.browse('POST', '/v1/workspaces', { cookie, body: { name: 'Mine' } }))).toEqual([
      403,
      'other_sign_in_required',
    ]);
  });

  it('takes an account that nobody had proved out of the hands of whoever made it', async () => {
    await setUp();
    const squatted = { name: 'Eve', email: rani.email, password: goodPassword, of_age: true };
    await http.browse('POST', '/v1/auth/sign-up', { body: squatted });
    const squatter = (await http.browse('POST', '/v1/auth/sign-in', { body: { email: rani.email, password: goodPassword } })).cookie;
    expect((await enter(rani)).status).toBe(303);
    expect((await http.browse('GET', '/v1/me', { cookie: squatter })).status).toBe(401);
    expect(codeOf(await http.browse('POST', '/v1/auth/sign-in', { body: { email: rani.email, password: goodPassword } }))).toEqual([
      401,
      'sign_in_failed',
    ]);
  });

  it('confirms a dangerous act at the provider, for the same person only', async () => {
    await setUp();
    const { cookie } = await enter(rani);
    people.clock.advance(11 * 60_000);
    const stepUp = async (person: ProviderPerson): Promise<PageAnswer> => {
      provider.person = person;
      const begun = await http.browse('POST', '/v1/auth/step-up/single-sign-on', { cookie, body: { next: '/back' } });
      const back = await provider.visit(String(begun.body['url']));
      expect(String(begun.body['url'])).toContain('prompt=login');
      return http.browse('GET', `${back.pathname}${back.search}`, { cookie: begun.cookie });
    };
    const provedUntil = async (): Promise<string> =>
      String((await http.browse('GET', '/v1/auth/step-up', { cookie })).body['proved_until']);
    const before = await provedUntil();
    expect(failureOf(await stepUp({ sub: 'budi', email: `budi@${domain}` }))).toBe('other_person');
    expect(await provedUntil()).toBe(before);
    expect((await stepUp(rani)).headers['location']).toBe('/back');
    expect((await provedUntil()) > before).toBe(true);
  });
});

describe('who comes in', () => {
  it('is nobody but members and invited people where the workspace takes in no one unasked', async () => {
    await setUp({ may_join: false });
    expect(failureOf(await enter(rani))).toBe('not_admitted');
    expect(await database.admin('select 1 from users where email = $1', [rani.email])).toEqual([]);
    const invited = await http.browse('POST', '/v1/invitations', {
      cookie: tenant.members.owner.cookie,
      workspace: tenant.publicWorkspaceId,
      body: { email: rani.email, role: 'manager' },
    });
    expect(invited.status).toBe(201);
    expect((await enter(rani)).status).toBe(303);
    expect(await membersOf()).toContainEqual({ email: rani.email, role: 'manager' });
  });

  it('is nobody who was removed, until they are invited anew', async () => {
    await setUp();
    await enter(rani);
    await database.admin('delete from workspace_members m using users u where u.id = m.user_id and u.email = $1', [rani.email]);
    expect(failureOf(await enter(rani))).toBe('not_admitted');
  });

  it.each([
    ['of another domain', { email: 'rani@elsewhere.example' }, 'other_domain'],
    ['of a domain below', { email: `rani@sub.${domain}` }, 'other_domain'],
    ['that the provider does not vouch for', { email_verified: false }, 'other_domain'],
  ])('is nobody with an address %s', async (_what, change, failure) => {
    await setUp();
    expect(failureOf(await enter({ ...rani, ...change }))).toBe(failure);
    expect((await membersOf()).length).toBe(4);
  });
});

describe('a role of the workspace', () => {
  const roles = (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) =>
    http.browse(method, `/v1/roles${path}`, {
      cookie: tenant.members.owner.cookie,
      workspace: tenant.publicWorkspaceId,
      ...(body === undefined ? {} : { body }),
    });
  const make = async (permissions: string[], name = 'Kasir'): Promise<string> =>
    String((await roles('POST', '', { name, permissions })).body['id']);

  it('is given to whoever joins, and gives way to another one when it goes', async () => {
    const role = await make(['workspace:read', 'members:read']);
    await setUp({ join_role: role });
    expect((await asOwner('GET', '')).body['provider']).toMatchObject({ join_role: role });
    const { cookie } = await enter(rani);
    expect(((await me(cookie))['memberships'] as object[])[0]).toMatchObject({ role, role_name: 'Kasir' });
    await database.admin('delete from workspace_members where role = $1', ['custom']);
    expect(codeOf(await roles('DELETE', `/${role}`))).toEqual([409, 'role_in_use']);
    expect(codeOf(await roles('DELETE', `/${role}?move_to=owner`))).toEqual([403, 'role_too_high']);
    expect((await roles('DELETE', `/${role}?move_to=manager`)).status).toBe(204);
    expect((await asOwner('GET', '')).body['provider']).toMatchObject({ join_role: 'manager', proved_at: expect.any(String) });
  });

  it('or a built-in one is never more than whoever sets it may do, unless nobody joins by it', async () => {
    const high = await make(['workspace:read', 'numbers:write']);
    const office = await make(['workspace:read', 'workspace:sign_in', 'members:read'], 'Kantor');
    const { agent } = tenant.members;
    await http.browse('PATCH', `/v1/members/${toPublicId('mem', agent.memberId)}`, {
      cookie: tenant.members.owner.cookie,
      workspace: tenant.publicWorkspaceId,
      body: { role: office },
    });
    const put = (change: object) =>
      http.browse('PUT', '/v1/workspace/single-sign-on', {
        cookie: agent.cookie,
        workspace: tenant.publicWorkspaceId,
        body: settings(change),
      });
    for (const join_role of ['admin', 'agent', high]) expect(codeOf(await put({ join_role }))).toEqual([403, 'role_too_high']);
    expect((await put({ join_role: 'admin', may_join: false })).status).toBe(200);
    expect(codeOf(await put({ join_role: 'admin' }))).toEqual([403, 'role_too_high']);
    expect((await put({ join_role: office })).status).toBe(200);
    expect(codeOf(await put({ join_role: toPublicId('rol', systemIds.uuid()) }))).toEqual([404, 'not_found']);
  });
});

describe('coming back', () => {
  it.each([
    ['with another state', (back: URL) => back.searchParams.set('state', 'A'.repeat(43))],
    ['with a code of nobody', (back: URL) => back.searchParams.set('code', 'made-up')],
    ['from another issuer', (back: URL) => back.searchParams.set('iss', 'https://evil.example')],
  ])('%s signs nobody in', async (_what, change) => {
    await setUp();
    const answer = await enter(rani, change);
    expect([failureOf(answer), answer.cookie]).toEqual(['not_trusted', '']);
  });

  it('twice, without the cookie of the visit, or at another workspace signs nobody in', async () => {
    await setUp();
    provider.person = rani;
    const begin = () => http.browse('POST', '/v1/auth/single-sign-on', { body: { email: rani.email } });
    const first = await begin();
    const back = await provider.visit(String(first.body['url']));
    expect(failureOf(await http.browse('GET', `${back.pathname}${back.search}`))).toBe('expired');
    const at = back.pathname.replace(tenant.publicWorkspaceId, other.publicWorkspaceId);
    expect(failureOf(await http.browse('GET', `${at}${back.search}`, { cookie: first.cookie }))).toBe('expired');
    const second = await begin();
    const backAgain = await provider.visit(String(second.body['url']));
    const path = `${backAgain.pathname}${backAgain.search}`;
    expect(failureOf(await http.browse('GET', path, { cookie: second.cookie }))).toBeNull();
    expect(failureOf(await http.browse('GET', path, { cookie: second.cookie }))).toBe('expired');
  });

  it('with what another browser was given signs nobody in', async () => {
    await setUp();
    provider.person = rani;
    const begin = () => http.browse('POST', '/v1/auth/single-sign-on', { body: { email: rani.email } });
    const [attacker, victim] = [await begin(), await begin()];
    const back = await provider.visit(String(attacker.body['url']));
    const answer = await http.browse('GET', `${back.pathname}${back.search}`, { cookie: victim.cookie });
    expect([failureOf(answer), answer.cookie]).toEqual(['not_trusted', '']);
  });

  it('from a provider that refused says so', async () => {
    await setUp();
    provider.refuses = true;
    expect(failureOf(await enter(rani))).toBe('refused_there');
  });

  it('goes on to a path of our own and nowhere else', async () => {
    await setUp();
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', '/ok\r\nset-cookie: a=b'])
      expect(codeOf(await http.browse('POST', '/v1/auth/single-sign-on', { body: { email: rani.email, next } }))).toEqual([
        400,
        'validation_failed',
      ]);
  });
});

describe('setting it up', () => {
  it('asks the provider first, and stores nothing of one that does not answer', async () => {
    const answer = await asOwner('PUT', '', settings({ issuer: `${provider.issuer}/nowhere` }));
    expect([answer.status, answer.body.error]).toMatchObject([409, { code: 'provider_unusable', details: { reason: 'unreachable' } }]);
    expect((await asOwner('GET', '')).body['provider']).toBeNull();
  });

  it('never shows the secret, in an answer or in the database', async () => {
    await setUp();
    expect(JSON.stringify((await asOwner('GET', '')).body)).not.toContain(provider.client.secret);
    const [row] = await database.admin<{ text: string }>(
      'select p::text || (select json_agg(e)::text from audit_events e) as text from single_sign_on_providers p',
    );
    expect(row?.text).not.toContain(provider.client.secret);
  });

  it('believes a domain only when its own word stands in DNS', async () => {
    const added = await asOwner('POST', '/domains', { domain });
    const { id, record } = added.body as unknown as { id: string; record: { name: string; value: string } };
    const verify = () => asOwner('POST', `/domains/${id}/verify`);
    expect((await verify()).body.error).toMatchObject({ code: 'domain_not_proved', details: { found: 'nothing' } });
    records.set(record.name, [`${record.value}x`]);
    expect((await verify()).body.error).toMatchObject({ details: { found: 'other' } });
    expect((await http.browse('POST', '/v1/auth/single-sign-on', { body: { email: rani.email } })).body).toEqual({ url: null });
    records.set(record.name, [record.value]);
    expect((await verify()).body).toMatchObject({ domain, verified_at: expect.any(String) });
  });

  it('leaves a domain to the workspace that proved it first', async () => {
    await proveDomain();
    expect(codeOf(await proveDomain(other))).toEqual([409, 'domain_taken']);
  });

  it('is for owners alone', async () => {
    for (const role of ['admin', 'manager', 'agent'] as const) {
      const { cookie } = tenant.members[role];
      const answer = await http.browse('GET', '/v1/workspace/single-sign-on', { cookie, workspace: tenant.publicWorkspaceId });
      expect(codeOf(answer)).toEqual([403, 'permission_denied']);
    }
  });
});

describe('single sign-on as the only way', () => {
  const only = (isOn: boolean) => asOwner('PUT', '/only', { is_on: isOn });
  const giveFactor = (userId: string) =>
    database.admin(
      `insert into user_passkeys (id, user_id, credential_id, public_key, sign_count, transports, is_synced, name, created_at)
       values ($1::uuid, $2, $1::text, '', 0, '{}', false, 'Key', now())`,
      [systemIds.uuid(), userId],
    );

  it('can be had once it was proved, by an owner who can get in without it', async () => {
    await setUp();
    expect((await only(true)).body.error).toMatchObject({ code: 'provider_unusable', details: { reason: 'not_proved' } });
    await enter(rani);
    expect(codeOf(await only(true))).toEqual([403, 'second_factor_required']);
    await giveFactor(tenant.members.owner.userId);
    expect((await only(true)).status).toBe(204);
  });

  it('shuts out passwords at once, lets owners in with their second factor, and keeps its provider', async () => {
    await setUp();
    const { cookie: company } = await enter(rani);
    await giveFactor(tenant.members.owner.userId);
    expect((await only(true)).status).toBe(204);
    const see = (cookie: string) => http.browse('GET', '/v1/workspace', { cookie, workspace: tenant.publicWorkspaceId });
    expect((await see(company)).status).toBe(200);
    expect(codeOf(await see(tenant.members.admin.cookie))).toEqual([403, 'single_sign_on_required']);
    expect(codeOf(await see(tenant.members.owner.cookie))).toEqual([403, 'second_factor_required']);
    await database.admin('update user_sessions set has_second_factor = true where user_id = $1', [tenant.members.owner.userId]);
    expect((await see(tenant.members.owner.cookie)).status).toBe(200);
    expect(codeOf(await asOwner('DELETE', ''))).toEqual([409, 'conflict']);
    expect((await only(false)).status).toBe(204);
    expect((await see(tenant.members.admin.cookie)).status).toBe(200);
  });
});

describe('a required second factor', () => {
  const rules = (method: 'GET' | 'PUT', cookie: string, body?: object) =>
    http.browse(method, method === 'GET' ? '/v1/workspace/sign-in-rules' : '/v1/workspace/sign-in-rules/second-factor', {
      cookie,
      workspace: tenant.publicWorkspaceId,
      ...(body === undefined ? {} : { body }),
    });

  it('is asked of nobody before the time to set it up is over, and of everybody after it', async () => {
    const { owner, agent } = tenant.members;
    expect(codeOf(await rules('PUT', owner.cookie, { is_required: true, grace_days: 3 }))).toEqual([403, 'second_factor_required']);
    await database.admin(`insert into user_totp (user_id, secret_sealed, created_at, confirmed_at) values ($1, '', now(), now())`, [
      owner.userId,
    ]);
    const mails: { to: string; text: string }[] = [];
    people.workspaces.mail = async (_tx, mail) => void mails.push(mail);
    const set = await rules('PUT', owner.cookie, { is_required: true, grace_days: 3 });
    const without = (['admin', 'manager', 'agent'] as const).map((role) => tenant.members[role].email);
    expect(mails.map(({ to }) => to).toSorted()).toEqual(without.toSorted());
    expect(mails[0]?.text).toContain('only with a second factor from ');
    expect(set.body).toMatchObject({ second_factor: { is_required: true, missing_count: 3 } });
    const see = (cookie: string) => http.browse('GET', '/v1/workspace', { cookie, workspace: tenant.publicWorkspaceId });
    expect((await see(agent.cookie)).status).toBe(200);
    expect(((await me(agent.cookie))['memberships'] as object[])[0]).toMatchObject({
      second_factor_from: expect.any(String),
      sign_in_needed: null,
    });
    await database.admin(`update workspace_sign_in_rules set second_factor_from = $1`, [people.clock.now()]);
    expect(codeOf(await see(agent.cookie))).toEqual([403, 'second_factor_required']);
    expect(((await me(agent.cookie))['memberships'] as object[])[0]).toMatchObject({ sign_in_needed: 'second_factor' });
  });

  it('can be decided by owners, and its gaps seen by admins', async () => {
    const { admin, agent } = tenant.members;
    expect((await rules('GET', admin.cookie)).status).toBe(200);
    expect(codeOf(await rules('GET', agent.cookie))).toEqual([403, 'permission_denied']);
    expect(codeOf(await rules('PUT', admin.cookie, { is_required: true }))).toEqual([403, 'permission_denied']);
  });
});
