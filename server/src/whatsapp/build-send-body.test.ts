import { sendMessageRequestSchema } from '@kabar/cloud-api';
import type { SendableType } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { buildSendBody, type OutgoingMessage } from './build-send-body.ts';
import { mediaIdsIn } from './message-media.ts';

const photo = `med_${'0'.repeat(25)}1`;
const film = `med_${'0'.repeat(25)}2`;
const providerMediaIds = new Map([
  [photo, '1013859600285441'],
  [film, '1013859600285442'],
]);

function message(type: SendableType, content: unknown, more: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    publicId: `msg_${'0'.repeat(26)}`,
    type,
    content,
    recipient: { kind: 'phone', digits: '6281200001111' },
    replyToWamid: null,
    providerMediaIds,
    ...more,
  };
}

const contents: [SendableType, unknown, unknown?][] = [
  ['text', { body: 'Kabar baik', preview_url: false }],
  ['image', { id: photo, caption: 'menu' }, { id: '1013859600285441', caption: 'menu' }],
  ['video', { link: 'https://example.com/a.mp4' }],
  ['audio', { id: film, voice: true }, { id: '1013859600285442', voice: true }],
  ['document', { id: '555000111222333', filename: 'a.pdf' }],
  ['sticker', { id: photo }, { id: '1013859600285441' }],
  ['location', { latitude: -6.2, longitude: 106.8, name: 'Monas' }],
  ['contacts', [{ name: { formatted_name: 'Rani', first_name: 'Rani' } }]],
  ['reaction', { message_id: 'wamid.ABC', emoji: '👍' }],
  [
    'interactive',
    {
      type: 'button',
      header: { type: 'image', image: { id: photo } },
      body: { text: 'Choose' },
      action: { buttons: [{ type: 'reply', reply: { id: photo, title: 'Yes' } }] },
    },
    {
      type: 'button',
      header: { type: 'image', image: { id: '1013859600285441' } },
      body: { text: 'Choose' },
      action: { buttons: [{ type: 'reply', reply: { id: photo, title: 'Yes' } }] },
    },
  ],
  [
    'template',
    {
      name: 'order_shipped',
      language: { code: 'id' },
      components: [{ type: 'header', parameters: [{ type: 'document', document: { id: film, filename: 'b.pdf' } }] }],
    },
    {
      name: 'order_shipped',
      language: { code: 'id' },
      components: [{ type: 'header', parameters: [{ type: 'document', document: { id: '1013859600285442', filename: 'b.pdf' } }] }],
    },
  ],
];

describe('the body of a send', () => {
  it.each(contents)('of type %s is what WhatsApp takes', (type, content, sent = content) => {
    const body = buildSendBody(message(type, content));
    expect(body).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '6281200001111',
      biz_opaque_callback_data: `msg_${'0'.repeat(26)}`,
      type,
      [type]: sent,
    });
    expect(sendMessageRequestSchema.safeParse(body).error).toBeUndefined();
  });

  it('goes to a business-scoped user id without naming a phone', () => {
    const body = buildSendBody(message('text', { body: 'a' }, { recipient: { kind: 'bsuid', value: 'US.13491208655302741918' } }));
    expect(body.recipient).toBe('US.13491208655302741918');
    expect(body).not.toHaveProperty('to');
  });

  it('quotes the message it answers', () => {
    expect(buildSendBody(message('text', { body: 'a' }, { replyToWamid: 'wamid.Q' })).context).toEqual({ message_id: 'wamid.Q' });
  });

  it('never quotes in a reaction, and points it at the resolved message', () => {
    const body = buildSendBody(
      message('reaction', { message_id: `msg_${'1'.repeat(26)}`, emoji: '' }, { replyToWamid: 'wamid.Q', reactionWamid: 'wamid.T' }),
    );
    expect(body.reaction).toEqual({ message_id: 'wamid.T', emoji: '' });
    expect(body).not.toHaveProperty('context');
  });

  it('is not made while a file or the message of a reaction is not resolved', () => {
    expect(() => buildSendBody(message('image', { id: photo }, { providerMediaIds: new Map() }))).toThrow(photo);
    expect(() => buildSendBody(message('reaction', { message_id: `msg_${'1'.repeat(26)}`, emoji: '' }))).toThrow('not resolved');
  });
});

describe('the media ids of a message', () => {
  it('are found wherever a file can stand and nowhere else', () => {
    expect(mediaIdsIn('image', { id: photo })).toEqual([photo]);
    expect(mediaIdsIn('image', { id: '123' })).toEqual([]);
    expect(mediaIdsIn('text', { body: photo })).toEqual([]);
    expect(mediaIdsIn('interactive', contents[9]?.[1])).toEqual([photo]);
    const cards = [
      { card_index: 0, components: [{ type: 'header', parameters: [{ type: 'image', image: { id: photo } }] }] },
      { card_index: 1, components: [{ type: 'header', parameters: [{ type: 'video', video: { id: film } }] }] },
    ];
    expect(mediaIdsIn('template', { name: 'a', language: { code: 'id' }, components: [{ type: 'carousel', cards }] })).toEqual([
      photo,
      film,
    ]);
  });
});
