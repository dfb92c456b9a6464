import { envelope, SAMPLE_IDS, SAMPLE_TIME, sampleContact, sampleMetadata, sampleWamid } from './sample.ts';
import type { WebhookSample } from './sample.ts';

let seed = 0x1000;

/** One inbound message from the shared customer. */
function inbound(
  name: string,
  what: string,
  source: string,
  message: Record<string, unknown>,
  options: { contacts?: unknown[]; valueExtras?: Record<string, unknown> } = {},
): WebhookSample {
  seed += 1;
  return {
    name,
    what,
    source,
    field: 'messages',
    expect: options.valueExtras?.['errors'] ? ['message', 'errors'] : ['message'],
    body: envelope('messages', {
      messaging_product: 'whatsapp',
      metadata: sampleMetadata,
      contacts: options.contacts ?? [sampleContact],
      messages: [
        {
          from: SAMPLE_IDS.customerWaId,
          from_user_id: SAMPLE_IDS.customerUserId,
          id: sampleWamid(seed),
          timestamp: String(SAMPLE_TIME + seed - 0x1000),
          ...message,
        },
      ],
      ...options.valueExtras,
    }),
  };
}

const media = (id: string, mimeType: string) => ({
  mime_type: mimeType,
  sha256: 'ZHVtbXkgaGFzaCBvZiBhbiBpbnZlbnRlZCBmaWxlIQ==',
  id,
  url: `https://lookaside.example/whatsapp_business/attachments/?mid=${id}&ext=1788249900&hash=invented`,
});

const PAGE = 'messages webhook reference, 2025-12';
const quoted = { from: SAMPLE_IDS.displayPhoneNumber, id: sampleWamid(0x900, 'out') };

/** Every inbound message type. */
export const messageSamples: readonly WebhookSample[] = [
  inbound('text', 'A plain text with accents and an emoji.', PAGE, {
    type: 'text',
    text: { body: 'Halo, apakah kafé masih buka? 👋' },
  }),
  inbound('text-reply', 'A text that quotes an earlier message of the business.', PAGE, {
    context: quoted,
    type: 'text',
    text: { body: 'Yes, that one.' },
  }),
  inbound('text-forwarded', 'A text that was forwarded often.', PAGE, {
    context: { forwarded: true, frequently_forwarded: true },
    type: 'text',
    text: { body: 'Have you seen this?' },
  }),
  inbound('text-from-ad', 'A text after a tap on an advertisement.', PAGE, {
    referral: {
      source_url: 'https://fb.example/ad/1',
      source_id: '120210000000000001',
      source_type: 'ad',
      headline: 'Fresh bread every morning',
      body: 'Order before nine.',
      media_type: 'image',
      image_url: 'https://fb.example/ad/1.jpg',
      ctwa_clid: 'ARAinvented0clickid',
      welcome_message: { text: 'Hello! How can we help?' },
    },
    type: 'text',
    text: { body: 'Hello! Can I get more info on this?' },
  }),
  inbound('text-about-product', 'A question about a product of the catalogue.', PAGE, {
    context: { ...quoted, referred_product: { catalog_id: '194836987003835', product_retailer_id: 'SKU-77' } },
    type: 'text',
    text: { body: 'Is this one in stock?' },
  }),
  inbound('image', 'A picture with a caption.', 'Image messages webhook reference, 2025-12', {
    type: 'image',
    image: { caption: 'The broken part', ...media('1003383421387256', 'image/jpeg') },
  }),
  inbound('video', 'A video.', 'Video messages webhook reference, 2025-12', {
    type: 'video',
    video: media('1003383421387257', 'video/mp4'),
  }),
  inbound('audio-voice-note', 'A voice note.', 'Audio messages webhook reference, 2025-12; seen live 2026-07', {
    type: 'audio',
    audio: { ...media('1003383421387258', 'audio/ogg; codecs=opus'), voice: true },
  }),
  inbound('document', 'A document.', 'Document messages webhook reference, 2025-12', {
    type: 'document',
    document: { filename: 'invoice-0042.pdf', ...media('1003383421387259', 'application/pdf') },
  }),
  inbound('sticker', 'An animated sticker.', 'Sticker messages webhook reference, 2025-12', {
    type: 'sticker',
    sticker: { ...media('1003383421387260', 'image/webp'), animated: true },
  }),
  inbound('location', 'A place with name and address.', 'Location messages webhook reference, 2025-12', {
    type: 'location',
    location: {
      latitude: -6.175392,
      longitude: 106.827153,
      name: 'Kopi Merdeka',
      address: 'Jl. Contoh 1, Jakarta',
      url: 'https://places.example/kopi-merdeka',
    },
  }),
  inbound('contacts', 'A shared contact card.', 'Contacts messages webhook reference, 2025-12', {
    type: 'contacts',
    contacts: [
      {
        name: { formatted_name: 'Budi Santoso', first_name: 'Budi', last_name: 'Santoso' },
        phones: [{ phone: '+62 812-0000-0102', type: 'CELL', wa_id: '6281200000102' }],
        org: { company: 'Toko Contoh' },
      },
    ],
  }),
  inbound('contacts-number-shared', 'A username user answers a request for the phone number.', 'Business-scoped user ids, 2026-05', {
    type: 'contacts',
    contacts: [
      { name: { formatted_name: 'Sari' }, phones: [{ phone: '+6281200000101', wa_id: '6281200000101' }], origin: 'contact_request' },
    ],
  }),
  inbound('reaction', 'A reaction with an emoji.', 'Reaction messages webhook reference, 2025-12', {
    type: 'reaction',
    reaction: { message_id: quoted.id, emoji: '❤️' },
  }),
  inbound('reaction-removed', 'A reaction taken back: no emoji.', 'Reaction messages webhook reference, 2025-12', {
    type: 'reaction',
    reaction: { message_id: quoted.id },
  }),
  inbound('interactive-button-reply', 'A tap on a reply button.', 'Interactive messages webhook reference, 2025-12', {
    context: quoted,
    type: 'interactive',
    interactive: { type: 'button_reply', button_reply: { id: 'confirm', title: 'Confirm' } },
  }),
  inbound('interactive-list-reply', 'A choice from a list.', 'Interactive messages webhook reference, 2025-12', {
    context: quoted,
    type: 'interactive',
    interactive: { type: 'list_reply', list_reply: { id: 'slot-2', title: '10:00', description: 'Tuesday' } },
  }),
  inbound('interactive-flow-reply', 'A completed form.', 'Flows: receive responses, 2025-12', {
    context: quoted,
    type: 'interactive',
    interactive: {
      type: 'nfm_reply',
      nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"token-1","day":"2026-09-03"}' },
    },
  }),
  inbound('interactive-call-permission', 'Permission to call, given for some days.', 'User call permissions, 2025-12', {
    context: quoted,
    type: 'interactive',
    interactive: {
      type: 'call_permission_reply',
      call_permission_reply: {
        response: 'accept',
        expiration_timestamp: String(SAMPLE_TIME + 604_800),
        is_permanent: false,
        response_source: 'user_action',
      },
    },
  }),
  inbound(
    'interactive-empty',
    'An interactive message without its inner object, the error stands beside the message.',
    'pywa captures, 2026-08',
    { type: 'interactive' },
    { valueExtras: { errors: [{ code: 131000, title: 'Something went wrong' }] } },
  ),
  inbound('button', 'A tap on a quick reply of a template, here to unsubscribe.', 'Button messages webhook reference, 2025-12', {
    context: quoted,
    type: 'button',
    button: { payload: 'UNSUBSCRIBE', text: 'Unsubscribe' },
  }),
  inbound('button-without-context', 'The recipient of a one-time code did not ask for it.', 'Authentication templates, 2025-11', {
    type: 'button',
    button: { payload: 'DID_NOT_REQUEST_CODE', text: "I didn't request a code" },
  }),
  inbound('order', 'An order from the catalogue; prices are decimals.', 'Order messages webhook reference, 2025-12', {
    type: 'order',
    order: {
      catalog_id: '194836987003835',
      text: 'Please deliver in the morning',
      product_items: [{ product_retailer_id: 'SKU-77', quantity: 2, item_price: 7.99, currency: 'USD' }],
    },
  }),
  inbound('product', 'A product that the customer shared.', 'Changelog, 2026-08-03 (shape assumed)', {
    type: 'product',
    product: { catalog_id: '194836987003835', product_retailer_id: 'SKU-77' },
  }),
  inbound('system-number-changed', 'The customer has a new phone number.', 'System messages webhook reference, 2026-08', {
    type: 'system',
    system: {
      type: 'user_changed_number',
      body: 'Sari Wulandari changed from 6281200000101 to 6281200000199',
      wa_id: '6281200000199',
      user_id: 'ID.99887766554433221100',
      previous_user_id: SAMPLE_IDS.customerUserId,
    },
  }),
  inbound('system-user-id-changed', 'The business-scoped id of the customer was renewed.', 'Business-scoped user ids, 2026-08-11', {
    type: 'system',
    system: {
      type: 'user_changed_user_id',
      body: 'User id changed',
      user_id: 'ID.99887766554433221100',
      previous_user_id: SAMPLE_IDS.customerUserId,
    },
  }),
  inbound('system-identity-changed', 'The security code of the customer changed.', 'Identity change check, 2025-12', {
    identity: { acknowledged: true, created_timestamp: SAMPLE_TIME, hash: 'HqPJ3invented' },
    type: 'system',
    system: { type: 'customer_identity_changed', body: 'Identity changed', identity: 'HqPJ3invented', customer: '6281200000101' },
  }),
  inbound('edit', 'The customer corrected a text.', 'Changelog, 2025-11-25', {
    type: 'edit',
    edit: { original_message_id: sampleWamid(0x901), message: { type: 'text', text: { body: 'At ten, I mean' } } },
  }),
  inbound('revoke', 'The customer deleted a message for everyone.', 'Changelog, 2025-11-25', {
    type: 'revoke',
    revoke: { original_message_id: sampleWamid(0x901) },
  }),
  inbound('unsupported', 'Something that the Cloud API does not carry.', 'Unsupported messages webhook reference, 2025-12', {
    errors: [
      {
        code: 131051,
        title: 'Message type unknown',
        message: 'Message type unknown',
        error_data: { details: 'Message type is currently not supported.' },
      },
    ],
    type: 'unsupported',
    unsupported: { type: 'poll' },
  }),
  inbound('unsupported-bare', 'An unsupported message without details.', 'Unsupported messages webhook reference, 2025-12', {
    type: 'unsupported',
  }),
  inbound('request-welcome', 'A chat opened for the first time; removed in 2026, still seen in replays.', 'Changelog, 2026-03-27', {
    type: 'request_welcome',
  }),
  inbound('media-placeholder', 'A file of an old chat that follows later.', 'history webhook reference, 2025-12', {
    type: 'media_placeholder',
  }),
  inbound('type-of-tomorrow', 'A type that nobody knows yet.', 'Invented', {
    type: 'hologram',
    hologram: { depth: 3 },
    from_logical_id: '8123',
  }),
  inbound(
    'username-only',
    'A person with a username whose phone number is withheld.',
    'Business-scoped user ids, 2026-08',
    {
      from: undefined,
      from_user_id: SAMPLE_IDS.usernameOnlyUserId,
      type: 'text',
      text: { body: 'Hi there' },
    },
    { contacts: [{ profile: { name: 'Jo', username: 'jo.brightly' }, user_id: SAMPLE_IDS.usernameOnlyUserId }] },
  ),
  inbound('group-text', 'A message in a group; from is the participant.', 'Groups API: receive messages, 2025-12', {
    group_id: 'Y2FwaV9ncm91cDoxNTU1MDEwMDEwMDoxMjAzNjM0MDA',
    type: 'text',
    text: { body: 'Hello everyone' },
  }),
  {
    name: 'errors-only',
    what: 'A change that only holds an error.',
    source: PAGE,
    field: 'messages',
    expect: ['errors'],
    body: envelope('messages', {
      messaging_product: 'whatsapp',
      metadata: sampleMetadata,
      errors: [
        {
          code: 130429,
          title: 'Rate limit hit',
          message: 'Rate limit hit',
          error_data: { details: 'Message failed to send because there were too many messages sent in a short time.' },
          href: 'https://developers.example/docs/error-codes',
        },
      ],
    }),
  },
];
