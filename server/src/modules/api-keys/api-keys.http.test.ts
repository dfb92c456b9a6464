import { KEY_SCOPES } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { createPeopleApp, type PageAnswer, type PeopleApp } from '../../../test/people-app.ts';
import { createTestPeople, createTestTenant, type TestPeople, type TestTenant } from '../../../test/tenants.ts';

const database = useTestDatabase();
let people: TestPeople;
let http: PeopleApp;
let tenant: TestTenant;

beforeAll(async () => {
  people = await createTestPeople(database);
  http = await createPeopleApp(people);
  tenant = await createTestTenant(people, 'Toko Melati');
});
afterAll(() => http.close());

const as = (role: 'owner' | 'admin' | 'agent', method: 'GET' | 'POST' | 'PATCH', url: string, body?: object): Promise<PageAnswer> =>
  http.browse(method, url, {
    cookie: tenant.members[role].cookie,
    workspace: tenant.publicWorkspaceId,
    ...(body === undefined ? {} : { body }),
  });
const create = async (body: object = {}): Promise<{ id: string; key: string }> => {
  const made = await as('admin', 'POST', '/v1/api-keys', { name: 'shop', scopes: ['workspace:read'], ...body });
  expect(made.status).toBe(201);
  return { id: String(made.body['id']), key: String(made.body['key']) };
};
const withKey = (key: string, extra: { ip?: string; headers?: Record<string, string> } = {}) =>
  http.app.inject({
    url: '/v1/workspace',
    remoteAddress: extra.ip ?? '192.0.2.10',
    headers: { authorization: `Bearer ${key}`, ...extra.headers },
  });

describe('happy', () => {
  it('makes a key, shows it once, uses it, lists it and ends it', async () => {
    const { id, key } = await create();
    expect(key).toMatch(/^kabar_live_[0-9A-Za-z]{38}$/);
    const used = await withKey(key);
    expect([used.statusCode, used.json().name]).toEqual([200, 'Toko Melati']);
    const listed = await as('admin', 'GET', '/v1/api-keys');
    expect(listed.body.data?.find((row) => row['id'] === id)).toMatchObject({ name: 'shop', status: 'active', created_by: 'admin' });
    expect(JSON.stringify(listed.body)).not.toContain(key);
    expect((await as('admin', 'POST', `/v1/api-keys/${id}/revoke`)).body).toMatchObject({ id, status: 'revoked' });
    expect((await withKey(key)).json().error.code).toBe('api_key_revoked');
    expect((await as('admin', 'GET', `/v1/api-keys/${id}`)).body).toMatchObject({ status: 'revoked' });
  });

  it('names the workspace by itself, whatever a header says', async () => {
    const other = await createTestTenant(people, 'Toko Lain');
    const { key } = await create();
    expect((await withKey(key, { headers: { 'kabar-workspace': other.publicWorkspaceId } })).json().name).toBe('Toko Melati');
  });
});

describe('error', () => {
  it.each([
    [{ scopes: [] }, 400, 'validation_failed'],
    [{ scopes: ['api_keys:write'] }, 400, 'validation_failed'],
    [{ scopes: ['everything'] }, 400, 'validation_failed'],
    [{ name: '' }, 400, 'validation_failed'],
    [{ name: 'a\nb' }, 400, 'validation_failed'],
    [{ expires_at: '2020-01-01T00:00:00.000Z' }, 400, 'validation_failed'],
    [{ expires_at: 'tomorrow' }, 400, 'validation_failed'],
    [{ ip_allowlist: ['10.0.0.0/40'] }, 400, 'validation_failed'],
    [{ ip_allowlist: 'all' }, 400, 'validation_failed'],
    [{ key: 'kabar_live_mine' }, 400, 'validation_failed'],
  ])('refuses %j with %i %s', async (extra, status, code) => {
    const answer = await as('owner', 'POST', '/v1/api-keys', { name: 'shop', scopes: ['workspace:read'], ...extra });
    expect([answer.status, answer.body.error?.code]).toEqual([status, code]);
  });
});

describe('security', () => {
  it('lets no key manage keys, not even one with every scope', async () => {
    const { key } = await create({ scopes: [...KEY_SCOPES] });
    for (const [method, url] of [
      ['GET', '/v1/api-keys'],
      ['POST', '/v1/api-keys'],
    ] as const) {
      const answer = await http.app.inject({
        method,
        url,
        headers: { authorization: `Bearer ${key}` },
        ...(method === 'GET' ? {} : { payload: {} }),
      });
      expect([url, answer.statusCode, answer.json().error.code]).toEqual([url, 403, 'permission_denied']);
    }
  });

  it('holds a key to its addresses and believes no header about them', async () => {
    const { key } = await create({ ip_allowlist: ['203.0.113.0/24', '2001:db8::/48'] });
    expect((await withKey(key, { ip: '203.0.113.9' })).statusCode).toBe(200);
    expect((await withKey(key, { ip: '::ffff:203.0.113.9' })).statusCode).toBe(200);
    expect((await withKey(key, { ip: '2001:db8:0:1::5' })).statusCode).toBe(200);
    expect(
      (
        await withKey(key, {
          ip: '198.51.100.9',
          headers: { 'x-forwarded-for': '203.0.113.9', 'x-real-ip': '203.0.113.9', forwarded: 'for=203.0.113.9' },
        })
      ).json().error.code,
    ).toBe('ip_not_allowed');
  });

  it('never takes a key from a cookie or the address', async () => {
    const { key } = await create();
    expect((await http.app.inject({ url: `/v1/workspace?api_key=${key}&access_token=${key}` })).statusCode).toBe(401);
    expect((await http.app.inject({ url: '/v1/workspace', headers: { cookie: `kabar_session=${key}` } })).statusCode).toBe(401);
  });
});

describe('rotation, addresses and leaks over HTTP', () => {
  const put = (role: 'owner' | 'admin' | 'agent', body: object, ip?: string) =>
    http.browse('PUT', '/v1/workspace/ip-allowlist', {
      cookie: tenant.members[role].cookie,
      workspace: tenant.publicWorkspaceId,
      body,
      ...(ip === undefined ? {} : { ip }),
    });

  it('replaces a key and changes one', async () => {
    const { id, key } = await create();
    const rotated = await as('admin', 'POST', `/v1/api-keys/${id}/rotate`, {});
    expect([rotated.status, rotated.body['replaced']]).toEqual([201, expect.objectContaining({ id, status: 'retiring' })]);
    for (const one of [key, String(rotated.body['key'])]) expect((await withKey(one)).statusCode).toBe(200);
    const changed = await as('admin', 'PATCH', `/v1/api-keys/${String(rotated.body['id'])}`, { requests_per_second: 5 });
    expect([changed.status, changed.body['requests_per_second']]).toEqual([200, 5]);
    expect((await as('admin', 'PATCH', `/v1/api-keys/${id}`, { name: 'x' })).body.error?.code).toBe('api_key_ended');
  });

  it('holds keys and, where asked, people to the addresses of the workspace, and shuts nobody out by mistake', async () => {
    tenant = await createTestTenant(people, 'Toko Melati');
    const { key } = await create();
    const wide = await create({ ip_allowlist: ['0.0.0.0/0'] });
    await withKey(key);
    await people.apiKeys.prover.flush();
    const refused = await put('admin', { ranges: ['203.0.113.0/24'] });
    expect(refused.body.error).toMatchObject({ code: 'lockout_unconfirmed', details: { addresses: ['192.0.2.0/24'] } });
    expect((await put('admin', { ranges: ['203.0.113.0/24'], confirm_lockout: true })).status).toBe(200);
    expect((await withKey(key)).json().error.code).toBe('ip_not_allowed');
    // A list of the key's own never widens that of the workspace.
    expect((await withKey(wide.key)).json().error.code).toBe('ip_not_allowed');
    expect((await withKey(key, { ip: '::ffff:203.0.113.4' })).statusCode).toBe(200);
    // People come and go as before.
    expect((await as('admin', 'GET', '/v1/api-keys')).status).toBe(200);
    const members = { ranges: ['203.0.113.0/24', '::ffff:198.51.100.0/120'], applies_to: 'api_keys_and_members' };
    const own = await put('admin', members);
    expect(own.body.error?.details).toEqual({ addresses: expect.arrayContaining(['192.0.2.10']) });
    expect((await put('admin', { ...members, confirm_lockout: true }, '203.0.113.9')).body).toMatchObject({
      ranges: ['203.0.113.0/24', '198.51.100.0/24'],
      your_address: '203.0.113.9',
    });
    expect((await as('admin', 'GET', '/v1/api-keys')).body.error?.code).toBe('ip_not_allowed');
    expect((await http.browse('GET', '/v1/me', { cookie: tenant.members.admin.cookie })).status).toBe(200);
    expect((await put('admin', { ranges: [] }, '198.51.100.7')).body).toMatchObject({ ranges: [], applies_to: 'api_keys' });
    expect((await withKey(key)).statusCode).toBe(200);
  });

  it('takes reports of leaked keys from anybody, but not without end', async () => {
    const { key } = await create();
    const report = (body: object, ip = '198.51.100.77') =>
      http.app.inject({ method: 'POST', url: '/v1/leaked-keys', remoteAddress: ip, payload: body });
    expect((await report({ keys: [{ key }] })).json()).toEqual({ results: [{ last_four: key.slice(-4), result: 'revoked' }] });
    expect((await withKey(key)).json().error.code).toBe('api_key_revoked');
    expect((await report({ keys: [] })).json().error.code).toBe('validation_failed');
    for (let count = 0; count < 4; count += 1) await report({ keys: [{ key }] });
    expect((await report({ keys: [{ key }] })).json().error.code).toBe('rate_limited');
    expect((await report({ keys: [{ key }] }, '198.51.100.78')).statusCode).toBe(200);
  });
});
