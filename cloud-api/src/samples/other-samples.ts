import type { WebhookUnitKind } from '../webhook-units.ts';
import { envelope, SAMPLE_IDS, SAMPLE_TIME, sampleContact, sampleMetadata, sampleWamid } from './sample.ts';
import type { WebhookSample } from './sample.ts';

function sample(
  name: string,
  field: string,
  what: string,
  expect: readonly WebhookUnitKind[],
  value: Record<string, unknown>,
  source?: string,
): WebhookSample {
  const body = envelope(field, value, field.includes('template') || field === 'flows' ? { time: SAMPLE_TIME } : {});
  return { name, what, source: source ?? `${field} webhook reference, 2025-12`, field, expect, body };
}

const conversation = { messaging_product: 'whatsapp', metadata: sampleMetadata };
const template = {
  message_template_id: 1689556908129832,
  message_template_name: 'order_update',
  message_template_language: 'en-US',
};
const groupId = 'Y2FwaV9ncm91cDoxNTU1MDEwMDEwMDoxMjAzNjM0MDA';
const callId = 'wacid.HBgLMTU1NTAxMDAxMDAVAgASGCA3Q0';
const echo = {
  from: SAMPLE_IDS.displayPhoneNumber,
  to: SAMPLE_IDS.customerWaId,
  id: sampleWamid(0x3000, 'out'),
  timestamp: String(SAMPLE_TIME),
  type: 'text',
  text: { body: 'Written in the business app' },
};

/** Templates, preferences, coexistence, flows, calls, groups, hand-over and unknown fields. */
export const otherSamples: readonly WebhookSample[] = [
  sample(
    'template-approved',
    'message_template_status_update',
    'A template was approved; the reason is the word NONE.',
    ['template_status'],
    { event: 'APPROVED', ...template, reason: 'NONE', message_template_category: 'UTILITY' },
    'message_template_status_update webhook reference, 2026-09; seen live 2026-07',
  ),
  sample('template-rejected', 'message_template_status_update', 'A template was rejected, with a recommendation.', ['template_status'], {
    event: 'REJECTED',
    ...template,
    reason: 'INVALID_FORMAT',
    rejection_info: { reason: 'A variable stands at the end.', recommendation: 'Add text after the last variable.' },
  }),
  sample('template-paused', 'message_template_status_update', 'A template was paused for low quality.', ['template_status'], {
    event: 'PAUSED',
    ...template,
    reason: 'NONE',
    other_info: { title: 'FIRST_PAUSE', description: 'Paused for 3 hours.' },
  }),
  sample('template-disabled', 'message_template_status_update', 'A template is going to be disabled.', ['template_status'], {
    event: 'DISABLED',
    ...template,
    reason: null,
    disable_info: { disable_date: '1788336000' },
  }),
  sample('template-big-id', 'message_template_status_update', 'An id beyond 2^53, as text after safe parsing.', ['template_status'], {
    event: 'APPROVED',
    ...template,
    message_template_id: '12345678901234567',
    reason: 'NONE',
  }),
  sample('template-quality', 'message_template_quality_update', 'The quality of a template fell.', ['template_quality'], {
    previous_quality_score: 'GREEN',
    new_quality_score: 'YELLOW',
    ...template,
  }),
  sample(
    'template-quality-mislabelled',
    'message_template_status_update',
    'A quality event under the wrong field name.',
    ['template_quality'],
    {
      previous_quality_score: 'YELLOW',
      new_quality_score: 'RED',
      ...template,
    },
  ),
  sample('template-components', 'message_template_components_update', 'The text of a template changed.', ['template_components'], {
    ...template,
    message_template_element: 'Your order {{1}} is on its way.',
    message_template_footer: 'Kopi Merdeka',
    message_template_buttons: [
      {
        message_template_button_type: 'URL',
        message_template_button_text: 'Track',
        message_template_button_url: 'https://shop.example/{{1}}',
      },
    ],
  }),
  sample('template-category-notice', 'template_category_update', 'Notice of a category change.', ['template_category'], {
    ...template,
    new_category: 'UTILITY',
    correct_category: 'MARKETING',
    category_update_timestamp: String(SAMPLE_TIME + 86_400),
  }),
  sample('template-category-changed', 'template_category_update', 'The category was changed.', ['template_category'], {
    ...template,
    previous_category: 'UTILITY',
    new_category: 'MARKETING',
  }),
  sample(
    'template-misuse',
    'template_correct_category_detection',
    'A wrong category was detected.',
    ['template_category'],
    { ...template, category: 'UTILITY', correct_category: 'MARKETING' },
    'template_correct_category_detection webhook reference, 2026',
  ),
  sample('preference-stop', 'user_preferences', 'A person stopped marketing messages.', ['user_preference'], {
    ...conversation,
    contacts: [sampleContact],
    user_preferences: [
      {
        wa_id: SAMPLE_IDS.customerWaId,
        user_id: SAMPLE_IDS.customerUserId,
        detail: 'User requested to stop marketing messages',
        category: 'marketing_messages',
        value: 'stop',
        timestamp: SAMPLE_TIME,
      },
    ],
  }),
  sample('preference-resume', 'user_preferences', 'A person allows marketing messages again.', ['user_preference'], {
    ...conversation,
    contacts: [sampleContact],
    user_preferences: [
      { wa_id: SAMPLE_IDS.customerWaId, detail: 'Resumed', category: 'marketing_messages', value: 'resume', timestamp: SAMPLE_TIME },
    ],
  }),
  sample(
    'preference-signup',
    'user_preferences',
    'A person signed up inside WhatsApp.',
    ['user_preference'],
    {
      ...conversation,
      user_preferences: [
        { user_id: SAMPLE_IDS.customerUserId, category: 'marketing_messages', value: 'signup', signup_id: '88', timestamp: SAMPLE_TIME },
      ],
    },
    'user_preferences webhook reference, 2026-06',
  ),
  sample('echo', 'smb_message_echoes', 'The business wrote in its own app.', ['message_echo'], { ...conversation, message_echoes: [echo] }),
  sample(
    'echo-undocumented',
    'message_echoes',
    'The undocumented sister of echoes.',
    ['message_echo'],
    { ...conversation, message_echoes: [echo] },
    'Field list, 2026-09',
  ),
  sample('contact-sync', 'smb_app_state_sync', 'A contact was added and another removed.', ['contact_sync', 'contact_sync'], {
    ...conversation,
    state_sync: [
      {
        type: 'contact',
        contact: { full_name: 'Budi Santoso', first_name: 'Budi', phone_number: '6281200000102' },
        action: 'add',
        metadata: { timestamp: String(SAMPLE_TIME) },
      },
      { type: 'contact', contact: { phone_number: '6281200000103' }, action: 'remove', metadata: { timestamp: String(SAMPLE_TIME) } },
    ],
  }),
  sample('history-chunk', 'history', 'A chunk of old chats.', ['history'], {
    ...conversation,
    history: [
      {
        metadata: { phase: 0, chunk_order: 1, progress: 55 },
        threads: [
          {
            id: SAMPLE_IDS.customerWaId,
            messages: [
              {
                from: SAMPLE_IDS.customerWaId,
                id: sampleWamid(0x3001),
                timestamp: String(SAMPLE_TIME - 86_400),
                type: 'text',
                text: { body: 'Old' },
                history_context: { status: 'READ' },
              },
            ],
          },
        ],
      },
    ],
  }),
  sample('history-refused', 'history', 'The owner does not share old chats.', ['history'], {
    ...conversation,
    history: [{ errors: [{ code: 2593109, title: 'History sharing is turned off', message: 'History sharing is turned off' }] }],
  }),
  sample('history-media', 'history', 'A file of an old chat.', ['history_message'], {
    ...conversation,
    messages: [
      {
        from: SAMPLE_IDS.customerWaId,
        id: sampleWamid(0x3002),
        timestamp: String(SAMPLE_TIME - 86_000),
        type: 'image',
        image: { mime_type: 'image/jpeg', sha256: 'aW52ZW50ZWQ=', id: '1003383421387999' },
      },
    ],
  }),
  sample('flow-status', 'flows', 'A form was published.', ['flow_event'], {
    event: 'FLOW_STATUS_CHANGE',
    message: 'Flow published',
    flow_id: '4196390330000001',
    old_status: 'DRAFT',
    new_status: 'PUBLISHED',
  }),
  sample('flow-errors', 'flows', 'The endpoint of a form fails too often.', ['flow_event'], {
    event: 'ENDPOINT_ERROR_RATE',
    flow_id: '4196390330000001',
    message: 'Error rate is above 10%',
    error_rate: 14.28,
    threshold: 10,
    alert_state: 'ACTIVATED',
    errors: [{ error_type: 'CAPABILITY_ERROR', error_rate: 14.28, error_count: 2 }],
  }),
  sample('call-connect', 'calls', 'Someone calls the business.', ['call'], {
    ...conversation,
    contacts: [sampleContact],
    calls: [
      {
        id: callId,
        from: SAMPLE_IDS.customerWaId,
        to: SAMPLE_IDS.displayPhoneNumber,
        event: 'connect',
        timestamp: String(SAMPLE_TIME),
        direction: 'USER_INITIATED',
        session: { sdp_type: 'offer', sdp: 'v=0' },
      },
    ],
  }),
  sample('call-terminate', 'calls', 'A call ended; the status is printed with brackets in the docs.', ['call'], {
    ...conversation,
    calls: [
      {
        id: callId,
        from: SAMPLE_IDS.customerWaId,
        event: 'terminate',
        timestamp: String(SAMPLE_TIME + 60),
        direction: 'USER_INITIATED',
        status: '[COMPLETED]',
        start_time: String(SAMPLE_TIME),
        end_time: String(SAMPLE_TIME + 60),
        duration: 60,
      },
    ],
  }),
  sample('call-status', 'calls', 'The phone of the person rings.', ['call_status'], {
    ...conversation,
    statuses: [{ id: callId, type: 'call', status: 'RINGING', timestamp: String(SAMPLE_TIME), recipient_id: SAMPLE_IDS.customerWaId }],
  }),
  sample('group-created', 'group_lifecycle_update', 'A group was made.', ['group_event'], {
    ...conversation,
    groups: [
      {
        timestamp: String(SAMPLE_TIME),
        group_id: groupId,
        type: 'group_create',
        request_id: 'req-1',
        subject: 'Delivery',
        invite_link: 'https://chat.example/invented',
        join_approval_mode: 'auto_approve',
      },
    ],
  }),
  sample('group-participants', 'group_participants_update', 'Someone joined.', ['group_event'], {
    ...conversation,
    groups: [
      {
        timestamp: String(SAMPLE_TIME),
        group_id: groupId,
        type: 'group_participants_add',
        added_participants: [{ wa_id: SAMPLE_IDS.customerWaId }],
      },
    ],
  }),
  sample('group-settings', 'group_settings_update', 'The picture changed.', ['group_event'], {
    ...conversation,
    groups: [
      {
        timestamp: String(SAMPLE_TIME),
        group_id: groupId,
        type: 'group_settings_update',
        profile_picture: { mime_type: 'image/jpeg', sha256: 'aW52ZW50ZWQ=' },
      },
    ],
  }),
  sample('group-status', 'group_status_update', 'The group was suspended.', ['group_event'], {
    ...conversation,
    groups: [{ timestamp: String(SAMPLE_TIME), group_id: groupId, type: 'group_suspend' }],
  }),
  sample(
    'handover',
    'messaging_handovers',
    'An agent took over.',
    ['handover'],
    {
      ...conversation,
      recipient: { phone_number_id: SAMPLE_IDS.phoneNumberId, display_phone_number: SAMPLE_IDS.displayPhoneNumber },
      type: 'control_passed',
      control_passed: { previous_owner_role: 'ai_agent', new_owner_role: 'customer_service', metadata: 'asked for a person' },
    },
    'messaging_handovers webhook reference, 2026-09',
  ),
  sample(
    'standby',
    'standby',
    'What an application sees that does not hold the thread.',
    ['standby', 'standby'],
    {
      ...conversation,
      standby: {
        contacts: [sampleContact],
        messages: [
          { from: SAMPLE_IDS.customerWaId, id: sampleWamid(0x3003), timestamp: String(SAMPLE_TIME), type: 'text', text: { body: 'Hi' } },
        ],
        statuses: [
          { id: sampleWamid(0x3004, 'out'), status: 'sent', timestamp: String(SAMPLE_TIME), recipient_id: SAMPLE_IDS.customerWaId },
        ],
      },
    },
    'Changelog, 2026-08',
  ),
  sample(
    'automatic-event',
    'automatic_events',
    'A purchase that Meta recognised.',
    ['automatic_event'],
    {
      ...conversation,
      automatic_events: [
        {
          id: sampleWamid(0x3005),
          event_name: 'Purchase',
          timestamp: SAMPLE_TIME,
          ctwa_clid: 'ARAinvented',
          custom_data: { currency: 'USD', value: 25 },
        },
      ],
    },
    'automatic_events webhook reference, 2026-09',
  ),
  sample(
    'consumer-profile',
    'consumer_profile',
    'A listed field whose shape is not documented.',
    ['unknown'],
    { ...conversation, profile: {} },
    'Field list, 2026-09',
  ),
  sample('tracking-events', 'tracking_events', 'Another one.', ['unknown'], { ...conversation, events: [] }, 'Field list, 2026-09'),
  sample('field-of-tomorrow', 'quantum_update', 'A field that nobody knows yet.', ['unknown'], { spin: 'up' }, 'Invented'),
];
