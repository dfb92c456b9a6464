import { createHmac, createSecretKey } from 'node:crypto';
import { prepareRequest, type PreparedRequest } from './load.ts';

let serial = 0;

/** A webhook POST of about 2 KB with one incoming text, never the same twice, signed. */
export function inboundRequest(url: URL, appSecret: string, ids: { wabaId: string; phoneNumberId: string }): PreparedRequest {
  serial += 1;
  const from = `1202555${String(1_000 + (serial % 5_000)).padStart(4, '0')}`;
  return signed(url, appSecret, ids, {
    contacts: [{ profile: { name: 'Sheena' }, wa_id: from }],
    messages: [
      {
        from,
        id: wamid(),
        timestamp: nowSeconds(),
        type: 'text',
        text: { body: `Does it come in another colour? ${prose(1_300, serial)}` },
      },
    ],
  });
}

/** A webhook POST with one text of each of these customers, the later ones newer. `secondsAgo` counts back from now for the first. */
export function textsRequest(
  url: URL,
  appSecret: string,
  ids: { wabaId: string; phoneNumberId: string },
  from: readonly string[],
  secondsAgo: number,
): PreparedRequest {
  const start = Math.floor(Date.now() / 1_000) - secondsAgo;
  return signed(url, appSecret, ids, {
    contacts: [...new Set(from)].map((phone) => ({ profile: { name: `Customer ${phone.slice(-4)}` }, wa_id: phone })),
    messages: from.map((phone, index) => ({
      from: phone,
      id: wamid(),
      timestamp: String(start + index),
      type: 'text',
      text: { body: prose(80, (serial += 1)) },
    })),
  });
}

/** A webhook POST with `count` statuses of messages that nobody here sent. */
export function statusesRequest(
  url: URL,
  appSecret: string,
  ids: { wabaId: string; phoneNumberId: string },
  count: number,
): PreparedRequest {
  const statuses = Array.from({ length: count }, () => ({
    id: wamid(),
    status: 'delivered',
    timestamp: nowSeconds(),
    recipient_id: '12025551000',
    pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' },
  }));
  return signed(url, appSecret, ids, { statuses });
}

function signed(url: URL, appSecret: string, ids: { wabaId: string; phoneNumberId: string }, value: object): PreparedRequest {
  const metadata = { display_phone_number: '15550783881', phone_number_id: ids.phoneNumberId };
  const change = { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } };
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: ids.wabaId, changes: [change] }] });
  const signature = createHmac('sha256', createSecretKey(Buffer.from(appSecret, 'utf8')))
    .update(body)
    .digest('hex');
  return prepareRequest(url, { 'x-hub-signature-256': `sha256=${signature}` }, body);
}

function wamid(): string {
  serial += 1;
  return `wamid.HBgLMTIwMjU1NTEwMDAVAgASGBQ${serial.toString(36).padStart(14, '0').toUpperCase()}AA==`;
}

function nowSeconds(): string {
  return String(Math.floor(Date.now() / 1_000));
}

const words =
  'order delivery tomorrow please confirm size blue thanks price invoice street when can you call back the agent refund card'.split(' ');

/** Text with the entropy of ordinary prose, so that compression flatters nothing. */
function prose(length: number, seed: number): string {
  let text = '';
  let state = seed;
  while (text.length < length) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    text += `${words[(state >> 8) % words.length] ?? ''} ${state % 9_973} `;
  }
  return text.slice(0, length);
}
