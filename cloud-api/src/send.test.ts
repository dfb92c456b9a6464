import { describe, expect, it } from 'vitest';
import { markReadRequestSchema, SEND_TYPES, sendMessageRequestSchema, sendMessageResponseSchema } from './send.ts';

const base = { messaging_product: 'whatsapp', to: '6281200000101' };
const rows = (count: number) => Array.from({ length: count }, (_row, index) => ({ id: `r${index}`, title: `Row ${index}` }));
const interactive = (content: Record<string, unknown>) => ({ ...base, type: 'interactive', interactive: content });
const body = { text: 'Choose' };
const buttons = (count: number) =>
  Array.from({ length: count }, (_button, index) => ({ type: 'reply', reply: { id: `b${index}`, title: `Button ${index}` } }));

const accepted: Record<string, Record<string, unknown>> = {
  text: { ...base, type: 'text', text: { body: 'Hello', preview_url: true }, context: { message_id: 'wamid.A' } },
  'text without type': { ...base, text: { body: 'Hello' } },
  'text to a user id': { messaging_product: 'whatsapp', recipient: 'US.77', type: 'text', text: { body: 'Hello' } },
  image: { ...base, type: 'image', image: { link: 'https://shop.example/a.png', caption: 'A' } },
  video: { ...base, type: 'video', video: { id: '100' } },
  audio: { ...base, type: 'audio', audio: { id: '100', voice: true } },
  document: { ...base, type: 'document', document: { id: '100', filename: 'a.pdf', caption: 'A' } },
  sticker: { ...base, type: 'sticker', sticker: { id: '100' } },
  'location with text numbers': { ...base, type: 'location', location: { latitude: '-6.17', longitude: 106.8, name: 'Shop' } },
  contacts: {
    ...base,
    type: 'contacts',
    contacts: [{ name: { formatted_name: 'Budi', first_name: 'Budi' }, phones: [{ phone: '+62 812' }] }],
  },
  reaction: { ...base, type: 'reaction', reaction: { message_id: 'wamid.A', emoji: '👍🏽' } },
  'reaction removed': { ...base, type: 'reaction', reaction: { message_id: 'wamid.A', emoji: '' } },
  buttons: interactive({
    type: 'button',
    header: { type: 'image', image: { id: '1' } },
    body,
    footer: { text: 'F' },
    action: { buttons: buttons(3) },
  }),
  list: interactive({ type: 'list', body: { text: 'x'.repeat(4096) }, action: { button: 'Open', sections: [{ rows: rows(10) }] } }),
  cta: interactive({
    type: 'cta_url',
    body,
    action: { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://shop.example' } },
  }),
  'location request': interactive({ type: 'location_request_message', body, action: { name: 'send_location' } }),
  flow: interactive({
    type: 'flow',
    body,
    action: { name: 'flow', parameters: { flow_message_version: '3', flow_id: '1', flow_cta: 'Book', mode: 'draft' } },
  }),
  'contact info request': interactive({ type: 'request_contact_info', body, action: { name: 'request_contact_info' } }),
  carousel: interactive({
    type: 'carousel',
    body,
    action: { cards: [0, 1].map((card_index) => ({ card_index, type: 'cta_url', action: { name: 'cta_url' } })) },
  }),
  template: {
    ...base,
    type: 'template',
    template: {
      name: 'order_update',
      language: { code: 'en_US' },
      components: [
        { type: 'HEADER', parameters: [{ type: 'image', image: { link: 'https://shop.example/a.png' } }] },
        { type: 'body', parameters: [{ type: 'text', text: 'Sari', parameter_name: 'name' }] },
        { type: 'button', sub_type: 'URL', index: '0', parameters: [{ type: 'text', text: 'abc' }] },
      ],
    },
  },
  pin: { ...base, recipient_type: 'group', type: 'pin', pin: { type: 'pin', message_id: 'wamid.A', expiration_days: 7 } },
};

const refused: Record<string, Record<string, unknown>> = {
  'no recipient': { messaging_product: 'whatsapp', type: 'text', text: { body: 'Hello' } },
  'another product': { ...base, messaging_product: 'sms', type: 'text', text: { body: 'Hello' } },
  'no content': { ...base, type: 'text' },
  'an unknown type': { ...base, type: 'hologram', hologram: {} },
  'an unknown key': { ...base, type: 'text', text: { body: 'Hello', colour: 'red' } },
  'an empty text': { ...base, type: 'text', text: { body: '' } },
  'a text of 4,097 characters': { ...base, type: 'text', text: { body: 'x'.repeat(4097) } },
  'a caption on audio': { ...base, type: 'audio', audio: { id: '1', caption: 'A' } },
  'media with id and link': { ...base, type: 'image', image: { id: '1', link: 'https://shop.example/a.png' } },
  'media with neither': { ...base, type: 'image', image: { caption: 'A' } },
  'a link that is not http': { ...base, type: 'image', image: { link: 'file:///a.png' } },
  'a latitude of 91': { ...base, type: 'location', location: { latitude: 91, longitude: 0 } },
  'a quoting reaction': { ...base, type: 'reaction', reaction: { message_id: 'wamid.A', emoji: '' }, context: { message_id: 'wamid.A' } },
  'four buttons': interactive({ type: 'button', body, action: { buttons: buttons(4) } }),
  'equal button titles': interactive({ type: 'button', body, action: { buttons: [...buttons(1), ...buttons(1)] } }),
  'eleven rows': interactive({
    type: 'list',
    body,
    action: {
      button: 'Open',
      sections: [
        { title: 'A', rows: rows(6) },
        { title: 'B', rows: rows(5) },
      ],
    },
  }),
  'two sections without titles': interactive({
    type: 'list',
    body,
    action: { button: 'Open', sections: [{ rows: [{ id: 'a', title: 'A' }] }, { rows: [{ id: 'b', title: 'B' }] }] },
  }),
  'a list with an image header': interactive({
    type: 'list',
    header: { type: 'image', image: { id: '1' } },
    body,
    action: { button: 'Open', sections: [{ rows: rows(1) }] },
  }),
  'one card': interactive({ type: 'carousel', body, action: { cards: [{ card_index: 0, type: 'cta_url', action: {} }] } }),
  'callback data of 513 characters': { ...base, type: 'text', text: { body: 'x' }, biz_opaque_callback_data: 'x'.repeat(513) },
  'a pin outside a group': { ...base, type: 'pin', pin: { type: 'pin', message_id: 'wamid.A' } },
};

describe('sendMessageRequestSchema', () => {
  it.each(Object.entries(accepted))('accepts %s', (_name, request) => {
    expect(sendMessageRequestSchema.safeParse(request).error?.issues).toBeUndefined();
  });

  it.each(Object.entries(refused))('refuses %s', (_name, request) => {
    expect(sendMessageRequestSchema.safeParse(request).success).toBe(false);
  });

  it('is tried with every type', () => {
    const tried = new Set(Object.values(accepted).map((request) => request['type']));
    for (const type of SEND_TYPES) expect(tried, type).toContain(type);
  });

  it('counts characters as people do: an emoji is one', () => {
    const request = { ...base, type: 'text', text: { body: '😀'.repeat(4096) } };
    expect(sendMessageRequestSchema.safeParse(request).success).toBe(true);
  });

  it('brings template component types to lower case and indexes to numbers', () => {
    const request = sendMessageRequestSchema.parse(accepted['template']);
    if (request.type !== 'template') throw new Error('not a template');
    expect(request.template.components).toMatchObject([{ type: 'header' }, { type: 'body' }, { sub_type: 'url', index: 0 }]);
  });
});

describe('the other shapes of the messages endpoint', () => {
  it('reads mark as read with a typing indicator', () => {
    const request = { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.A', typing_indicator: { type: 'text' } };
    expect(markReadRequestSchema.safeParse(request).success).toBe(true);
    expect(markReadRequestSchema.safeParse({ ...request, status: 'delivered' }).success).toBe(false);
  });

  it('reads an answer without wa_id', () => {
    const answer = { messaging_product: 'whatsapp', contacts: [{ input: 'US.77', user_id: 'US.77' }], messages: [{ id: 'wamid.A' }] };
    expect(sendMessageResponseSchema.parse(answer).messages[0]?.id).toBe('wamid.A');
    expect(sendMessageResponseSchema.safeParse({ messages: [] }).success).toBe(false);
  });
});
