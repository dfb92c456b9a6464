import { z } from 'zod';
import { idSchema } from './ids.ts';
import { MESSAGE_TYPES, SendContent, SENDABLE_TYPES } from './message-content.ts';
import { MESSAGE_STATUSES, REASONS, type ReasonCode } from './message-status.ts';
import { fieldsOf, PageQuery, Timestamp } from './pagination.ts';

const optionalContent = {
  text: SendContent.text.optional(),
  image: SendContent.image.optional(),
  video: SendContent.video.optional(),
  audio: SendContent.audio.optional(),
  document: SendContent.document.optional(),
  sticker: SendContent.sticker.optional(),
  location: SendContent.location.optional(),
  contacts: SendContent.contacts.optional(),
  reaction: SendContent.reaction.optional(),
  interactive: SendContent.interactive.optional(),
  template: SendContent.template.optional(),
};

/**
 * Body of `POST /v1/messages`. Exactly one of `to`, `contact_id`, `recipient`, and the content object named like `type`.
 * `client_ref` is the caller's own reference: unique per workspace and answered with the message it belongs to.
 */
export const SendMessageRequest = z
  .strictObject({
    number_id: idSchema('number').describe('Which of your numbers sends'),
    to: z.string().min(5).max(40).optional().describe('Phone number with country code; +, spaces and dashes are fine'),
    contact_id: idSchema('contact').optional(),
    recipient: z
      .string()
      .min(4)
      .max(200)
      .optional()
      .describe('Business-scoped user id (BSUID), for customers whose phone number is not known'),
    type: z.enum(SENDABLE_TYPES),
    ...optionalContent,
    context: z.strictObject({ message_id: z.string().max(300).describe('Message to reply to: our id or the WhatsApp id') }).optional(),
    scheduled_at: Timestamp.optional().describe('Send not before this time, at most 30 days ahead'),
    client_ref: z.string().min(1).max(200).optional(),
  })
  .meta({
    examples: [
      {
        number_id: 'num_01jd8z3t5kf6v9b2m4n7p0q1rs',
        to: '+62 812-0000-0001',
        type: 'text',
        text: { body: 'Pesanan Anda siap' },
        client_ref: 'INV-2026-0042',
      },
    ],
  });
export type SendMessageRequest = z.infer<typeof SendMessageRequest>;

const StateTimes = z.object({
  queued_at: Timestamp.nullable(),
  sending_at: Timestamp.nullable(),
  sent_at: Timestamp.nullable(),
  delivered_at: Timestamp.nullable(),
  read_at: Timestamp.nullable(),
  played_at: Timestamp.nullable(),
  failed_at: Timestamp.nullable(),
  cancelled_at: Timestamp.nullable(),
});

const reasonCodes = Object.keys(REASONS) as [ReasonCode, ...ReasonCode[]];

/** Why a message did not go out or is waiting; `meta` is there when WhatsApp itself said so. */
export const MessageReason = z.object({
  code: z.enum(reasonCodes),
  title: z.string(),
  next_step: z.string(),
  meta: z.object({ code: z.number().int(), title: z.string(), details: z.string().nullable() }).nullable(),
});
export type MessageReason = z.infer<typeof MessageReason>;

/** One try to hand the message to WhatsApp. */
export const SendAttempt = z.object({
  number: z.number().int().min(1),
  started_at: Timestamp,
  finished_at: Timestamp.nullable(),
  outcome: z.enum(['accepted', 'refused', 'retry', 'unknown', 'in_progress']),
  http_status: z.number().int().nullable(),
  error_code: z.number().int().nullable(),
  error_title: z.string().nullable(),
});

/** Who made a message. */
export const MessageAuthor = z.object({
  kind: z
    .enum(['contact', 'member', 'api_key', 'phone', 'system'])
    .describe('`phone`: written in the WhatsApp Business app on the same number'),
  id: z.string().nullable(),
  name: z.string().nullable(),
});

/**
 * Why Kabar itself sent a message: outside the working hours, the question after a conversation was resolved, the request
 * for a comment after its answer, the confirmation that a customer's stop or return was heard.
 */
export const AUTOMATIC_REASONS = [
  'away',
  'satisfaction',
  'satisfaction_comment',
  'consent_confirmation',
  'privacy_request',
  'breach_notice',
] as const;
export type AutomaticReason = (typeof AUTOMATIC_REASONS)[number];

/** A message with its content under the name of its type and its whole story. */
export const Message = z.object({
  id: idSchema('message'),
  direction: z.enum(['in', 'out']),
  status: z.enum(MESSAGE_STATUSES),
  type: z.enum(MESSAGE_TYPES),
  content: z.record(z.string(), z.unknown()).or(z.array(z.unknown())).describe("Meta's own object for the type"),
  media_id: idSchema('media').nullable().describe('The file of the message, once it is stored here'),
  number_id: idSchema('number'),
  conversation_id: idSchema('conversation'),
  contact_id: idSchema('contact'),
  author: MessageAuthor,
  automatic: z.boolean().describe('Kabar sent it by itself'),
  automatic_reason: z.enum(AUTOMATIC_REASONS).nullable(),
  category: z.enum(['service', 'utility', 'authentication', 'marketing']).nullable(),
  wamid: z.string().nullable().describe('The id WhatsApp gave'),
  client_ref: z.string().nullable(),
  reply_to: z.object({ message_id: idSchema('message').nullable(), wamid: z.string().nullable() }).nullable(),
  forwarded: z.boolean(),
  referral: z.record(z.string(), z.unknown()).nullable().describe('The ad or post the customer came from'),
  reactions: z.array(z.object({ emoji: z.string(), by: z.enum(['contact', 'business']), at: Timestamp })),
  edited_at: Timestamp.nullable(),
  revoked_at: Timestamp.nullable(),
  occurred_at: Timestamp.describe("WhatsApp's time for incoming messages, time of acceptance for outgoing ones"),
  scheduled_at: Timestamp.nullable(),
  created_at: Timestamp,
  states: StateTimes,
  reason: MessageReason.nullable(),
  pricing: z.object({ category: z.string(), type: z.string().nullable(), model: z.string().nullable() }).nullable(),
  resent: z.boolean().describe('True when a rule or a person had it sent a second time after an unknown outcome'),
});
export type Message = z.infer<typeof Message>;

/** Query of `GET /v1/messages`: messages of all conversations, newest first. */
export const FindMessagesQuery = PageQuery.extend({
  direction: z.enum(['in', 'out']).optional().describe('`in`: from customers; `out`: to them'),
  status: z.enum(MESSAGE_STATUSES).optional(),
  type: z.enum(MESSAGE_TYPES).optional(),
  number_id: idSchema('number').optional(),
  conversation_id: idSchema('conversation').optional(),
  template: z.string().min(1).max(512).optional().describe('Name of the template it was made from'),
  api_key_id: idSchema('apiKey').optional().describe('The key that sent it'),
  client_ref: z.string().min(1).max(200).optional().describe('Your own reference; at most one message has it'),
  from: Timestamp.optional().describe('Made at this moment or later'),
  until: Timestamp.optional().describe('Made before this moment'),
  fields: fieldsOf(Message),
});
export type FindMessagesQuery = z.infer<typeof FindMessagesQuery>;

/** `GET /v1/messages/{id}`: the message and each attempt. */
export const MessageStory = Message.extend({ attempts: z.array(SendAttempt) });
export type MessageStory = z.infer<typeof MessageStory>;

/** Answer of `POST /v1/messages`: it is durable and will be tried. */
export const SendMessageResponse = z.object({
  id: idSchema('message'),
  status: z.enum(MESSAGE_STATUSES),
  type: z.enum(SENDABLE_TYPES),
  number_id: idSchema('number'),
  contact_id: idSchema('contact'),
  conversation_id: idSchema('conversation'),
  client_ref: z.string().nullable(),
  scheduled_at: Timestamp.nullable(),
  created_at: Timestamp,
});
export type SendMessageResponse = z.infer<typeof SendMessageResponse>;

/** Body of `POST /v1/messages/{id}/resolve`, for messages whose outcome is unknown. */
export const ResolveMessageRequest = z.strictObject({ action: z.enum(['mark_sent', 'resend', 'give_up']) });
export type ResolveMessageRequest = z.infer<typeof ResolveMessageRequest>;
