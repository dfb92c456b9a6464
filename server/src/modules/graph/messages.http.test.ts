import type { Message } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { WhatsAppAPI } from 'whatsapp-api-js';
import { Text } from 'whatsapp-api-js/messages';
import { useGraphWorld } from '../../../test/use-graph-world.ts';

const { world } = useGraphWorld();

type Answer = { status: number; body: Record<string, unknown> & { error?: Record<string, unknown> } };

async function call(
  path: string,
  init: { body?: unknown; key?: string; method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { body, key = world.mine.key, method = body === undefined ? 'GET' : 'POST', headers } = init;
  const response = await fetch(`${world.url}/graph/${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] }; // every answer of the surface is an object
}

const send = (body: object, key?: string): Promise<Answer> =>
  call(`v26.0/${world.mine.phoneNumberId}/messages`, {
    body: { messaging_product: 'whatsapp', ...body },
    ...(key === undefined ? {} : { key }),
  });
const text = (body = 'Pesanan Anda siap'): object => ({ to: '6281200000001', type: 'text', text: { body } });

async function newestMessage(): Promise<Message> {
  const list = await world.app.inject({ url: '/v1/conversations', headers: { authorization: `Bearer ${world.mine.key}` } });
  const conversation = list.json().data[0];
  const messages = await world.app.inject({
    url: `/v1/conversations/${conversation.id}/messages`,
    headers: { authorization: `Bearer ${world.mine.key}` },
  });
  return messages.json().data[0];
}

describe('POST /graph/v26.0/{phone-number-id}/messages', () => {
  it('answers as Meta does and puts the message where every other message is', async () => {
    const { status, body } = await send({ ...text(), recipient_type: 'individual', biz_opaque_callback_data: 'order-9' });
    expect(status).toBe(200);
    expect(body).toEqual({
      messaging_product: 'whatsapp',
      contacts: [{ input: '6281200000001', wa_id: '6281200000001' }],
      messages: [{ id: expect.stringMatching(/^wamid\.HBg[\w+/=]+$/) }],
    });
    expect(await newestMessage()).toMatchObject({
      direction: 'out',
      type: 'text',
      content: { body: 'Pesanan Anda siap' },
      number_id: world.mine.numberId,
      author: { kind: 'api_key' },
    });
  });

  it('leads from the request log to the message, also when the answer is that of an earlier try', async () => {
    const headers = { 'idempotency-key': 'subject-of-a-send' };
    const path = `v26.0/${world.mine.phoneNumberId}/messages`;
    for (const _ of [1, 2]) await call(path, { body: { messaging_product: 'whatsapp', ...text('Sudah sampai?') }, headers });
    const { id } = await newestMessage();
    const sends = world.records
      .filter(({ route, status }) => route === '/graph/:version/:phone_number_id/messages' && status === 200)
      .slice(-2);
    expect(sends.map(({ subject }) => subject)).toEqual([id, id]);
  });

  it('takes the ids it gave as the message that is answered', async () => {
    const first = await send(text('Halo'));
    const [{ id }] = first.body['messages'] as [{ id: string }];
    const original = await newestMessage();
    const second = await send({ ...text('Masih di sana?'), context: { message_id: id } });
    expect(second.status).toBe(200);
    expect((await newestMessage()).reply_to?.message_id).toBe(original.id);
    const foreign = await call(`v26.0/${world.other.phoneNumberId}/messages`, {
      key: world.other.key,
      body: { messaging_product: 'whatsapp', ...text('Siapa?'), context: { message_id: id } },
    });
    expect(foreign).toMatchObject({ status: 400, body: { error: { code: 131_009 } } });
  });

  it.each([
    ['no product', { messaging_product: undefined }, 100, 'messaging_product'],
    ['no recipient', { to: undefined }, 100, 'to is required'],
    ['a recipient that is no number', { to: 'Rina' }, 131_009, ''],
    ['an unknown type', { type: 'poem' }, 100, ''],
    ['a type that cannot be sent', { type: 'pin', pin: {} }, 131_051, 'Unsupported message type'],
    ['no content', { text: undefined }, 100, 'text is required'],
    ['no text in the content', { text: {} }, 131_008, 'Required parameter'],
    ['a text over the limit', { text: { body: 'x'.repeat(4_097) } }, 131_009, 'Parameter value'],
    ['a field that Meta does not know', { colour: 'red' }, 100, ''],
    ['a group', { recipient_type: 'group' }, 100, ''],
    [
      'a template that does not exist',
      { type: 'template', text: undefined, template: { name: 'nowhere', language: { code: 'id' } } },
      132_001,
      'does not exist',
    ],
    ['a file that does not exist', { type: 'image', text: undefined, image: { id: '2117520183465198230451234567890123456' } }, 131_009, ''],
    ['a quoted message that does not exist', { context: { message_id: 'msg' } }, 131_009, ''],
  ])('refuses %s with the code of Meta', async (_what, change, code, words) => {
    const { status, body } = await send({ ...text(), ...change });
    expect(body.error).toMatchObject({ code, type: 'OAuthException', fbtrace_id: expect.stringMatching(/^req_/) });
    expect(body.error?.['message']).toContain(words);
    expect(status).toBe(code === 132_001 ? 404 : 400);
  });

  it('asks for a key, with the scope, and for a number of its own workspace', async () => {
    expect(await send(text(), 'nonsense')).toMatchObject({ status: 401, body: { error: { code: 190, type: 'OAuthException' } } });
    const reader = await world.keyWith(['messages:read']);
    expect(await send(text(), reader)).toMatchObject({ status: 403, body: { error: { code: 10 } } });
    const sender = await world.keyWith(['messages:send']);
    expect((await send(text(), sender)).status).toBe(200);
    const read = { status: 'read', message_id: 'wamid.HBgLMTIwMjU1NTAxMDAVAgASGA==' };
    expect(await send(read, sender)).toMatchObject({ status: 403, body: { error: { code: 10 } } });
    const foreign = await call(`v26.0/${world.other.phoneNumberId}/messages`, { body: { messaging_product: 'whatsapp', ...text() } });
    const missing = await call(`v26.0/106540352999999/messages`, { body: { messaging_product: 'whatsapp', ...text() } });
    expect(foreign).toMatchObject({ status: 400, body: { error: { code: 100, error_subcode: 33, type: 'GraphMethodException' } } });
    const plain = ({ body }: Answer, id: string): unknown => ({
      ...body.error,
      fbtrace_id: '',
      message: String(body.error?.['message']).replace(id, ''),
    });
    expect(plain(foreign, world.other.phoneNumberId)).toEqual(plain(missing, '106540352999999'));
  });

  it('takes the key where Meta takes the token, and records it nowhere', async () => {
    const path = `/graph/v26.0/${world.mine.phoneNumberId}/messages`;
    const payload = { messaging_product: 'whatsapp', ...text() };
    const query = await world.app.inject({ method: 'POST', url: `${path}?access_token=${world.mine.key}`, payload });
    expect(query.statusCode).toBe(200);
    const oauth = await world.app.inject({ method: 'POST', url: path, payload, headers: { authorization: `OAuth ${world.mine.key}` } });
    expect(oauth.statusCode).toBe(200);
    expect(JSON.stringify(world.records)).not.toContain(world.mine.key);
  });

  it('honours an Idempotency-Key, which Meta does not have', async () => {
    const body = { messaging_product: 'whatsapp', ...text('Sekali saja') };
    const headers = { 'idempotency-key': 'once-1' };
    const [first, second] = [
      await call(`v26.0/${world.mine.phoneNumberId}/messages`, { body, headers }),
      await call(`v26.0/${world.mine.phoneNumberId}/messages`, { body, headers }),
    ];
    expect(first.status).toBe(200);
    expect(second.body).toEqual(first.body);
  });
});

describe('versions', () => {
  it.each([
    ['v26.0', 'v26.0'],
    ['v21.0', 'v21.0'],
    ['v16.0', 'v21.0'],
  ])('serves %s as %s', async (asked, served) => {
    const response = await world.app.inject({
      method: 'POST',
      url: `/graph/${asked}/${world.mine.phoneNumberId}/messages`,
      headers: { authorization: `Bearer ${world.mine.key}` },
      payload: { messaging_product: 'whatsapp', ...text() },
    });
    expect([response.statusCode, response.headers['facebook-api-version']]).toEqual([200, served]);
  });

  it.each(['v27.0/1/messages', 'v26.1/1/messages', 'v26.0/1/no/such/path', 'latest/1/messages'])('does not know %s', async (path) => {
    const { status, body } = await call(path, { body: {} });
    expect([status, body.error?.['code'], body.error?.['message']]).toEqual([400, 2500, `Unknown path components: /${path}`]);
  });
});

describe('whatsapp-api-js, unmodified', () => {
  it('sends a text with nothing but another base address and token', async () => {
    const client = new WhatsAppAPI({
      token: world.mine.key,
      appSecret: 'unused here',
      v: 'v24.0',
      ponyfill: {
        fetch: (url, init) => fetch(new Request(url, init).url.replace('https://graph.facebook.com', `${world.url}/graph`), init),
      },
    });
    const answer = await client.sendMessage(
      world.mine.phoneNumberId,
      '6281200000002',
      new Text('Halo dari klien lain'),
      undefined,
      'tag-1',
    );
    expect(answer).toMatchObject({ messages: [{ id: expect.stringMatching(/^wamid\./) }] });
    expect(await newestMessage()).toMatchObject({ content: { body: 'Halo dari klien lain' } });
    const refused = await client.sendMessage('106540352999999', '6281200000002', new Text('Halo'));
    expect(refused).toMatchObject({ error: { code: 100, error_subcode: 33 } });
  });
});
