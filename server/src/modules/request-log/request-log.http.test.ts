import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLog } from '#platform/log';
import { createMetrics } from '#platform/metrics';
import { useTestDatabase } from '../../../test/harness.ts';
import { createPeopleApp, type PeopleApp } from '../../../test/people-app.ts';
import { createTestKey, createTestPeople, createTestTenant, type TestPeople, type TestTenant } from '../../../test/tenants.ts';
import { createRequestWriter, type RequestWriter } from './request-writer.ts';
import { requestLogRoutes } from './routes.ts';

const database = useTestDatabase();
let people: TestPeople;
let http: PeopleApp;
let tenant: TestTenant;
let writer: RequestWriter;

beforeAll(async () => {
  people = await createTestPeople(database);
  const { clock } = people;
  writer = createRequestWriter({ db: database.db, clock, log: silentLog, metrics: createMetrics({ processMetrics: false }) });
  http = await createPeopleApp(people, requestLogRoutes({ db: database.db, clock }), writer.record);
  tenant = await createTestTenant(people, 'Toko Melati');
});
afterAll(() => http.close());

const call = (url: string, key: string, more: { headers?: Record<string, string>; ip?: string } = {}) =>
  http.app.inject({ url, remoteAddress: more.ip ?? '192.0.2.10', headers: { authorization: `Bearer ${key}`, ...more.headers } });
const lineOf = async (requestId: unknown, key: string): Promise<Record<string, unknown>> => {
  await writer.flush();
  return (await call(`/v1/request-log/${String(requestId)}`, key)).json();
};

it('has a line for each call, with what it led to and nothing that was in it', async () => {
  const reader = await createTestKey(people, tenant, ['logs:read', 'workspace:read']);
  const secret = 'a-secret-of-the-query';
  const asked = await call(`/v1/workspace?note=${secret}`, reader.key, {
    headers: { 'idempotency-key': 'order-17', 'user-agent': 'shop/1.0' },
  });
  const line = await lineOf(asked.headers['request-id'], reader.key);
  expect(Object.keys(line).toSorted()).toEqual(
    [
      'api_key_id',
      'at',
      'caller_name',
      'duration_ms',
      'error_code',
      'id',
      'idempotency_key',
      'ip',
      'is_replay',
      'method',
      'object_id',
      'path_id',
      'route',
      'status',
      'user_id',
    ].toSorted(),
  );
  expect(line).toMatchObject({
    id: asked.headers['request-id'],
    method: 'GET',
    route: '/v1/workspace',
    status: 200,
    ip: '192.0.2.10',
    api_key_id: reader.id,
    user_id: null,
    caller_name: 'test',
    idempotency_key: 'order-17',
    object_id: tenant.publicWorkspaceId,
    error_code: null,
  });
  const stored = await database.admin<{ text: string }>('select json_agg(r)::text as text from request_log r');
  expect(stored[0]?.text).not.toContain(secret);
  expect(stored[0]?.text).not.toContain('shop/1.0');
  expect(stored[0]?.text).not.toContain(reader.key.slice(11, 30));
});

it('keeps of a path the ids that are ours and nothing that somebody typed', async () => {
  const reader = await createTestKey(people, tenant, ['logs:read']);
  const { cookie } = tenant.members.admin;
  const browse = (url: string) => http.browse('GET', url, { cookie, workspace: tenant.publicWorkspaceId });
  const known = await browse(`/v1/api-keys/${reader.id}`);
  const typed = await browse('/v1/api-keys/+628120000001');
  expect(await lineOf(known.headers['request-id'], reader.key)).toMatchObject({
    route: '/v1/api-keys/:id',
    path_id: reader.id,
    object_id: null,
    caller_name: 'admin',
  });
  expect(await lineOf(typed.headers['request-id'], reader.key)).toMatchObject({
    route: '/v1/api-keys/:id',
    path_id: null,
    object_id: null,
    error_code: 'validation_failed',
  });
});

it('shows a refused key in the log of the workspace it belongs to, and an unknown one nowhere', async () => {
  const reader = await createTestKey(people, tenant, ['logs:read']);
  const bound = await createTestKey(people, tenant, ['workspace:read'], { ip_allowlist: ['203.0.113.1'] });
  const narrow = await createTestKey(people, tenant, ['messages:read']);
  const shutOut = await call('/v1/workspace', bound.key);
  const lacking = await call('/v1/workspace', narrow.key);
  expect(await lineOf(shutOut.headers['request-id'], reader.key)).toMatchObject({
    status: 403,
    error_code: 'ip_not_allowed',
    api_key_id: bound.id,
  });
  expect(await lineOf(lacking.headers['request-id'], reader.key)).toMatchObject({
    status: 403,
    error_code: 'permission_denied',
    api_key_id: narrow.id,
  });
  const nobody = await call('/v1/workspace', 'kabar_live_x');
  expect((await lineOf(nobody.headers['request-id'], reader.key))['error']).toMatchObject({ code: 'not_found' });
});

it('gives the use of the API by key', async () => {
  const other = await createTestTenant(people, 'Toko Lain');
  const reader = await createTestKey(people, other, ['logs:read', 'workspace:read']);
  for (let count = 0; count < 3; count += 1) await call('/v1/workspace', reader.key);
  await writer.flush();
  const usage = (
    await call(`/v1/usage?group_by=api_key&until=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`, reader.key)
  ).json();
  expect(usage).toMatchObject({ step: 'day', not_logged: 0, messages: [], series: [{ group: reader.id, label: 'test' }] });
  expect(usage.series[0].points.reduce((sum: number, point: { requests: number }) => sum + point.requests, 0)).toBe(3);
});
