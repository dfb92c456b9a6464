import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEgress, type Egress } from '#platform/egress/egress';
import { openGate } from '../../../test/open-gate.ts';
import type { Connection, Provider } from '../provider.ts';
import { createCloudDriver } from './driver.ts';

type Seen = { method: string; path: string; headers: IncomingMessage['headers']; body: Buffer };
type Reply = { status?: number; body?: unknown; headers?: Record<string, string>; destroy?: boolean; never?: boolean };

let server: Server;
let egress: Egress;
let driver: Provider;
let connection: Connection;
let seen: Seen[];
let reply: (request: Seen) => Reply;

beforeEach(async () => {
  seen = [];
  reply = () => ({ body: { success: true } });
  server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const one: Seen = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      seen.push(one);
      const answer = reply(one);
      if (answer.never === true) return;
      if (answer.destroy === true) {
        request.socket.destroy();
        return;
      }
      const payload = Buffer.isBuffer(answer.body)
        ? answer.body
        : Buffer.from(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}));
      response.writeHead(answer.status ?? 200, {
        'content-type': 'application/json',
        'content-length': payload.byteLength,
        ...answer.headers,
      });
      response.end(payload);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has no other kind of address
  egress = createEgress({ gate: openGate });
  driver = createCloudDriver(egress);
  connection = {
    baseUrl: `http://127.0.0.1:${port}`,
    version: 'v26.0',
    phoneNumberId: '106540352242922',
    wabaId: '102290129340398',
    accessToken: 'EAAtoken',
  };
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await egress.close();
});

const text = {
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  to: '15550100001',
  type: 'text',
  text: { body: 'Kabar' },
} as const;
const send = (signal = new AbortController().signal, onBeforeWrite?: () => void) =>
  driver.send(connection, text, { signal, tag: 'msg_1', ...(onBeforeWrite === undefined ? {} : { onBeforeWrite }) });

describe('a send', () => {
  it('is one POST with the token, the tag and the content', async () => {
    reply = () => ({ body: { messages: [{ id: 'wamid.A' }], contacts: [{ wa_id: '15550100001' }] } });
    let wasTold = false;
    expect(await send(undefined, () => (wasTold = true))).toMatchObject({ kind: 'accepted', wamid: 'wamid.A' });
    expect(wasTold).toBe(true);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      method: 'POST',
      path: '/v26.0/106540352242922/messages',
      headers: { authorization: 'Bearer EAAtoken', 'content-type': 'application/json' },
    });
    expect(JSON.parse(seen[0]?.body.toString() ?? '')).toEqual({ ...text, biz_opaque_callback_data: 'msg_1' });
  });

  it('that finds no server may be repeated', async () => {
    connection = { ...connection, baseUrl: 'http://127.0.0.1:1' };
    expect(await send()).toMatchObject({ kind: 'retry', error: { class: 'transient', retry: 'R', httpStatus: null } });
  });

  it('whose connection breaks after the request has an unknown outcome and is not repeated', async () => {
    reply = () => ({ destroy: true });
    expect(await send()).toMatchObject({ kind: 'unknown', cause: 'connection_lost', httpStatus: null });
    expect(seen).toHaveLength(1);
  });

  it('that is given up while waiting has an unknown outcome', async () => {
    const stop = new AbortController();
    reply = () => {
      setImmediate(() => stop.abort());
      return { never: true };
    };
    expect(await send(stop.signal)).toMatchObject({ kind: 'unknown', httpStatus: null });
  });

  it('that is given up before it begins may be repeated', async () => {
    expect(await send(AbortSignal.abort())).toMatchObject({ kind: 'retry' });
    expect(seen).toHaveLength(0);
  });

  it('is not sent when its start cannot be written down', async () => {
    const outcome = await send(undefined, () => {
      throw new Error('no');
    });
    expect(outcome.kind).toBe('retry');
    expect(seen).toHaveLength(0);
  });

  it.each([
    [
      'a page of a proxy with status 200',
      { status: 200, body: '<html>' },
      { kind: 'unknown', cause: 'unreadable_answer', httpStatus: 200 },
    ],
    ['a gateway that gives up', { status: 504, body: 'timeout' }, { kind: 'unknown', cause: 'server_error', httpStatus: 504 }],
    ['a refusal with Retry-After', { status: 429, body: '', headers: { 'retry-after': '3' } }, { kind: 'retry', afterMs: 3000 }],
    ['a throughput refusal', { status: 400, body: { error: { code: 130_429, message: 'slow' } } }, { kind: 'retry', afterMs: 1000 }],
  ])('judges %s', async (_name, answer, expected) => {
    reply = () => answer;
    expect(await send()).toMatchObject(expected);
  });
});

describe('reading and typing', () => {
  it('are the same call, one with an indicator', async () => {
    expect(await driver.markRead(connection, 'wamid.A')).toEqual({ ok: true, value: null });
    expect(await driver.showTyping(connection, 'wamid.A')).toEqual({ ok: true, value: null });
    const bodies = seen.map((request) => JSON.parse(request.body.toString()));
    expect(bodies).toEqual([
      { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.A' },
      { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.A', typing_indicator: { type: 'text' } },
    ]);
  });
});

describe('media', () => {
  it('goes up as a multipart stream of the announced length', async () => {
    reply = () => ({ body: { id: 1_013_859_600_285_441 } });
    const bytes = Buffer.from('%PDF-1.7 kabar');
    const outcome = await driver.uploadMedia(connection, {
      mimeType: 'application/pdf',
      filename: 'a"b.pdf',
      sizeBytes: bytes.byteLength,
      open: async () => Readable.from([bytes.subarray(0, 4), bytes.subarray(4)]),
    });
    expect(outcome).toEqual({ ok: true, value: { mediaId: '1013859600285441' } });
    const body = seen[0]?.body.toString() ?? '';
    expect(Number(seen[0]?.headers['content-length'])).toBe(seen[0]?.body.byteLength);
    expect(body).toContain('name="messaging_product"\r\n\r\nwhatsapp\r\n');
    expect(body).toContain('filename="a%22b.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7 kabar\r\n');
  });

  it('tells its hash as hex, from hex or base64', async () => {
    const hex = 'a'.repeat(64);
    reply = () => ({
      body: {
        id: '1',
        url: 'https://lookaside.fbsbx.com/x',
        mime_type: 'image/jpeg',
        sha256: Buffer.from(hex, 'hex').toString('base64'),
        file_size: '303833',
      },
    });
    expect(await driver.mediaInfo(connection, '1')).toEqual({
      ok: true,
      value: { mediaId: '1', url: 'https://lookaside.fbsbx.com/x', mimeType: 'image/jpeg', sizeBytes: 303_833, sha256: hex },
    });
    expect(seen[0]?.path).toBe('/v26.0/1?phone_number_id=106540352242922');
  });

  it('comes down with the token', async () => {
    reply = () => ({ body: Buffer.from([1, 2, 3]), headers: { 'content-type': 'image/jpeg' } });
    const outcome = await driver.downloadMedia(connection, `${connection.baseUrl}/file?a=1`);
    if (!outcome.ok) throw new Error('refused');
    expect(await buffer(outcome.value.body)).toEqual(Buffer.from([1, 2, 3]));
    expect(outcome.value).toMatchObject({ mimeType: 'image/jpeg', sizeBytes: 3 });
    expect(seen[0]).toMatchObject({ path: '/file?a=1', headers: { authorization: 'Bearer EAAtoken' } });
  });

  it.each([
    'https://evil.example/x',
    'https://evilfacebook.com/x',
    'http://lookaside.fbsbx.com/x',
    'https://user@lookaside.fbsbx.com/x',
    'file:///etc/passwd',
    'nonsense',
  ])('is never fetched from %s, because the token would go along', async (url) => {
    expect(await driver.downloadMedia(connection, url)).toMatchObject({ ok: false, unreachable: false, error: { retry: 'N' } });
  });

  it('that is gone is a refusal', async () => {
    reply = () => ({ status: 404, body: '' });
    expect(await driver.downloadMedia(connection, `${connection.baseUrl}/gone`)).toMatchObject({
      ok: false,
      unreachable: false,
      error: { httpStatus: 404 },
    });
  });
});

describe('templates', () => {
  const node = (id: number, more: object = {}) => ({
    id: String(id),
    name: `t${id}`,
    language: 'en-us',
    status: 'APPROVED',
    category: 'UTILITY',
    components: [{ type: 'BODY', text: 'Hi {{1}}' }],
    ...more,
  });

  it('are read over all pages in our spelling', async () => {
    reply = ({ path }) =>
      path.includes('after=two')
        ? {
            body: {
              data: [
                node(2, { status: 'PAUSED', quality_score: { score: 'RED' }, parameter_format: 'NAMED', rejected_reason: 'NONE' }),
                { broken: true },
              ],
              paging: { cursors: { after: 'end' } },
            },
          }
        : { body: { data: [node(1)], paging: { cursors: { after: 'two' }, next: 'https://graph.facebook.com/next' } } };
    const outcome = await driver.listTemplates(connection);
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        isComplete: false,
        templates: [
          {
            metaId: '1',
            name: 't1',
            language: 'en_US',
            status: 'approved',
            category: 'utility',
            quality: 'unknown',
            parameterFormat: 'positional',
            components: [{ type: 'BODY', text: 'Hi {{1}}' }],
          },
          { metaId: '2', status: 'paused', quality: 'red', parameterFormat: 'named', rejectedReason: null },
        ],
      },
    });
    expect(seen).toHaveLength(2);
  });
});

describe('a number', () => {
  it('tells its facts', async () => {
    reply = () => ({
      body: {
        id: '106540352242922',
        display_phone_number: '+1 555-010-0001',
        verified_name: 'Warung Rani',
        status: 'CONNECTED',
        quality_rating: 'GREEN',
        whatsapp_business_manager_messaging_limit: 'TIER_2K',
        throughput: { level: 'HIGH' },
        platform_type: 'CLOUD_API',
        health_status: {
          can_send_message: 'BLOCKED',
          entities: [
            {
              entity_type: 'WABA',
              id: '1',
              can_send_message: 'BLOCKED',
              errors: [{ error_code: 141_006, error_description: 'No payment method', possible_solution: 'Add one' }],
            },
          ],
        },
      },
    });
    expect(await driver.getPhoneNumber(connection)).toMatchObject({
      ok: true,
      value: {
        displayPhoneNumber: '+1 555-010-0001',
        quality: 'green',
        limitTier: 'TIER_2K',
        throughputPerSecond: 1000,
        isRegistered: true,
        isOnBusinessApp: false,
        health: { canSend: 'blocked', problems: [{ entity: 'waba', code: 141_006, title: 'No payment method', nextStep: 'Add one' }] },
      },
    });
  });

  it.each([
    [
      { is_on_biz_app: true, throughput: { level: 'STANDARD' } },
      { throughputPerSecond: 20, isOnBusinessApp: true },
    ],
    [{ status: 'PENDING' }, { isRegistered: false }],
    [{}, { throughputPerSecond: 80, isRegistered: true, metaStatus: null, quality: 'unknown' }],
  ])('with %j is read as %j', async (node, expected) => {
    reply = () => ({ body: { id: '1', ...node } });
    expect(await driver.getPhoneNumber(connection)).toMatchObject({ ok: true, value: expected });
  });
});

describe('the account', () => {
  it('sends webhooks to an address of its own', async () => {
    await driver.subscribe(connection, { callbackUrl: 'https://kabar.example/webhooks/meta/k', verifyToken: 'v' });
    expect(seen[0]).toMatchObject({ method: 'POST', path: '/v26.0/102290129340398/subscribed_apps' });
    expect(JSON.parse(seen[0]?.body.toString() ?? '')).toEqual({
      override_callback_uri: 'https://kabar.example/webhooks/meta/k',
      verify_token: 'v',
    });
  });

  it('that answers without success is not believed', async () => {
    reply = () => ({ body: { success: false } });
    expect(await driver.unsubscribe(connection)).toMatchObject({ ok: false, unreachable: true });
  });

  it('proves the app secret only when the refusal is about it', async () => {
    reply = () => ({ status: 400, body: { error: { code: 100, message: 'Invalid appsecret_proof provided in the API argument' } } });
    expect(await driver.checkAppSecret(connection, 'wrong')).toEqual({ ok: true, value: false });
    reply = () => ({ status: 401, body: { error: { code: 190, message: 'expired' } } });
    expect(await driver.checkAppSecret(connection, 'right')).toMatchObject({ ok: false });
  });

  it('reads a token that is for single accounts', async () => {
    reply = () => ({
      body: {
        data: {
          is_valid: true,
          app_id: '7',
          expires_at: 0,
          scopes: ['whatsapp_business_messaging'],
          granular_scopes: [{ scope: 'whatsapp_business_management', target_ids: ['102290129340398'] }],
        },
      },
    });
    expect(await driver.debugToken(connection)).toEqual({
      ok: true,
      value: { isValid: true, appId: '7', scopes: ['whatsapp_business_messaging'], wabaIds: ['102290129340398'], expiresAt: null },
    });
  });
});

describe('blocking', () => {
  it('reads a mixed result although it comes as an error', async () => {
    reply = () => ({
      status: 400,
      body: {
        messaging_product: 'whatsapp',
        error: { code: 139_100, message: 'some failed' },
        block_users: { added_users: [{ input: '1', wa_id: '1' }], failed_users: [{ input: '2', errors: [{ code: 139_101 }] }] },
      },
    });
    expect(await driver.blockUsers(connection, ['1', '2'])).toMatchObject({
      ok: true,
      value: { done: ['1'], failed: [{ user: '2', error: { code: 139_101 } }] },
    });
  });

  it('takes either name for those that were unblocked', async () => {
    reply = () => ({ body: { block_users: { removed_users: [{ input: '1' }] } } });
    expect(await driver.unblockUsers(connection, ['1'])).toMatchObject({ ok: true, value: { done: ['1'] } });
  });

  it('that was refused as a whole is a refusal', async () => {
    reply = () => ({ status: 400, body: { error: { code: 100, message: 'bad' } } });
    expect(await driver.blockUsers(connection, ['1'])).toMatchObject({ ok: false, error: { code: 100 } });
  });
});
