import { z } from 'zod';
import { idSchema } from './ids.ts';
import { REASONS, type ReasonCode } from './message-status.ts';
import { Timestamp } from './pagination.ts';
import type { Permission } from './permissions.ts';

/** One type of event that webhooks tell of. */
export type WebhookEventEntry = {
  /** What happened, as one sentence. */
  readonly about: string;
  /** Of the form of `data`; a field may be added within a version, never removed or changed. */
  readonly version: '1';
  /** What whoever makes an endpoint for this type must be allowed. */
  readonly permission: Permission;
  /** What `data` holds in a thin event. */
  readonly data: z.ZodObject;
  /** The thing that a full event carries in `data` besides the ids, under this name; null where there is none. */
  readonly full: 'message' | 'contact' | 'number' | 'template' | null;
  /** Whether an endpoint in Meta's own format gets it. */
  readonly meta: boolean;
};

const reasonCodes = Object.keys(REASONS) as [ReasonCode, ...ReasonCode[]];

const messageIds = {
  message_id: idSchema('message'),
  conversation_id: idSchema('conversation'),
  contact_id: idSchema('contact'),
  number_id: idSchema('number'),
};
const message = z.object(messageIds);
const stoppedMessage = z.object({ ...messageIds, reason: z.enum(reasonCodes).nullable().describe('Why; the words are in the message') });
const entry = z.object({
  conversation_id: idSchema('conversation'),
  contact_id: idSchema('contact'),
  number_id: idSchema('number'),
  entry_id: idSchema('entry'),
});

const ofMessage = (about: string, meta = false, data: z.ZodObject = message): WebhookEventEntry => ({
  about,
  version: '1',
  permission: 'messages:read',
  data,
  full: 'message',
  meta,
});
const ofConversation = (about: string): WebhookEventEntry => ({
  about,
  version: '1',
  permission: 'conversations:read',
  data: entry,
  full: null,
  meta: false,
});
const of = (
  about: string,
  permission: Permission,
  data: z.ZodObject,
  more: Partial<Pick<WebhookEventEntry, 'full' | 'meta'>> = {},
): WebhookEventEntry => ({ about, version: '1', permission, data, full: null, meta: false, ...more });

/**
 * Everything that webhooks can tell of. A type is never renamed, and a retired one never used again. Thin events carry ids only, so that whoever reads
 * the thing itself asks for it, and the request log shows it; full ones carry the thing as it is when they are sent.
 */
export const WEBHOOK_EVENTS = {
  'message.received': ofMessage('A customer wrote.', true),
  'message.accepted': ofMessage('A message of yours was accepted and will be sent.'),
  'message.sent': ofMessage('WhatsApp has taken a message of yours.', true),
  'message.delivered': ofMessage('A message of yours has reached the phone.', true),
  'message.read': ofMessage('A message of yours was read.', true),
  'message.failed': ofMessage('A message of yours could not be delivered.', true, stoppedMessage),
  'message.skipped': ofMessage(
    'A message of yours was not sent, because it must not be: a stop, a missing consent, a closed window.',
    true,
    stoppedMessage,
  ),
  'message.held': ofMessage('A message of yours waits for somebody or something.', false, stoppedMessage),
  'message.unknown': ofMessage(
    'It is not known whether a message of yours was sent; it is not sent again by itself.',
    false,
    stoppedMessage,
  ),
  'message.cancelled': ofMessage('A message of yours was cancelled before it was sent.', false, stoppedMessage),
  'message.edited': ofMessage('A customer changed a message.'),
  'message.revoked': ofMessage('A customer took a message back.'),
  'conversation.assigned': ofConversation('A conversation was given to a member.'),
  'conversation.unassigned': ofConversation('A conversation was taken from a member.'),
  'conversation.team_changed': ofConversation('A conversation went to another team.'),
  'conversation.resolved': ofConversation('A conversation was resolved.'),
  'conversation.reopened': ofConversation('A resolved conversation is open again.'),
  'conversation.snoozed': ofConversation('A conversation was put off until a time.'),
  'conversation.tagged': ofConversation('A conversation got a tag.'),
  'conversation.untagged': ofConversation('A conversation lost a tag.'),
  'conversation.rated': ofConversation('A customer said how a conversation went.'),
  'contact.updated': of('A contact was made or changed.', 'contacts:read', z.object({ contact_id: idSchema('contact') }), {
    full: 'contact',
  }),
  'contact.merged': of(
    'Two contacts turned out to be one person.',
    'contacts:read',
    z.object({ contact_id: idSchema('contact'), merged_contact_id: idSchema('contact') }),
  ),
  'contact.erased': of(
    'A person was erased. Erase what you hold of them, too.',
    'contacts:read',
    z.object({ contact_id: idSchema('contact'), erasure_id: idSchema('erasure') }),
  ),
  'consent.updated': of('What a customer agreed to or stopped has changed.', 'consent:read', z.object({ contact_id: idSchema('contact') })),
  'template.updated': of('A template was reviewed, paused or changed.', 'templates:read', z.object({ template_id: idSchema('template') }), {
    full: 'template',
  }),
  'number.updated': of(
    'A number was connected, or its health, limit or settings changed.',
    'numbers:read',
    z.object({ number_id: idSchema('number') }),
    {
      full: 'number',
    },
  ),
  'account_event.created': of(
    'WhatsApp told of something about an account: a restriction, a violation, a changed limit.',
    'numbers:read',
    z.object({ account_event_id: idSchema('accountEvent') }),
    { meta: true },
  ),
  'media.updated': of('A file was stored, checked or removed.', 'media:read', z.object({ media_id: idSchema('media') })),
  'import.updated': of('An import of contacts went on or ended.', 'contacts:manage', z.object({ import_id: idSchema('import') })),
  'export.updated': of('An export went on or ended.', 'contacts:read', z.object({ export_id: idSchema('export') })),
  'form_message.updated': of(
    'The contact form was used, or its message was handled.',
    'contacts:read',
    z.object({ form_message_id: idSchema('formMessage') }),
  ),
  'privacy_request.updated': of(
    'A request of a person about their data has moved.',
    'privacy:read',
    z.object({ privacy_request_id: idSchema('privacyRequest') }),
  ),
  'webhook_endpoint.disabled': of(
    'Kabar switched a webhook endpoint off, because it failed for days or asked for it.',
    'webhooks:read',
    z.object({ webhook_endpoint_id: idSchema('webhookEndpoint') }),
  ),
  'webhook.test': of(
    'You asked for it, to see whether your endpoint answers.',
    'webhooks:read',
    z.object({ webhook_endpoint_id: idSchema('webhookEndpoint') }),
  ),
} as const satisfies Record<string, WebhookEventEntry>;

export type WebhookEventType = keyof typeof WEBHOOK_EVENTS;

/** Every type, in catalogue order. */
export const WEBHOOK_EVENT_TYPES = Object.keys(WEBHOOK_EVENTS) as [WebhookEventType, ...WebhookEventType[]];

/** The part of a type before the dot. */
export const WEBHOOK_EVENT_FAMILIES: readonly string[] = [...new Set(WEBHOOK_EVENT_TYPES.map((type) => type.slice(0, type.indexOf('.'))))];

/** Sent to the endpoint that is tested and to no other, whatever its filter. */
export const WEBHOOK_TEST_TYPE = 'webhook.test' satisfies WebhookEventType;

/** Types that an endpoint's filter names: `*`, `family.*` or a type. The test event is in none. */
export function webhookTypesOf(filter: readonly string[]): WebhookEventType[] {
  const named = new Set(filter);
  return WEBHOOK_EVENT_TYPES.filter(
    (type) => type !== WEBHOOK_TEST_TYPE && (named.has('*') || named.has(type) || named.has(`${type.slice(0, type.indexOf('.'))}.*`)),
  );
}

/** A filter's part: a type, a family with `.*`, or `*` for all there are and will be. */
export const WebhookEventFilter = z
  .string()
  .max(60)
  .refine(
    (text) => text === '*' || (text !== WEBHOOK_TEST_TYPE && webhookTypesOf([text]).length > 0),
    'must be a type of event, a family such as message.*, or *',
  )
  .meta({ examples: ['message.received', 'message.*', '*'] });

/**
 * Body of a webhook. `id` is also the header `webhook-id`: the same event has the same id however often it comes, so keep the ids you have handled.
 */
export const WebhookEvent = z.object({
  id: idSchema('event'),
  type: z.enum(WEBHOOK_EVENT_TYPES),
  version: z.literal('1'),
  timestamp: Timestamp.describe('When it happened, not when it was sent'),
  workspace_id: idSchema('workspace'),
  data: z.record(z.string(), z.unknown()).describe('Ids of what it is about; in full events also the thing itself'),
});
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** A row of `GET /v1/webhook-event-types`. */
export const WebhookEventTypeInfo = z.object({
  type: z.enum(WEBHOOK_EVENT_TYPES),
  family: z.string(),
  about: z.string(),
  version: z.literal('1'),
  permission: z.string(),
  full: z.enum(['message', 'contact', 'number', 'template']).nullable(),
  meta: z.boolean(),
  schema: z.record(z.string(), z.unknown()).describe('JSON Schema of the body'),
  example: WebhookEvent,
});
export type WebhookEventTypeInfo = z.infer<typeof WebhookEventTypeInfo>;

const exampleBody = '01jd8z3t5kf6v9b2m4n7p0q1rs';

/** An invented event of a type, as documentation shows it. */
export function webhookExample(type: WebhookEventType): WebhookEvent {
  const prefixes: Readonly<Record<string, string>> = {
    message_id: 'msg',
    conversation_id: 'cnv',
    contact_id: 'ctc',
    merged_contact_id: 'ctc',
    number_id: 'num',
    entry_id: 'ent',
    erasure_id: 'ers',
    template_id: 'tpl',
    account_event_id: 'acc',
    media_id: 'med',
    import_id: 'imp',
    export_id: 'exp',
    form_message_id: 'cfm',
    privacy_request_id: 'prq',
    webhook_endpoint_id: 'wep',
  };
  const fields = Object.keys(WEBHOOK_EVENTS[type].data.shape);
  return WebhookEvent.parse({
    id: `evt_${exampleBody}`,
    type,
    version: '1',
    timestamp: '2026-11-21T08:15:30.123Z',
    workspace_id: `wsp_${exampleBody}`,
    data: Object.fromEntries(
      fields.map((field) => [field, field === 'reason' ? reasonExample(type) : `${prefixes[field] ?? 'unknown'}_${exampleBody}`]),
    ),
  });
}

function reasonExample(type: WebhookEventType): ReasonCode {
  if (type === 'message.skipped') return 'marketing_stopped';
  if (type === 'message.held') return 'number_disconnected';
  if (type === 'message.unknown') return 'outcome_unknown';
  return type === 'message.cancelled' ? 'cancelled' : 'meta_refused';
}
