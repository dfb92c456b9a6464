import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { createPeopleApp, type PeopleApp } from '../../../test/people-app.ts';
import { createTestPeople, createTestTenant, type TestPeople, type TestTenant } from '../../../test/tenants.ts';

const database = useTestDatabase();
let people: TestPeople;
let tenant: TestTenant;
let app: PeopleApp;

beforeAll(async () => {
  people = await createTestPeople(database);
  tenant = await createTestTenant(people, 'Toko Anyelir');
  app = await createPeopleApp(people);
  await call('owner', 'PATCH', '/v1/workspace', { name: '=1+1' }, '198.51.100.77');
  await call('admin', 'PATCH', `/v1/members/${await memberId('agent')}`, { role: 'manager' });
});

afterAll(() => app.close());

const call = (
  as: keyof TestTenant['members'],
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  body?: object,
  ip?: string,
): ReturnType<PeopleApp['browse']> =>
  app.browse(method, url, {
    cookie: tenant.members[as].cookie,
    workspace: tenant.publicWorkspaceId,
    ...(body === undefined ? {} : { body }),
    ...(ip === undefined ? {} : { ip }),
  });

async function memberId(as: keyof TestTenant['members']): Promise<string> {
  const { body } = await call('owner', 'GET', '/v1/members');
  return String(
    body.data?.find(
      (member) =>
        (member['user'] as { email?: string } | undefined)?.email === tenant.members[as].email ||
        member['email'] === tenant.members[as].email,
    )?.['id'],
  );
}

describe('the log over HTTP', () => {
  it('says from where an act came: coarse network, way and request', async () => {
    const { body } = await call('owner', 'GET', '/v1/audit?action=workspace.updated');
    expect(body.data).toHaveLength(1);
    expect(body.data?.[0]).toMatchObject({ origin: { way: 'browser', network: '198.51.100.0/24' }, after: { name: '=1+1' } });
    const stored = await database.admin<{ text: string }>(`select row_to_json(e)::text as text from audit_events e`);
    expect(stored.map(({ text }) => text).join()).not.toContain('198.51.100');
  });

  it.each([
    ['action=workspace', ['workspace.updated', 'workspace.created']],
    ['action=workspace.created', ['workspace.created']],
    ['action=work', []],
    ['target_kind=member', ['member.role_changed']],
    ['from=2999-01-01T00:00:00Z', []],
    ['until=2000-01-01T00:00:00Z', []],
    ['actor_id=usr_nobody', []],
  ])('is narrowed by %s', async (query, actions) => {
    const { body } = await call('owner', 'GET', `/v1/audit?${query}`);
    expect(body.data?.map((entry) => entry['action'])).toEqual(actions);
  });

  it('is narrowed to one person', async () => {
    const { body } = await call('owner', 'GET', '/v1/audit?action=member');
    const actor = (body.data?.[0]?.['actor'] as { id: string } | undefined)?.id ?? '';
    const { body: theirs } = await call('owner', 'GET', `/v1/audit?actor_id=${actor}`);
    expect(theirs.data?.map((entry) => entry['action'])).toEqual(['member.role_changed']);
  });

  it('is a file in which no cell is a formula', async () => {
    const answer = await app.app.inject({
      method: 'GET',
      url: '/v1/audit/export?format=csv',
      headers: { cookie: tenant.members.owner.cookie, 'kabar-workspace': tenant.publicWorkspaceId },
    });
    expect(answer.statusCode).toBe(200);
    const lines = answer.body.trimEnd().split('\r\n');
    expect(lines[0]).toContain('seq,at,actor_kind');
    expect(lines).toHaveLength(4);
    expect(answer.body).not.toMatch(/(^|,)"?=/m);
    const jsonl = await app.app.inject({
      method: 'GET',
      url: '/v1/audit/export?format=jsonl&action=member',
      headers: { cookie: tenant.members.owner.cookie, 'kabar-workspace': tenant.publicWorkspaceId },
    });
    expect(
      jsonl.body
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { action: string }).action),
    ).toEqual(['member.role_changed']);
  });

  it('is verified on request, and says so afterwards', async () => {
    const { status, body } = await call('admin', 'POST', '/v1/audit/verify');
    expect([status, body['ok'], body['event_count']]).toEqual([200, true, 3]);
    const { body: state } = await call('admin', 'GET', '/v1/audit/state');
    expect(state).toMatchObject({
      event_count: 3,
      last_verification: { ok: true },
      actions: ['member.role_changed', 'workspace.created', 'workspace.updated'],
    });
    expect((await call('agent', 'GET', '/v1/audit/state')).status).toBe(403);
  });
});
