import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { ID_PREFIXES } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { WhatsAppAPI } from 'whatsapp-api-js';
import { goodSecret } from '../../../test/meta-world.ts';
import { useGraphWorld } from '../../../test/use-graph-world.ts';
import { newUuid, toPublicId } from '../../platform/ids.ts';
import type { MetaWebhookEvent } from '../webhooks/index.ts';
import { readGraphMessageId } from './message-ids.ts';
import { renderWebhooks } from './render-webhooks.ts';

const { database, world } = useGraphWorld('intake');

const customer = '6281200000031';
const wamid = 'wamid.HBgNNjI4MTIwMDAwMDAzMRUCABIYFDNBMDAwMDAwMDAwMDAwMDAwMDMxAA==';

/** Delivers what Meta would: the value of one change of the number’s account. */
async function deliver(value: object, field = 'messages'): Promise<void> {
  const metadata = { display_phone_number: '15550100', phone_number_id: world.mine.phoneNumberId };
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: world.mine.wabaId,
        ...(field === 'messages' ? {} : { time: 1_795_000_000 }),
        changes: [{ field, value: field === 'messages' ? { messaging_product: 'whatsapp', metadata, ...value } : value }],
      },
    ],
  });
  const signature = `sha256=${createHmac('sha256', goodSecret).update(body).digest('hex')}`;
  const response = await world.app.inject({
    method: 'POST',
    url: world.mine.webhookPath,
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
    payload: body,
  });
  expect(response.statusCode).toBe(200);
}

const write = (message: object): Promise<void> =>
  deliver({
    contacts: [{ wa_id: customer, user_id: 'ID.13491208655302741918', profile: { name: 'Rina ☕' } }],
    messages: [{ from: customer, from_user_id: 'ID.13491208655302741918', id: wamid, timestamp: '1795000100', ...message }],
  });

async function eventOf(type: MetaWebhookEvent['type'], where: string, values: readonly unknown[]): Promise<MetaWebhookEvent> {
  let found: { id: string }[] = [];
  await expect
    .poll(async () => (found = await database.admin<{ id: string }>(`select id from messages where ${where}`, values)).length)
    .toBe(1);
  return {
    id: newUuid(),
    type,
    data: {},
    messageId: found[0]?.id ?? null,
    contactId: null,
    occurredAt: new Date('2026-11-21T08:15:30.500Z'),
  };
}

async function render(...events: MetaWebhookEvent[]): Promise<string[]> {
  const bodies = await renderWebhooks(world.context, world.mine.workspaceId, events);
  return events.flatMap(({ id }) => bodies.get(id) ?? []);
}

/** The receiving end of a program written for Meta. */
function receiver(): WhatsAppAPI<unknown> {
  const client = new WhatsAppAPI<unknown>({ token: world.mine.key, appSecret: goodSecret, v: 'v24.0' });
  client.on.message = (args) => args;
  client.on.status = (args) => args;
  return client;
}

const receive = (text: string): Promise<unknown> =>
  receiver().post(JSON.parse(text), text, `sha256=${createHmac('sha256', goodSecret).update(text).digest('hex')}`);

async function send(body: object): Promise<{ wamid: string; id: string }> {
  const response = await world.app.inject({
    method: 'POST',
    url: `/graph/v26.0/${world.mine.phoneNumberId}/messages`,
    headers: { authorization: `Bearer ${world.mine.key}` },
    payload: { messaging_product: 'whatsapp', to: customer, ...body },
  });
  const given = response.json().messages[0].id as string; // the answer of an accepted send
  const ref = readGraphMessageId(given);
  return { wamid: given, id: ref !== null && 'id' in ref ? ref.id : '' };
}

describe('a customer’s message', () => {
  it('has Meta’s shape, passes the client’s own check, and is read by it', async () => {
    await write({ type: 'text', text: { body: 'Halo 👋' } });
    const event = await eventOf('message.received', `type = 'text' and direction = 'in'`, []);
    const [text = ''] = await render(event);
    expect(text).toMatch(/^[ -~]+$/);
    expect(text).toContain('\\ud83d\\udc4b');
    expect(JSON.parse(text)).toEqual({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: world.mine.wabaId,
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: expect.stringMatching(/^\d+$/), phone_number_id: world.mine.phoneNumberId },
                contacts: [{ profile: { name: 'Rina ☕' }, wa_id: customer, user_id: 'ID.13491208655302741918' }],
                messages: [
                  {
                    from: customer,
                    from_user_id: 'ID.13491208655302741918',
                    id: wamid,
                    timestamp: '1795000100',
                    type: 'text',
                    text: { body: 'Halo 👋' },
                  },
                ],
              },
            },
          ],
        },
      ],
    });
    expect(await receive(text)).toMatchObject({
      phoneID: world.mine.phoneNumberId,
      from: customer,
      name: 'Rina ☕',
      message: { id: wamid, type: 'text', text: { body: 'Halo 👋' } },
    });
    await expect(receiver().post(JSON.parse(text), text, 'sha256=00')).rejects.toThrow();
  });

  it('quotes by the id that the program was given, and can be marked as read by its own', async () => {
    const sent = await send({ text: { body: 'Pesanan siap' } });
    const whatsapps = 'wamid.HBgNNjI4MTIwMDAwMDAzMRUCABEYEjMwMDAwMDAwMDAwMDAwMDAzMQA=';
    const status = {
      id: whatsapps,
      status: 'sent',
      timestamp: '1795000200',
      recipient_id: customer,
      biz_opaque_callback_data: toPublicId(ID_PREFIXES.message, sent.id),
    };
    await deliver({ statuses: [status] });
    await expect.poll(() => database.admin('select 1 from messages where id = $1 and wamid_hash is not null', [sent.id])).toHaveLength(1);
    await write({
      id: `${wamid.slice(0, -4)}AB==`,
      type: 'text',
      text: { body: 'Terima kasih' },
      context: { from: '15550100', id: whatsapps },
    });
    const [text = ''] = await render(await eventOf('message.received', `direction = 'in' and reply_to_id = $1`, [sent.id]));
    const [message] = JSON.parse(text).entry[0].changes[0].value.messages;
    expect(message.context).toMatchObject({ id: sent.wamid });
    const read = await world.app.inject({
      method: 'POST',
      url: `/graph/v26.0/${world.mine.phoneNumberId}/messages`,
      headers: { authorization: `Bearer ${world.mine.key}` },
      payload: { messaging_product: 'whatsapp', status: 'read', message_id: message.id, typing_indicator: { type: 'text' } },
    });
    expect([read.statusCode, read.json()]).toEqual([200, { success: true }]);
    const list = await world.app.inject({ url: '/v1/conversations', headers: { authorization: `Bearer ${world.mine.key}` } });
    expect(list.json().data[0].unread_count).toBe(0);
  });

  it.each<[string, object]>([
    ['location', { latitude: -6.2, longitude: 106.8, name: 'Toko' }],
    ['contacts', [{ name: { formatted_name: 'Budi' }, phones: [{ phone: '+62 812-0000-0032' }] }]],
    ['interactive', { type: 'button_reply', button_reply: { id: 'ya', title: 'Ya' } }],
    ['button', { payload: 'STOP', text: 'Berhenti' }],
    [
      'order',
      { catalog_id: '1', text: 'x', product_items: [{ product_retailer_id: 'a', quantity: 1, item_price: 7.99, currency: 'IDR' }] },
    ],
  ])('of type %s keeps Meta’s own object', async (type, content) => {
    await write({ id: `wamid.${Buffer.from(type).toString('base64')}`, type, [type]: content });
    const [text = ''] = await render(await eventOf('message.received', `type = $1 and direction = 'in'`, [type]));
    expect(JSON.parse(text).entry[0].changes[0].value.messages[0]).toMatchObject({ type, [type]: content });
  });

  it('with a file names the file by an id that can be asked for here', async () => {
    await write({
      id: 'wamid.aW1hZ2U=',
      type: 'image',
      image: { id: '1234567890123456', mime_type: 'image/jpeg', sha256: 'x', caption: 'Bukti' },
    });
    const [text = ''] = await render(await eventOf('message.received', `type = 'image' and direction = 'in'`, []));
    const { image } = JSON.parse(text).entry[0].changes[0].value.messages[0];
    expect(image).toMatchObject({ id: expect.stringMatching(/^\d{30,39}$/), mime_type: 'image/jpeg', caption: 'Bukti' });
  });
});

describe('a status', () => {
  it('carries the id and the data that the program was given and gave', async () => {
    const sent = await send({ text: { body: 'Kabar' }, biz_opaque_callback_data: 'order-77' });
    await database.admin(
      `update messages set status = 'delivered', delivered_at = now(), pricing = '{"category":"utility","type":"free_customer_service","model":"PMP"}' where id = $1`,
      [sent.id],
    );
    const [text = ''] = await render(await eventOf('message.delivered', 'id = $1', [sent.id]));
    expect(await receive(text)).toMatchObject({
      phone: customer,
      status: 'delivered',
      id: sent.wamid,
      timestamp: '1795248930',
      pricing: { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'utility' },
      biz_opaque_callback_data: 'order-77',
    });
  });

  it.each([
    ['window_closed', null, 131_047],
    ['marketing_stopped', null, 131_050],
    ['meta_refused', { code: 131_026, title: 'Message undeliverable', details: 'Not on WhatsApp' }, 131_026],
  ])('of failure (%s) has Meta’s code and words', async (reason, metaError, code) => {
    const sent = await send({ text: { body: 'Gagal' } });
    await database.admin(`update messages set status = $2, reason_code = $3, meta_error = $4 where id = $1`, [
      sent.id,
      metaError === null ? 'skipped' : 'failed',
      reason,
      metaError === null ? null : JSON.stringify(metaError),
    ]);
    const type = metaError === null ? 'message.skipped' : 'message.failed';
    const [text = ''] = await render(await eventOf(type, 'id = $1', [sent.id]));
    expect(await receive(text)).toMatchObject({
      status: 'failed',
      id: sent.wamid,
      error: { code, error_data: { details: expect.any(String) } },
    });
  });
});

describe('other events', () => {
  it('about templates are told in Meta’s own fields, with whole numbers as ids', async () => {
    await deliver(
      {
        event: 'APPROVED',
        message_template_id: 594425479261596,
        message_template_name: 'siap',
        message_template_language: 'id',
        reason: null,
      },
      'message_template_status_update',
    );
    let rows: { id: string }[] = [];
    await expect.poll(async () => (rows = await database.admin<{ id: string }>('select id from account_events')).length).toBe(1);
    const publicEventId = toPublicId(ID_PREFIXES.accountEvent, rows[0]?.id ?? '');
    const event = {
      id: newUuid(),
      type: 'account_event.created' as const,
      data: { account_event_id: publicEventId },
      messageId: null,
      contactId: null,
      occurredAt: new Date(),
    };
    const [text = ''] = await render(event);
    expect(text).toContain('"message_template_id":594425479261596');
    expect(JSON.parse(text).entry[0]).toMatchObject({
      id: world.mine.wabaId,
      time: 1_795_000_000,
      changes: [{ field: 'message_template_status_update', value: { event: 'APPROVED', message_template_name: 'siap', reason: 'NONE' } }],
    });
  });

  it('that Meta does not have, or whose subject is gone or another workspace’s, are left out', async () => {
    const sent = await send({ text: { body: 'Kabar' } });
    const base = await eventOf('message.sent', 'id = $1', [sent.id]);
    expect(
      await render({ ...base, type: 'message.accepted' }, { ...base, messageId: newUuid() }, { ...base, type: 'message.received' }),
    ).toEqual([]);
    expect((await renderWebhooks(world.context, world.other.workspaceId, [base])).size).toBe(0);
  });
});

describe('an endpoint in Meta’s form', () => {
  it('shakes hands with the client, and the client checks and reads what comes', async () => {
    const client = new WhatsAppAPI<unknown>({
      token: world.mine.key,
      appSecret: 'replaced below',
      webhookVerifyToken: 'lanterns-12',
      v: 'v24.0',
    });
    const heard: { kind: string; id: string }[] = [];
    client.on.message = ({ message }) => void heard.push({ kind: 'message', id: message.id });
    client.on.status = ({ status, id }) => void heard.push({ kind: status, id });
    const server: Server = createServer((request, response) => {
      void (async () => {
        const params = Object.fromEntries(new URL(request.url ?? '/', 'http://localhost').searchParams);
        if (request.method === 'GET') return response.end(client.get(params as Parameters<typeof client.get>[0])); // what came is what Meta would send
        const body = await readText(request);
        await client.post(JSON.parse(body), body, String(request.headers['x-hub-signature-256']));
        return response.end();
      })().catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // a TCP server has no other kind of address
    const made = await world.app.inject({
      method: 'POST',
      url: '/v1/webhook-endpoints',
      headers: { authorization: `Bearer ${world.mine.key}` },
      payload: { url: `http://127.0.0.1:${port}/hook`, format: 'meta', verify_token: 'lanterns-12', event_types: ['message.*'] },
    });
    expect([made.statusCode, made.body]).toEqual([201, expect.stringContaining('"format":"meta"')]);
    Reflect.set(client, 'appSecret', made.json().secret);
    await world.startEngine('webhooks');
    const incoming = `${wamid.slice(0, -4)}AC==`;
    await write({ id: incoming, type: 'text', text: { body: 'Sudah jadi? 🧵' }, timestamp: String(Math.floor(Date.now() / 1_000)) });
    await expect.poll(() => heard, { timeout: 30_000 }).toContainEqual({ kind: 'message', id: incoming });
    const sent = await send({ text: { body: 'Sudah' } });
    const now = String(Math.floor(Date.now() / 1_000) + 1);
    await deliver({
      statuses: [
        {
          id: 'wamid.c3RhdHVz',
          status: 'sent',
          timestamp: now,
          recipient_id: customer,
          biz_opaque_callback_data: toPublicId(ID_PREFIXES.message, sent.id),
        },
      ],
    });
    await expect.poll(() => heard, { timeout: 30_000 }).toContainEqual({ kind: 'sent', id: sent.wamid });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
