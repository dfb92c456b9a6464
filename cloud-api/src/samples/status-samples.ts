import { envelope, SAMPLE_IDS, SAMPLE_TIME, sampleContact, sampleMetadata, sampleWamid } from './sample.ts';
import type { WebhookSample } from './sample.ts';

const PAGE = 'Status messages webhook reference, 2026-04-30';

function status(name: string, what: string, item: Record<string, unknown>, source = PAGE, withContact = true): WebhookSample {
  return {
    name: `status-${name}`,
    what,
    source,
    field: 'messages',
    expect: ['status'],
    body: envelope('messages', {
      messaging_product: 'whatsapp',
      metadata: sampleMetadata,
      ...(withContact ? { contacts: [sampleContact] } : {}),
      statuses: [
        {
          id: sampleWamid(0x2000, 'out'),
          timestamp: String(SAMPLE_TIME + 60),
          recipient_id: SAMPLE_IDS.customerWaId,
          recipient_user_id: SAMPLE_IDS.customerUserId,
          biz_opaque_callback_data: 'msg_invented0000000000000000',
          ...item,
        },
      ],
    }),
  };
}

const pricing = { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' };

/** Every status of an outgoing message. */
export const statusSamples: readonly WebhookSample[] = [
  status('sent', 'Taken over by WhatsApp, with its price class.', { status: 'sent', pricing }),
  status(
    'sent-with-conversation',
    'The older form with a conversation (webhooks up to v23).',
    {
      status: 'sent',
      conversation: {
        id: 'c0ffee00c0ffee00c0ffee00c0ffee00',
        expiration_timestamp: String(SAMPLE_TIME + 86_400),
        origin: { type: 'utility' },
      },
      pricing: { ...pricing, category: 'authentication-international' },
    },
    'Status messages webhook reference, 2025-12',
  ),
  status('delivered', 'On the phone.', { status: 'delivered', pricing }),
  status('read', 'Seen.', { status: 'read' }),
  status('played', 'A voice note was listened to.', { status: 'played' }, 'Changelog, 2025-11-03'),
  status(
    'failed',
    'Not delivered: the service window is closed.',
    {
      status: 'failed',
      recipient_user_id: undefined,
      errors: [
        {
          code: 131047,
          title: 'Re-engagement message',
          message: 'Re-engagement message',
          error_data: { details: 'More than 24 hours have passed since the recipient last replied.' },
          href: 'https://developers.example/docs/error-codes',
        },
      ],
    },
    PAGE,
    false,
  ),
  status('username-only', 'A recipient without a phone number.', {
    status: 'delivered',
    recipient_id: undefined,
    recipient_user_id: SAMPLE_IDS.usernameOnlyUserId,
  }),
  status(
    'group-participant',
    'One participant of a group, with the other spelling of the key and the price inside the conversation.',
    {
      status: 'delivered',
      recipient_id: 'Y2FwaV9ncm91cDoxNTU1MDEwMDEwMDoxMjAzNjM0MDA',
      recipient_type: 'group',
      participant_recipient_id: SAMPLE_IDS.customerWaId,
      conversation: { id: 'c0ffee', pricing: { ...pricing, category: 'group_utility' } },
    },
    'Groups API: message statuses, 2025-12',
  ),
  status('of-tomorrow', 'A status that nobody knows yet.', { status: 'teleported', internal_1p_only_data: { a: 1 } }, 'Invented'),
  status('number-ids', 'Time and recipient as JSON numbers.', {
    status: 'read',
    timestamp: SAMPLE_TIME + 60,
    recipient_id: 6281200000101,
  }),
];
