import { createHmac, randomUUID } from 'node:crypto';
import { ERRORS, KEY_SCOPES, type ErrorCode, type IntakeDelivery } from '@kabar/contract';
import { createKabar, type Kabar } from '@kabar/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCookieFetch } from '../stand/cookie-fetch.ts';
import { startHome, type Home } from '../stand/home.ts';
import { waitUntil } from '../stand/wait-until.ts';
import { rawRequest } from './raw-request.ts';

let home: Home;
let owner: Kabar;
/** Things of a workspace that the attacker's key has no part in. */
let foreign: { conversationId: string; numberId: string; keyId: string; messageId: string };
let seenBefore: Set<string>;

beforeAll(async () => {
  home = await startHome();
  const { apiUrl, login, workspaceId } = home.quickstart;
  const browser = createCookieFetch(apiUrl);
  const anonymous = createKabar({ baseUrl: apiUrl, fetch: browser });
  await anonymous.auth.signIn(login);
  owner = createKabar({ baseUrl: apiUrl, fetch: browser, workspaceId });
  const workspace = await anonymous.workspaces.create({ name: 'Toko Lain', time_zone: 'Asia/Jakarta' });
  const neighbour = createKabar({ baseUrl: apiUrl, fetch: browser, workspaceId: workspace.id });
  const { number } = await neighbour.numbers.connectEmulator();
  await home.emulator.writeText('tomas', 'Hola', number.phone_number_id);
  const conversation = await waitUntil(
    'the neighbour has a conversation',
    async () => (await neighbour.conversations.list()).data[0] ?? null,
  );
  const key = await neighbour.apiKeys.create({ name: 'theirs', scopes: [...KEY_SCOPES], ip_allowlist: [] });
  const messageId = (await neighbour.conversations.messages(conversation.id)).data[0]?.id ?? '';
  foreign = { conversationId: conversation.id, numberId: number.id, keyId: key.id, messageId };
  await settled();
  seenBefore = new Set((await deliveries()).map(({ id }) => id));
});
afterAll(async () => {
  await home?.close();
});

/** Asks the API as a program does; gives the status and the code of the catalogue. */
async function ask(path: string, init: RequestInit & { key?: string | null } = {}): Promise<[number, string | null]> {
  const { key = home.quickstart.apiKey, ...rest } = init;
  const headers = new Headers(rest.headers);
  if (key !== null) headers.set('authorization', `Bearer ${key}`);
  if (rest.body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const response = await fetch(`${home.quickstart.apiUrl}${path}`, { ...rest, headers });
  const text = await response.text();
  if (response.ok) return [response.status, null];
  const { code, message } = (JSON.parse(text) as { error: { code: string; message: string } }).error; // the form of every refusal; a wrong one fails here
  expect(message).toBe(ERRORS[code as ErrorCode].message);
  return [response.status, code];
}

const refused = (code: ErrorCode): [number, string] => [ERRORS[code].status, code];
const post = (body: unknown): RequestInit => ({ method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

function textTo(fields: Record<string, unknown> = {}): Record<string, unknown> {
  const { numberId, customerPhone } = home.quickstart;
  return { number_id: numberId, to: customerPhone, type: 'text', text: { body: 'x' }, ...fields };
}

/** Posts to the webhook address as Meta does. */
async function deliver(body: Buffer | string, headers?: Record<string, string>): Promise<[number, string | null]> {
  const bytes = Buffer.from(body);
  const path = new URL(home.quickstart.webhookUrl).pathname;
  const signature = { 'x-hub-signature-256': `sha256=${createHmac('sha256', home.quickstart.appSecret).update(bytes).digest('hex')}` };
  return ask(path, { method: 'POST', body: bytes, headers: headers ?? { 'content-type': 'application/json', ...signature }, key: null });
}

function inbound(text: string, change: (value: Record<string, unknown>) => unknown = (value) => value): string {
  const from = '6281200000101';
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550100100', phone_number_id: home.quickstart.phoneNumberId },
    contacts: [{ profile: { name: 'Sari' }, wa_id: from }],
    messages: [{ from, id: `wamid.${randomUUID()}`, timestamp: String(Math.floor(Date.now() / 1000)), type: 'text', text: { body: text } }],
  };
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [{ field: 'messages', value: change(value) }] }],
  });
}

async function deliveries(): Promise<IntakeDelivery[]> {
  return collect(home.client.deliveries.each({ limit: 100 }));
}

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

async function settled(): Promise<void> {
  await waitUntil('all deliveries are processed', async () =>
    (await deliveries()).every(({ status }) => status === 'processed' || status === 'quarantined'),
  );
}

describe('who may not come in', () => {
  it('is told why, by the catalogue', async () => {
    const { apiKey } = home.quickstart;
    const path = '/v1/conversations';
    expect(await ask(path, { key: null })).toEqual(refused('unauthenticated'));
    expect(await ask(path, { key: `${apiKey.slice(0, -1)}${apiKey.endsWith('a') ? 'b' : 'a'}` })).toEqual(refused('api_key_invalid'));
    expect(await ask(path, { key: 'x'.repeat(10_000) })).toEqual(refused('api_key_invalid'));
    expect(await ask(path, { key: null, headers: { cookie: 'kabar_session=../../etc/passwd' } })).toEqual(refused('unauthenticated'));
  });

  it('has an expired or a revoked key', async () => {
    const expiresAt = new Date(Date.now() + 1_500).toISOString();
    const short = await owner.apiKeys.create({ name: 'short', scopes: ['conversations:read'], ip_allowlist: [], expires_at: expiresAt });
    expect(await ask('/v1/conversations', { key: short.key })).toEqual([200, null]);
    await waitUntil('it has expired', async () => (await ask('/v1/conversations', { key: short.key }))[0] !== 200);
    expect(await ask('/v1/conversations', { key: short.key })).toEqual(refused('api_key_expired'));
    const gone = await owner.apiKeys.create({ name: 'gone', scopes: ['conversations:read'], ip_allowlist: [] });
    await owner.apiKeys.revoke(gone.id);
    expect(await ask('/v1/conversations', { key: gone.key })).toEqual(refused('api_key_revoked'));
  });

  it('comes from elsewhere, whatever the headers claim', async () => {
    const office = await owner.apiKeys.create({ name: 'office', scopes: ['conversations:read'], ip_allowlist: ['203.0.113.7'] });
    for (const headers of [
      {},
      { 'x-forwarded-for': '203.0.113.7' },
      { 'x-forwarded-for': '127.0.0.1, 203.0.113.7' },
      { forwarded: 'for=203.0.113.7' },
      { 'x-real-ip': '203.0.113.7', 'cf-connecting-ip': '203.0.113.7', 'true-client-ip': '203.0.113.7' },
    ]) {
      expect(await ask('/v1/conversations', { key: office.key, headers })).toEqual(refused('ip_not_allowed'));
    }
    const here = await owner.apiKeys.create({ name: 'here', scopes: ['conversations:read'], ip_allowlist: ['::ffff:127.0.0.1'] });
    expect(await ask('/v1/conversations', { key: here.key, headers: { 'x-forwarded-for': '203.0.113.7' } })).toEqual([200, null]);
  });

  it('asks for what belongs to another workspace', async () => {
    const { conversationId, numberId, messageId } = foreign;
    for (const path of [
      `/v1/conversations/${conversationId}`,
      `/v1/conversations/${conversationId}/messages`,
      `/v1/numbers/${numberId}`,
      `/v1/messages/${messageId}`,
    ]) {
      expect(await ask(path), path).toEqual(refused('not_found'));
    }
    expect(await ask(`/v1/conversations/${conversationId}/read`, post({}))).toEqual(refused('not_found'));
    expect(await ask('/v1/messages', post(textTo({ number_id: numberId })))).toEqual(refused('not_found'));
    expect(await ask('/v1/messages', post(textTo({ context: { message_id: messageId } })))).toEqual(refused('not_found'));
  });

  it('cannot bend links in mails with a Host of their own', async () => {
    const { apiUrl, login } = home.quickstart;
    await home.emulator.clearMails();
    const body = JSON.stringify({ email: login.email });
    await rawRequest(
      apiUrl,
      [
        'POST /v1/auth/forgot-password HTTP/1.1',
        'Host: evil.example',
        'X-Forwarded-Host: evil.example',
        'X-Forwarded-Proto: https',
        `Origin: ${apiUrl}`,
        'Content-Type: application/json',
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    );
    // Were the request refused for its Host, that would be fine, too; an ordinary one then brings the mail.
    await ask('/v1/auth/forgot-password', { ...post({ email: login.email }), key: null, headers: { origin: apiUrl } });
    const mails = await waitUntil('a mail', async () => {
      const found = await home.emulator.mails();
      return found.length > 0 && found;
    });
    for (const mail of mails) {
      expect(mail.text).not.toContain('evil.example');
      expect(mail.text).toContain(`${apiUrl}/reset-password`);
    }
  });
});

describe('a request that makes no sense', () => {
  it.each<[string, () => RequestInit, ErrorCode]>([
    ['is cut off', () => post('{"number_id":'), 'malformed_json'],
    ['is not JSON', () => post('<xml/>'), 'malformed_json'],
    [
      'is another type',
      () => ({ ...post('a=b'), headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      'unsupported_media_type',
    ],
    ['claims to be a form with files', () => ({ ...post('x'), headers: { 'content-type': 'multipart/form-data' } }), 'validation_failed'],
    ['reaches for prototypes', () => post('{"__proto__":{"isAdmin":true},"number_id":"x"}'), 'malformed_json'],
    ['reaches for constructors', () => post('{"constructor":{"prototype":{"isAdmin":true}}}'), 'malformed_json'],
    [
      'is not UTF-8',
      () => ({ method: 'POST', body: Buffer.from('{"type":"text","text":{"body":"\xff\xfe"}}', 'latin1') }),
      'malformed_json',
    ],
    ['is 4 MB large', () => post(textTo({ text: { body: 'x'.repeat(4_000_000) } })), 'body_too_large'],
    ['is an array', () => post([textTo()]), 'validation_failed'],
    ['has wrong types', () => post(textTo({ to: { $ne: null }, text: 7 })), 'validation_failed'],
    ['has fields of nobody', () => post(textTo({ workspace_id: 'wsp_other' })), 'validation_failed'],
    ['is nested a thousand deep', () => post(`{"type":${'['.repeat(1_000)}${']'.repeat(1_000)}}`), 'validation_failed'],
    ['has an id of 10,000 characters', () => post(textTo({ number_id: `num_${'a'.repeat(10_000)}` })), 'validation_failed'],
    ['has a NUL in its text', () => post(textTo({ text: { body: 'a\u0000b' } })), 'validation_failed'],
    ['has a text of 100,000 characters', () => post(textTo({ text: { body: 'x'.repeat(100_000) } })), 'validation_failed'],
    ['names nobody', () => post(textTo({ to: '+999 1234 5678' })), 'recipient_invalid'],
  ])('that %s is refused in words', async (_what, init, code) => {
    expect(await ask('/v1/messages', init())).toEqual(refused(code));
  });

  it.each<[string, string, ErrorCode]>([
    ['an id of nothing', '/v1/messages/msg_00000000000000000000000000', 'not_found'],
    ['an id of 10,000 characters', `/v1/messages/msg_${'z'.repeat(10_000)}`, 'route_not_found'],
    ['SQL', "/v1/messages/msg_' or 1=1 --", 'validation_failed'],
    ['a NUL', '/v1/messages/%00', 'validation_failed'],
    ['half a character', '/v1/messages/%ff', 'route_not_found'],
    ['an invented cursor', '/v1/conversations?cursor=AAAA', 'cursor_invalid'],
    ['an odd limit', '/v1/conversations?limit=1e9', 'validation_failed'],
    ['two limits', '/v1/conversations?limit=10&limit=20', 'validation_failed'],
    ['files of the machine', '/v1/../../../etc/passwd', 'route_not_found'],
    ['files of the machine, hidden', '/v1/%2e%2e/%2e%2e/etc/passwd', 'route_not_found'],
  ])('for %s is refused in words', async (_what, path, code) => {
    expect(await ask(path)).toEqual(refused(code));
  });

  it('is no way to smuggle a second one', async () => {
    const { apiUrl, apiKey } = home.quickstart;
    const { host } = new URL(apiUrl);
    const inner = `GET /v1/me HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${apiKey}\r\n\r\n`;
    const head = (...lines: string[]): string =>
      ['POST /v1/auth/sign-in HTTP/1.1', `Host: ${host}`, 'Content-Type: application/json', ...lines, '', ''].join('\r\n');
    for (const bytes of [
      head(`Content-Length: ${inner.length + 5}`, 'Transfer-Encoding: chunked') + `0\r\n\r\n${inner}`,
      head('Content-Length: 4', `Content-Length: ${inner.length}`) + inner,
      head('Transfer-Encoding: chunked, identity') + `0\r\n\r\n${inner}`,
      head('Transfer-Encoding:\x0bchunked') + `0\r\n\r\n${inner}`,
      head('Content-Length : 0') + inner,
      head('Content-Length: 0', ' X-Folded: yes') + inner,
      `GET /v1/me HTTP/1.1\nHost: ${host}\n\n`,
      'GET / HTTP/9.9\r\n\r\n',
      `GET /v1/me HTTP/1.1\r\nHost: ${host}\r\nX-Big: ${'x'.repeat(100_000)}\r\n\r\n`,
      `GET /v1/me HTTP/1.1\r\n${'X-Many: 1\r\n'.repeat(20_000)}\r\n`,
      Buffer.from(Array.from({ length: 2_000 }, (_, index) => (index * 7919) % 256)),
    ]) {
      const { statuses } = await rawRequest(apiUrl, bytes);
      expect(statuses.length, JSON.stringify(bytes.slice(0, 300))).toBeLessThanOrEqual(1);
      for (const status of statuses) expect([400, 401, 404, 431, 505]).toContain(status);
    }
  });
});

describe('a delivery that is not from WhatsApp, or not what it seems', () => {
  const unsigned = { 'content-type': 'application/json' };

  it('is refused without its signature and not kept', async () => {
    const before = (await deliveries()).length;
    expect(await deliver(inbound('x'), unsigned)).toEqual(refused('signature_missing'));
    expect(await deliver(inbound('x'), { ...unsigned, 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` })).toEqual(
      refused('signature_invalid'),
    );
    expect(await deliver(inbound('x'), { ...unsigned, 'x-hub-signature-256': `sha256=${'0'.repeat(10_000)}` })).toEqual(
      refused('signature_invalid'),
    );
    expect(await deliver(Buffer.alloc(4 * 1024 * 1024, 0x20))).toEqual(refused('body_too_large'));
    expect(await ask(`/webhooks/meta/${'f'.repeat(32)}`, { ...post(inbound('x')), key: null })).toEqual(refused('webhook_unknown'));
    expect(await ask(`/webhooks/meta/${'f'.repeat(10_000)}`, { ...post(inbound('x')), key: null })).toEqual(refused('route_not_found'));
    expect((await deliveries()).length).toBe(before);
  });

  it('is kept once it is signed, however odd it is, and harms nobody', async () => {
    const replayed = inbound('twice');
    const odd: (Buffer | string)[] = [
      inbound('cut off').slice(0, -20),
      'null',
      '[]',
      '"text"',
      '',
      `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
      '{"__proto__":{"polluted":true},"object":"whatsapp_business_account","entry":[{"constructor":{"prototype":{"polluted":true}}}]}',
      inbound('types', (value) => ({ ...value, messages: [{ from: 7, id: [], timestamp: 'yesterday', type: {} }], statuses: 'all' })),
      inbound('nobody', (value) => ({ ...value, metadata: { phone_number_id: '999999999999999', display_phone_number: '0' } })),
      inbound('NUL \u0000 in the text'),
      inbound('lone \ud800 surrogate'),
      inbound('long id', (value) => ({
        ...value,
        messages: [{ from: '6281200000101', id: `wamid.${'x'.repeat(10_000)}`, timestamp: '1', type: 'text', text: { body: 'x' } }],
      })),
      Buffer.from(inbound('bytes: \xff\xfe'), 'latin1'),
      replayed,
      replayed,
      replayed,
    ];
    for (const body of odd) expect(await deliver(body), String(body).slice(0, 200)).toEqual([200, null]);
    await settled();
    const kept = (await deliveries()).filter(({ id }) => !seenBefore.has(id));
    // The same bytes are one delivery.
    expect(kept.length).toBeGreaterThanOrEqual(new Set(odd.map(String)).size);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('after the storm', () => {
  it('the next customer is heard once, the next message goes out, and the twice-told one stands once', async () => {
    const text = `after the storm ${randomUUID()}`;
    expect(await deliver(inbound(text))).toEqual([200, null]);
    const { client, emulator, quickstart } = home;
    const { data } = await client.conversations.list({ limit: 100 });
    const conversation = data.find(({ contact }) => contact.phone?.replaceAll(/\D/g, '') === '6281200000101');
    if (conversation === undefined) throw new Error('Sari’s conversation is gone');
    const textsOf = async (): Promise<string[]> => {
      const messages = await collect(client.conversations.eachMessage(conversation.id, { limit: 100 }));
      return messages.map(({ content }) => JSON.stringify(content));
    };
    await waitUntil('the message is in the inbox', async () => (await textsOf()).some((found) => found.includes(text)));
    const texts = await textsOf();
    expect(texts.filter((found) => found.includes(text))).toHaveLength(1);
    expect(texts.filter((found) => found.includes('twice'))).toHaveLength(1);
    const { id } = await client.messages.send({
      number_id: quickstart.numberId,
      to: quickstart.customerPhone,
      type: 'text',
      text: { body: 'All is well' },
    });
    await waitUntil('it is delivered', async () => (await client.messages.get(id)).status === 'delivered');
    expect((await emulator.allLedgerMessages('out')).filter(({ bizOpaqueCallbackData }) => bizOpaqueCallbackData === id)).toHaveLength(1);
  });
});
