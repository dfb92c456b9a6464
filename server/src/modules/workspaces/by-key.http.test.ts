import { KEY_SCOPES, type Permission } from '@kabar/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toPublicId } from '#platform/ids';
import { useTestDatabase } from '../../../test/harness.ts';
import { createPeopleApp, type PeopleApp } from '../../../test/people-app.ts';
import { createTestPeople, createTestTenant, type TestPeople, type TestTenant } from '../../../test/tenants.ts';
import { createApiKey } from '../api-keys/index.ts';

const database = useTestDatabase();
let people: TestPeople;
let http: PeopleApp;
let tenant: TestTenant;

beforeAll(async () => {
  people = await createTestPeople(database);
  http = await createPeopleApp(people);
});
afterAll(() => http.close());
beforeEach(async () => {
  tenant = await createTestTenant(people, 'Toko Melati');
});

const keyWith = async (scopes: readonly Permission[]): Promise<string> => {
  const creator = { workspaceId: tenant.workspaceId, userId: tenant.members.owner.userId, permissions: new Set(scopes) };
  return (await createApiKey(people.apiKeys, creator, { name: 'shop', scopes: [...scopes], ip_allowlist: [] })).key;
};

async function call(key: string, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) {
  const response = await http.app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${key}` },
    ...(payload === undefined ? {} : { payload }),
  });
  const body: { error?: { code?: string }; [field: string]: unknown } = response.body === '' ? {} : response.json();
  return { status: response.statusCode, code: body.error?.code ?? null, body };
}
const memberUrl = (role: 'owner' | 'admin' | 'manager' | 'agent'): string =>
  `/v1/members/${toPublicId('mem', tenant.members[role].memberId)}`;

describe('an API key with the scopes', () => {
  it('changes the workspace, and the audit log names the key', async () => {
    const key = await keyWith([...KEY_SCOPES]);
    expect(await call(key, 'PATCH', '/v1/workspace', { name: 'Toko Melati Baru' })).toMatchObject({
      status: 200,
      body: { name: 'Toko Melati Baru' },
    });
    const audit = await call(key, 'GET', '/v1/audit');
    expect(JSON.stringify(audit.body)).toContain('workspace.updated');
    expect(audit.body['data']).toContainEqual(
      expect.objectContaining({ action: 'workspace.updated', actor: expect.objectContaining({ kind: 'api_key', name: 'shop' }) }),
    );
  });

  it('invites, lists and withdraws in its own name', async () => {
    const key = await keyWith([...KEY_SCOPES]);
    const invited = await call(key, 'POST', '/v1/invitations', { email: 'ani@example.com', role: 'manager' });
    expect(invited).toMatchObject({ status: 201, body: { invited_by: 'shop', role: 'manager' } });
    const listed = await call(key, 'GET', '/v1/invitations');
    expect(listed.body['data']).toMatchObject([{ id: invited.body['id'], invited_by: 'shop' }]);
    expect((await call(key, 'DELETE', `/v1/invitations/${String(invited.body['id'])}`)).status).toBe(204);
  });

  it('changes and removes members who may do no more than itself', async () => {
    const key = await keyWith([...KEY_SCOPES]);
    expect((await call(key, 'PATCH', memberUrl('agent'), { role: 'manager' })).status).toBe(200);
    expect((await call(key, 'DELETE', memberUrl('manager'))).status).toBe(204);
  });
});

describe('no API key grants more than it holds', () => {
  it.each(['owner', 'admin'] as const)('not even one with every scope gives, changes or removes the role %s', async (role) => {
    const key = await keyWith([...KEY_SCOPES]);
    expect((await call(key, 'POST', '/v1/invitations', { email: 'ani@example.com', role })).code).toBe('role_too_high');
    expect((await call(key, 'PATCH', memberUrl('agent'), { role })).code).toBe('role_too_high');
    expect((await call(key, 'PATCH', memberUrl(role), { role: 'agent' })).code).toBe('role_too_high');
    expect((await call(key, 'DELETE', memberUrl(role))).code).toBe('role_too_high');
  });

  it('one that may manage members and nothing else gives no role at all', async () => {
    const key = await keyWith(['members:read', 'members:write']);
    expect((await call(key, 'POST', '/v1/invitations', { email: 'ani@example.com', role: 'agent' })).code).toBe('role_too_high');
    expect((await call(key, 'DELETE', memberUrl('agent'))).code).toBe('role_too_high');
  });

  it('one without the scope is refused at the door', async () => {
    const key = await keyWith(['members:read', 'workspace:read']);
    expect((await call(key, 'PATCH', '/v1/workspace', { name: 'x' })).code).toBe('permission_denied');
    expect((await call(key, 'POST', '/v1/invitations', { email: 'ani@example.com', role: 'agent' })).code).toBe('permission_denied');
  });
});
