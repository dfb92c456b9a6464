import { createHash, createHmac } from 'node:crypto';
import type { WhatsAppNumber } from '@kabar/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMetaWorld, freshNumber, goodSecret, type MetaWorld } from '../../../test/meta-world.ts';
import { createTestTenant, type TestTenant } from '../../../test/tenants.ts';
import { fromPublicId } from '../../platform/ids.ts';
import { refreshDueNumbers } from './refresh-number.ts';
import { resubscribeAll } from './resubscribe-all.ts';

const database = useTestDatabase();
let world: MetaWorld;
let admin: Record<string, string>;

beforeAll(async () => {
  world = await createMetaWorld(database);
  admin = world.tenant.members.admin.headers;
});
afterAll(async () => world.close());
beforeEach(() => {
  world.graph.calls.length = 0;
  world.graph.intercept = () => null;
  world.graph.onSubscribe = async () => true;
  world.graph.appCallback = null;
});

const post = (url: string, payload?: object, headers = admin) =>
  world.app.inject({ method: 'POST', url, headers, ...(payload === undefined ? {} : { payload }) });
const get = (url: string, headers = admin) => world.app.inject({ url, headers });
const remove = (url: string, headers = admin) => world.app.inject({ method: 'DELETE', url, headers });

async function connect(more: Record<string, unknown> = {}): Promise<{ number: WhatsAppNumber; webhook_url: string; verify_token: string }> {
  const response = await post('/v1/numbers', { ...freshNumber(world), ...more });
  expect(response.statusCode, response.body).toBe(201);
  return response.json();
}

async function accountRow(wabaId: string): Promise<Record<string, unknown> | undefined> {
  const [row] = await database.admin<Record<string, unknown>>('select * from waba_accounts where waba_id = $1', [wabaId]);
  return row;
}

const keyOf = (webhookUrl: string): string => webhookUrl.split('/').at(-1) ?? '';

describe('connecting a number', () => {
  it('checks, subscribes, stores everything sealed and shows the verify token once', async () => {
    const given = freshNumber(world);
    let handshake: { callbackUrl: string; verifyToken: string; isKnown: boolean } | null = null;
    world.graph.onSubscribe = async (callbackUrl, verifyToken) => {
      const account = await world.numbers.connections.webhookAccountByKey(keyOf(callbackUrl), true);
      const hash = createHash('sha256').update(verifyToken).digest();
      handshake = { callbackUrl, verifyToken, isKnown: account?.verifyTokenHash.equals(hash) === true };
      return true;
    };
    const response = await post('/v1/numbers', given);
    expect(response.statusCode).toBe(201);
    const { number, webhook_url, verify_token } = response.json();
    expect(number).toMatchObject({
      provider: 'cloud',
      waba_id: given.waba_id,
      phone_number_id: given.phone_number_id,
      verified_name: 'Warung Rani',
      status: 'connected',
      quality: 'green',
      limit_tier: 'TIER_2K',
      throughput_per_second: 80,
      meta_status: 'CONNECTED',
      health: { level: 'good', next_step: null },
      webhook_url,
    });
    expect(webhook_url).toMatch(/^https:\/\/kabar\.example\/webhooks\/meta\/[0-9a-z]{32}$/);
    // WhatsApp asked the address before it answered, and the account was already there to answer.
    expect(handshake).toEqual({ callbackUrl: webhook_url, verifyToken: verify_token, isKnown: true });
    const row = await accountRow(given.waba_id);
    const stored = JSON.stringify(row, (_key, value: unknown) => (Buffer.isBuffer(value) ? value.toString('latin1') : value));
    for (const secret of [given.access_token, given.app_secret, verify_token]) expect(stored).not.toContain(secret);
    expect((await get(`/v1/numbers/${number.id}`)).body).not.toContain(verify_token);
  });

  it('gives senders the token and webhooks the key of the app secret', async () => {
    const { number, webhook_url } = await connect();
    const numberId = fromPublicId('num', number.id) ?? '';
    const connection = await world.numbers.connections.connectionFor(world.tenant.workspaceId, numberId);
    expect(connection).toMatchObject({
      baseUrl: world.graph.url,
      version: 'v26.0',
      phoneNumberId: number.phone_number_id,
      wabaId: number.waba_id,
      accessToken: 'EAAgood-token-of-a-system-user',
    });
    const account = await world.numbers.connections.webhookAccountByKey(keyOf(webhook_url));
    expect(account?.numbersByPhoneNumberId.get(number.phone_number_id)).toBe(numberId);
    const [key] = account?.appSecretKeys ?? [];
    if (key === undefined) throw new Error('no key');
    expect(createHmac('sha256', key).update('body').digest('hex')).toBe(createHmac('sha256', goodSecret).update('body').digest('hex'));
  });

  it('leaves a line in the history, an audit entry without secrets, an event, and templates', async () => {
    const given = freshNumber(world);
    world.graph.templates.set(given.waba_id, [
      { id: '55', name: 'hello', language: 'id', status: 'APPROVED', category: 'UTILITY', components: [] },
    ]);
    const { number } = (await post('/v1/numbers', given)).json();
    expect((await get(`/v1/numbers/${number.id}/history`)).json().data).toEqual([
      { at: expect.any(String), kind: 'connected', text: 'Connected to the Cloud API' },
    ]);
    const audit = await database.admin<{ after: object }>(
      `select after from audit_events where action = 'number.connected' and target_id = $1`,
      [number.id],
    );
    expect(JSON.stringify(audit)).toContain(given.phone_number_id);
    expect(JSON.stringify(audit)).not.toContain(given.access_token);
    const events = await database.admin(`select type from events where data ->> 'number_id' = $1`, [number.id]);
    expect(events).toContainEqual({ type: 'number.updated' });
    expect((await get(`/v1/templates?number_id=${number.id}`)).json().data).toMatchObject([
      { name: 'hello', language: 'id', status: 'approved' },
    ]);
  });

  it('registers a number that is not registered yet with the given PIN', async () => {
    const response = await post('/v1/numbers', { ...freshNumber(world, { status: 'PENDING' }), pin: '123456' });
    expect(response.json().number.meta_status).toBe('CONNECTED');
  });

  it('adds a second number of the same account under the same address', async () => {
    const first = await connect();
    const second = (await post('/v1/numbers', freshNumber(world, {}, first.number.waba_id))).json();
    expect(second.webhook_url).toBe(first.webhook_url);
    expect(second.verify_token).not.toBe(first.verify_token);
    const account = await world.numbers.connections.webhookAccountByKey(keyOf(first.webhook_url), true);
    expect(account?.numbersByPhoneNumberId.size).toBe(2);
  });
});

describe('a number is not connected', () => {
  const refused = async (payload: object, status: number, code: string, reason?: RegExp): Promise<void> => {
    const response = await post('/v1/numbers', payload);
    expect([response.statusCode, response.json().error.code], response.body).toEqual([status, code]);
    if (reason !== undefined) expect(response.json().error.details.reason).toMatch(reason);
  };

  it('with a token that Meta refuses', async () => {
    await refused({ ...freshNumber(world), access_token: 'EAAbad-token-of-nobody-x' }, 422, 'number_credentials_refused', /access token/i);
  });

  it('with a token that lacks a permission', async () => {
    world.graph.tokens.set('EAAhalf-token-of-somebody', { scopes: ['whatsapp_business_management'] });
    await refused(
      { ...freshNumber(world), access_token: 'EAAhalf-token-of-somebody' },
      422,
      'number_credentials_refused',
      /whatsapp_business_messaging/,
    );
  });

  it('when it belongs to another account', async () => {
    const other = freshNumber(world);
    await refused({ ...freshNumber(world), waba_id: other.waba_id }, 422, 'number_credentials_refused', /does not belong/);
  });

  it('with an app secret of another app', async () => {
    world.graph.intercept = ({ query }) =>
      query.has('appsecret_proof')
        ? { status: 400, body: { error: { code: 100, message: 'Invalid appsecret_proof provided in the API argument' } } }
        : null;
    await refused(freshNumber(world), 422, 'number_credentials_refused', /app secret/);
  });

  it('when it needs a PIN, or gets a wrong one', async () => {
    const given = freshNumber(world, { status: 'PENDING' });
    await refused(given, 422, 'number_credentials_refused', /PIN/);
    await refused({ ...given, pin: '000000' }, 422, 'number_credentials_refused', /PIN/);
  });

  it('when Meta is away, and nothing stays behind', async () => {
    const given = freshNumber(world);
    world.graph.intercept = () => ({ status: 503, body: {} });
    await refused(given, 503, 'upstream_unavailable');
    expect(await accountRow(given.waba_id)).toBeUndefined();
  });

  it('when the webhook handshake fails, and can then be tried again', async () => {
    const given = freshNumber(world);
    world.graph.onSubscribe = async () => false;
    await refused(given, 422, 'number_credentials_refused', /webhooks/);
    expect(await database.admin('select id from numbers where phone_number_id = $1', [given.phone_number_id])).toEqual([]);
    expect(await accountRow(given.waba_id)).toMatchObject({ access_token_sealed: null, disconnected_at: expect.any(Date) });
    world.graph.onSubscribe = async () => true;
    expect((await post('/v1/numbers', given)).statusCode).toBe(201);
  });

  it('twice, nor its account by another workspace', async () => {
    const { number } = await connect();
    const again = {
      waba_id: number.waba_id,
      phone_number_id: number.phone_number_id,
      access_token: 'EAAgood-token-of-a-system-user',
      app_secret: goodSecret,
    };
    await refused(again, 409, 'number_taken');
    const other = await createTestTenant(world.people, 'Toko Lain');
    const response = await post('/v1/numbers', again, other.members.admin.headers);
    expect([response.statusCode, response.json().error.code]).toEqual([409, 'number_taken']);
  });

  it('when two workspaces race for it: one wins', async () => {
    const given = freshNumber(world);
    const other = await createTestTenant(world.people, 'Toko Lomba');
    const outcomes = await Promise.all([post('/v1/numbers', given), post('/v1/numbers', given, other.members.admin.headers)]);
    expect(outcomes.map((response) => response.statusCode).sort((left, right) => left - right)).toEqual([201, 409]);
    expect(
      await database.admin('select id from numbers where phone_number_id = $1 and disconnected_at is null', [given.phone_number_id]),
    ).toHaveLength(1);
  });

  it.each([
    ['letters in an id', { waba_id: 'abc' }],
    ['an unknown field', { more: 1 }],
    ['a short PIN', { pin: '12' }],
  ])('with %s', async (_name, change) => {
    await refused({ ...freshNumber(world), ...change }, 400, 'validation_failed');
  });
});

describe('refreshing', () => {
  it('takes over what changed and says so in the history', async () => {
    const { number } = await connect();
    Object.assign(world.graph.numbers.get(number.phone_number_id) ?? {}, {
      quality_rating: 'RED',
      whatsapp_business_manager_messaging_limit: 'TIER_10K',
      throughput: { level: 'HIGH' },
    });
    const response = await post(`/v1/numbers/${number.id}/refresh`);
    expect(response.json()).toMatchObject({
      quality: 'red',
      limit_tier: 'TIER_10K',
      throughput_per_second: 1000,
      status: 'connected',
      health: { level: 'warn', title: 'Quality is low' },
    });
    const history = (await get(`/v1/numbers/${number.id}/history`)).json().data.map((line: { kind: string }) => line.kind);
    expect(history.sort()).toEqual(['connected', 'limit_changed', 'limit_changed', 'quality_changed']);
  });

  it('holds the number when its token is refused, once, and lets it go with the next good answer', async () => {
    const { number } = await connect();
    world.graph.intercept = () => ({ status: 401, body: { error: { code: 190, error_subcode: 463, message: 'expired' } } });
    for (let time = 0; time < 2; time += 1) {
      expect((await post(`/v1/numbers/${number.id}/refresh`)).json()).toMatchObject({
        status: 'needs_attention',
        health: { level: 'bad', title: 'WhatsApp refused the access token' },
      });
    }
    const lines = (await get(`/v1/numbers/${number.id}/history`))
      .json()
      .data.filter((line: { kind: string }) => line.kind === 'token_refused');
    expect(lines).toHaveLength(1);
    world.graph.intercept = () => null;
    expect((await post(`/v1/numbers/${number.id}/refresh`)).json()).toMatchObject({ status: 'connected', health: { level: 'good' } });
  });

  it('changes nothing while Meta is away', async () => {
    const { number } = await connect();
    world.graph.intercept = () => 'hang up';
    const response = await post(`/v1/numbers/${number.id}/refresh`);
    expect([response.statusCode, response.json().error.code]).toEqual([503, 'upstream_unavailable']);
    expect((await get(`/v1/numbers/${number.id}`)).json()).toMatchObject({ status: 'connected' });
  });

  it('happens by itself when it is due, and one failure does not stop the others', async () => {
    const first = await connect();
    const second = await connect();
    world.clock.advance(31 * 60_000);
    Object.assign(world.graph.numbers.get(second.number.phone_number_id) ?? {}, { quality_rating: 'YELLOW' });
    world.graph.intercept = ({ path }) => (path === `/${first.number.phone_number_id}` ? { status: 500, body: {} } : null);
    const result = await refreshDueNumbers(world.numbers, new AbortController().signal);
    expect(result.failedCount).toBe(1);
    expect(result.doneCount).toBeGreaterThan(0);
    expect((await get(`/v1/numbers/${second.number.id}`)).json()).toMatchObject({ quality: 'yellow' });
    world.graph.intercept = () => null;
    world.clock.advance(5 * 60_000);
    expect((await refreshDueNumbers(world.numbers, new AbortController().signal)).failedCount).toBe(0);
  });

  it('asks nobody when nothing is due', async () => {
    await refreshDueNumbers(world.numbers, new AbortController().signal);
    world.graph.calls.length = 0;
    expect(await refreshDueNumbers(world.numbers, new AbortController().signal)).toEqual({ doneCount: 0, failedCount: 0 });
    expect(world.graph.calls).toEqual([]);
  });
});

describe('renewing the token', () => {
  it('is used by senders at once and keeps the old app secret for a day', async () => {
    const { number, webhook_url } = await connect();
    const numberId = fromPublicId('num', number.id) ?? '';
    await world.numbers.connections.connectionFor(world.tenant.workspaceId, numberId);
    world.graph.tokens.set('EAAnew-token-of-a-system-user', { scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'] });
    const response = await post(`/v1/numbers/${number.id}/token`, {
      access_token: 'EAAnew-token-of-a-system-user',
      app_secret: 'a'.repeat(32),
    });
    expect(response.statusCode, response.body).toBe(200);
    expect(response.body).not.toContain('EAAnew');
    await expect
      .poll(async () => (await world.numbers.connections.connectionFor(world.tenant.workspaceId, numberId))?.accessToken)
      .toBe('EAAnew-token-of-a-system-user');
    await expect.poll(async () => (await world.numbers.connections.webhookAccountByKey(keyOf(webhook_url)))?.appSecretKeys.length).toBe(2);
    world.clock.advance(25 * 3_600_000);
    expect((await world.numbers.connections.webhookAccountByKey(keyOf(webhook_url), true))?.appSecretKeys).toHaveLength(1);
  });

  it('with a bad one changes nothing', async () => {
    const { number } = await connect();
    const response = await post(`/v1/numbers/${number.id}/token`, { access_token: 'EAAbad-token-of-nobody-x' });
    expect([response.statusCode, response.json().error.code]).toEqual([422, 'number_credentials_refused']);
    expect((await post(`/v1/numbers/${number.id}/refresh`)).json()).toMatchObject({ status: 'connected' });
  });
});

describe('disconnecting', () => {
  it('ends the subscription, destroys the token, keeps the history and still takes deliveries under way', async () => {
    const { number, webhook_url } = await connect();
    const response = await remove(`/v1/numbers/${number.id}`);
    expect(response.statusCode, response.body).toBe(204);
    expect(world.graph.calls).toContainEqual(expect.objectContaining({ method: 'DELETE', path: `/${number.waba_id}/subscribed_apps` }));
    expect(await accountRow(number.waba_id)).toMatchObject({ access_token_sealed: null, app_secret_sealed: expect.any(Buffer) });
    expect((await get(`/v1/numbers/${number.id}`)).json()).toMatchObject({
      status: 'disconnected',
      health: { level: 'bad', title: 'Disconnected' },
    });
    const numberId = fromPublicId('num', number.id) ?? '';
    await expect.poll(() => world.numbers.connections.connectionFor(world.tenant.workspaceId, numberId)).toBeNull();
    expect(await world.numbers.connections.webhookAccountByKey(keyOf(webhook_url), true)).toMatchObject({ isDisconnected: true });
    expect((await remove(`/v1/numbers/${number.id}`)).statusCode).toBe(204);
    expect((await post(`/v1/numbers/${number.id}/refresh`)).json().error.code).toBe('number_not_connected');
    expect((await post(`/v1/numbers/${number.id}/token`, { access_token: 'EAAgood-token-of-a-system-user' })).json().error.code).toBe(
      'number_not_connected',
    );
  });

  it('works while Meta is away', async () => {
    const { number } = await connect();
    world.graph.intercept = () => 'hang up';
    expect((await remove(`/v1/numbers/${number.id}`)).statusCode).toBe(204);
  });

  it('keeps the account while another number of it is connected', async () => {
    const { number } = await connect();
    const second = (await post('/v1/numbers', freshNumber(world, {}, number.waba_id))).json();
    await remove(`/v1/numbers/${number.id}`);
    expect(world.graph.calls.some((call) => call.method === 'DELETE')).toBe(false);
    expect((await post(`/v1/numbers/${second.number.id}/refresh`)).json()).toMatchObject({ status: 'connected' });
  });

  it('lets the number come back with the same id, or go to another workspace', async () => {
    const { number } = await connect();
    const again = {
      waba_id: number.waba_id,
      phone_number_id: number.phone_number_id,
      access_token: 'EAAgood-token-of-a-system-user',
      app_secret: goodSecret,
    };
    await remove(`/v1/numbers/${number.id}`);
    expect((await post('/v1/numbers', again)).json().number).toMatchObject({ id: number.id, status: 'connected' });
    await remove(`/v1/numbers/${number.id}`);
    const other = await createTestTenant(world.people, 'Toko Pindah');
    const moved = await post('/v1/numbers', again, other.members.admin.headers);
    expect(moved.statusCode).toBe(201);
    expect(moved.json().number.id).not.toBe(number.id);
  });
});

describe('the webhooks of the app itself, which no override of an account reaches', () => {
  it('come to the address of the first account, after a handshake that is answered', async () => {
    world.graph.onSubscribe = async (callbackUrl, verifyToken) => {
      const account = await world.numbers.connections.webhookAccountByKey(keyOf(callbackUrl), true);
      return account?.verifyTokenHash.equals(createHash('sha256').update(verifyToken).digest()) === true;
    };
    const { webhook_url } = await connect();
    expect(world.graph.appCallback).toBe(webhook_url);
    const call = world.graph.calls.find(({ method, path }) => method === 'POST' && path === '/7/subscriptions');
    expect(String(call?.json['fields']).split(',')).toEqual(
      expect.arrayContaining(['messages', 'message_template_status_update', 'account_update']),
    );
    await connect();
    expect(world.graph.appCallback).toBe(webhook_url);
  });

  it('are left alone when they go to somebody else, and the history says so', async () => {
    world.graph.appCallback = 'https://crm.example/hooks';
    const { number } = await connect();
    expect(world.graph.appCallback).toBe('https://crm.example/hooks');
    const texts = (await get(`/v1/numbers/${number.id}/history`)).json().data.map((line: { text: string }) => line.text);
    expect(texts).toContain('Events about templates and limits go to crm.example; they are read from time to time instead');
  });

  it('are taken back from an address of ours that is gone', async () => {
    world.graph.appCallback = `https://kabar.example/webhooks/meta/${'a'.repeat(32)}`;
    const { webhook_url } = await connect();
    expect(world.graph.appCallback).toBe(webhook_url);
  });

  it('go to another account of the app when theirs is disconnected, and end with the last one', async () => {
    await database.admin(`update waba_accounts set app_id = null`);
    const first = await connect();
    const second = await connect();
    expect(world.graph.appCallback).toBe(first.webhook_url);
    await remove(`/v1/numbers/${first.number.id}`);
    expect(world.graph.appCallback).toBe(second.webhook_url);
    await remove(`/v1/numbers/${second.number.id}`);
    expect(world.graph.appCallback).toBeNull();
  });

  it('are found by the subscription when the token may not look at itself', async () => {
    world.graph.intercept = ({ path }) =>
      path === '/debug_token' ? { status: 400, body: { error: { code: 100, message: 'not allowed' } } } : null;
    const { webhook_url } = await connect();
    expect(world.graph.appCallback).toBe(webhook_url);
  });

  it('do not keep a number from being connected when they cannot be had', async () => {
    world.graph.intercept = ({ path }) => (path === '/7/subscriptions' ? { status: 500, body: {} } : null);
    expect((await connect()).number.status).toBe('connected');
  });
});

describe('the public address', () => {
  it('is told to WhatsApp again when it changed, and only then', async () => {
    const { number } = await connect();
    world.graph.calls.length = 0;
    const isAboutIt = (call: { path: string }): boolean => call.path === `/${number.waba_id}/subscribed_apps`;
    await resubscribeAll(world.numbers, 'https://kabar.example');
    expect(world.graph.calls.filter(isAboutIt)).toEqual([]);
    const seen: string[] = [];
    world.graph.onSubscribe = async (callbackUrl, verifyToken) => {
      const account = await world.numbers.connections.webhookAccountByKey(keyOf(callbackUrl), true);
      const isKnown = account?.verifyTokenHash.equals(createHash('sha256').update(verifyToken).digest()) === true;
      if (isKnown) seen.push(callbackUrl);
      return isKnown;
    };
    const result = await resubscribeAll(world.numbers, 'http://127.0.0.1:4001');
    expect(result.changedCount).toBeGreaterThan(0);
    expect(seen.some((url) => url.startsWith('http://127.0.0.1:4001/webhooks/meta/'))).toBe(true);
    expect(await resubscribeAll(world.numbers, 'http://127.0.0.1:4001')).toEqual({ changedCount: 0, failedCount: 0 });
    await resubscribeAll(world.numbers, 'https://kabar.example');
  });
});

describe('lists', () => {
  let tenant: TestTenant;
  it('come in pages, connected numbers first', async () => {
    tenant = await createTestTenant(world.people, 'Toko Banyak');
    const { headers } = tenant.members.admin;
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      ids.push((await post('/v1/numbers', freshNumber(world), headers)).json().number.id);
      world.clock.advance(1_000);
    }
    await remove(`/v1/numbers/${ids[0]}`, headers);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { data: WhatsAppNumber[]; next_cursor: string | null } = (
        await get(`/v1/numbers?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`, headers)
      ).json();
      seen.push(...page.data.map((number) => number.id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual([ids[1], ids[2], ids[0]]);
  });

  it('refuse a cursor of another list', async () => {
    const { headers } = tenant.members.admin;
    for (const cursor of [
      'nonsense',
      Buffer.from('[1,"x","y"]').toString('base64url'),
      Buffer.from('["2026-01-01T00:00:00.000Z","y"]').toString('base64url'),
    ]) {
      expect((await get(`/v1/numbers?cursor=${cursor}`, headers)).json().error.code).toBe('cursor_invalid');
    }
  });
});

describe('another workspace', () => {
  it('sees nothing of a number', async () => {
    const { number } = await connect();
    const { headers } = (await createTestTenant(world.people, 'Toko Asing')).members.owner;
    const answers = [
      await get(`/v1/numbers/${number.id}`, headers),
      await get(`/v1/numbers/${number.id}/history`, headers),
      await post(`/v1/numbers/${number.id}/refresh`, undefined, headers),
      await post(`/v1/numbers/${number.id}/token`, { access_token: 'EAAgood-token-of-a-system-user' }, headers),
      await remove(`/v1/numbers/${number.id}`, headers),
      await get(`/v1/templates?number_id=${number.id}`, headers),
      await post('/v1/templates/sync', { number_id: number.id }, headers),
    ];
    expect(answers.map((answer) => answer.json().error.code)).toEqual(Array.from({ length: 7 }, () => 'not_found'));
    expect((await get('/v1/numbers', headers)).json().data).toEqual([]);
  });

  it('cannot be helped by an agent of this one, who may only look', async () => {
    const { number } = await connect();
    const agent = world.tenant.members.agent.headers;
    expect((await get(`/v1/numbers/${number.id}`, agent)).statusCode).toBe(200);
    expect((await post(`/v1/numbers/${number.id}/refresh`, undefined, agent)).json().error.code).toBe('permission_denied');
  });
});
