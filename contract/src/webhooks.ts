import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';
import { WEBHOOK_EVENT_TYPES, WebhookEventFilter } from './webhook-events.ts';

/**
 * `kabar`: the body of `WebhookEvent`, signed by Standard Webhooks. `meta`: what WhatsApp's own webhooks look like, signed with
 * `X-Hub-Signature-256`, for programs written for Meta.
 */
export const WEBHOOK_FORMATS = ['kabar', 'meta'] as const;
/** `thin`: ids. `full`: also the thing itself, with personal data. */
export const WEBHOOK_PAYLOADS = ['thin', 'full'] as const;
/** `conversation`: an event of a conversation is sent when the one before it has arrived or was given up. */
export const WEBHOOK_ORDERINGS = ['none', 'conversation'] as const;
/** `hmac`: one secret that both sides know. `ed25519`: only Kabar can sign, anybody can check. */
export const WEBHOOK_SIGNATURES = ['hmac', 'ed25519'] as const;
/** `member`: somebody switched it off. `failing`: nothing arrived for days. `gone`: it answered 410. */
export const WEBHOOK_DISABLED_REASONS = ['member', 'failing', 'gone'] as const;
export type WebhookDisabledReason = (typeof WEBHOOK_DISABLED_REASONS)[number];

/** Bounds of endpoints. Times in milliseconds. */
export const WEBHOOK_LIMITS = {
  endpoints: 50,
  headers: 10,
  maxInFlight: 64,
  ratePerSecond: 1_000,
  overlapHours: 168,
  replayEvents: 10_000,
  logDays: 30,
} as const;

export const WebhookEndpoint = z.object({
  id: idSchema('webhookEndpoint'),
  url: z.string(),
  description: z.string(),
  event_types: z.array(z.string()),
  status: z.enum(['enabled', 'disabled']),
  disabled_reason: z.enum(WEBHOOK_DISABLED_REASONS).nullable(),
  disabled_at: Timestamp.nullable(),
  format: z.enum(WEBHOOK_FORMATS),
  payload: z.enum(WEBHOOK_PAYLOADS),
  ordering: z.enum(WEBHOOK_ORDERINGS),
  signature: z.enum(WEBHOOK_SIGNATURES),
  public_key: z.string().nullable().describe('`whpk_…` to check Ed25519 signatures with'),
  header_names: z.array(z.string()).describe('Names of the headers of your own that go along; their values are not shown'),
  max_in_flight: z.number().int(),
  rate_per_second: z.number().int().nullable(),
  secrets: z
    .array(z.object({ created_at: Timestamp, expires_at: Timestamp.nullable() }))
    .describe('Those that sign now, newest first; two while a rotation overlaps'),
  circuit: z.object({
    state: z
      .enum(['closed', 'open', 'half_open'])
      .describe('`open`: it keeps failing, and nothing is sent until the next try; `half_open`: one try is due'),
    next_try_at: Timestamp.nullable(),
    failure_count: z.number().int().describe('Tries that failed in a row'),
    failing_since: Timestamp.nullable(),
    disables_at: Timestamp.nullable().describe('When it is switched off if nothing arrives until then'),
  }),
  last_success_at: Timestamp.nullable(),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>;

const url = z.string().trim().min(8).max(2_000).describe('Where events are posted to, with https');
const headers = z
  .record(z.string().max(80), z.string().max(1_000))
  .refine((all) => Object.keys(all).length <= WEBHOOK_LIMITS.headers, `must be at most ${WEBHOOK_LIMITS.headers}`)
  .describe('Headers of your own, such as Authorization. Their values are stored sealed and never shown again');
const settings = {
  url,
  description: z.string().trim().max(200),
  event_types: z.array(WebhookEventFilter).min(1).max(60),
  payload: z.enum(WEBHOOK_PAYLOADS),
  ordering: z.enum(WEBHOOK_ORDERINGS),
  headers,
  max_in_flight: z.number().int().min(1).max(WEBHOOK_LIMITS.maxInFlight).describe('Requests under way at once'),
  rate_per_second: z
    .number()
    .int()
    .min(1)
    .max(WEBHOOK_LIMITS.ratePerSecond)
    .nullable()
    .describe('Most requests a second; null: as many as it takes'),
};
const verifyToken = z
  .string()
  .min(8)
  .max(200)
  .describe('What Kabar sends as `hub.verify_token` when it asks an endpoint in Meta’s format to prove itself');

export const CreateWebhookEndpointRequest = z.strictObject({
  ...settings,
  description: settings.description.default(''),
  format: z.enum(WEBHOOK_FORMATS).default('kabar'),
  payload: settings.payload.default('thin'),
  ordering: settings.ordering.default('none'),
  signature: z.enum(WEBHOOK_SIGNATURES).default('hmac'),
  headers: headers.default({}),
  max_in_flight: settings.max_in_flight.default(10),
  rate_per_second: settings.rate_per_second.default(null),
  verify_token: verifyToken.optional(),
});
export type CreateWebhookEndpointRequest = z.infer<typeof CreateWebhookEndpointRequest>;

/** Left out: stays. `status: enabled` switches a disabled endpoint on again; `headers` replaces all of them. */
export const UpdateWebhookEndpointRequest = z.strictObject({
  url: settings.url.optional(),
  description: settings.description.optional(),
  event_types: settings.event_types.optional(),
  payload: settings.payload.optional(),
  ordering: settings.ordering.optional(),
  headers: settings.headers.optional(),
  max_in_flight: settings.max_in_flight.optional(),
  rate_per_second: settings.rate_per_second.optional(),
  status: z.enum(['enabled', 'disabled']).optional(),
  verify_token: verifyToken.optional(),
});
export type UpdateWebhookEndpointRequest = z.infer<typeof UpdateWebhookEndpointRequest>;

/**
 * `secret` is in this answer only: `whsec_…`, or 32 hexadecimal characters in Meta's format; null with Ed25519, where `public_key` is all that checking needs.
 */
export const WebhookEndpointSecret = WebhookEndpoint.extend({ secret: z.string().nullable() });
export type WebhookEndpointSecret = z.infer<typeof WebhookEndpointSecret>;

export const RotateWebhookSecretRequest = z.strictObject({
  overlap_hours: z
    .number()
    .int()
    .min(0)
    .max(WEBHOOK_LIMITS.overlapHours)
    .default(24)
    .describe('How long the old secret signs beside the new one'),
});
export type RotateWebhookSecretRequest = z.infer<typeof RotateWebhookSecretRequest>;

/** States of a webhook delivery. `cancelled`: its endpoint was removed or switched off before it arrived. */
export const WEBHOOK_DELIVERY_STATUSES = ['pending', 'succeeded', 'failed', 'cancelled'] as const;
export type WebhookDeliveryStatus = (typeof WEBHOOK_DELIVERY_STATUSES)[number];

/**
 * Why a try failed. `status`: it answered with another status than 2xx. `redirect`: 3xx, which is not followed. `address_refused`: it leads to an
 * address that may not be reached. `dns`, `connect`, `tls`, `timeout`, `lost`: no answer. `expired`: it waited too long. `endpoint_disabled`,
 * `endpoint_removed`, `not_rendered`: it was not tried.
 */
export const WEBHOOK_FAILURES = [
  'status',
  'redirect',
  'gone',
  'address_refused',
  'dns',
  'connect',
  'tls',
  'timeout',
  'lost',
  'expired',
  'endpoint_disabled',
  'endpoint_removed',
  'not_rendered',
] as const;
export type WebhookFailure = (typeof WEBHOOK_FAILURES)[number];

export const WebhookDelivery = z.object({
  id: idSchema('webhookDelivery'),
  webhook_endpoint_id: idSchema('webhookEndpoint'),
  event_id: idSchema('event').describe('What the receiver sees as `webhook-id`'),
  event_type: z.enum(WEBHOOK_EVENT_TYPES),
  status: z.enum(WEBHOOK_DELIVERY_STATUSES),
  attempt_count: z.number().int(),
  next_attempt_at: Timestamp.nullable(),
  http_status: z.number().int().nullable().describe('Of the last try'),
  failure: z.enum(WEBHOOK_FAILURES).nullable().describe('Of the last try'),
  duration_ms: z.number().int().nullable().describe('Of the last try'),
  replay_of: idSchema('webhookDelivery').nullable(),
  created_at: Timestamp,
  finished_at: Timestamp.nullable(),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

/** One request to an endpoint. `request` and `response` are null where they may not be shown, for the reason in `hidden`. */
export const WebhookAttempt = z.object({
  id: idSchema('webhookAttempt'),
  number: z.number().int(),
  started_at: Timestamp,
  duration_ms: z.number().int(),
  outcome: z.enum(['succeeded', 'failed']),
  http_status: z.number().int().nullable(),
  failure: z.enum(WEBHOOK_FAILURES).nullable(),
  request: z
    .object({ headers: z.record(z.string(), z.string()), body: z.string(), is_truncated: z.boolean() })
    .nullable()
    .describe('Values of your own headers and signatures are left out'),
  response: z.object({ headers: z.record(z.string(), z.string()), body: z.string(), is_truncated: z.boolean() }).nullable(),
  response_sha256: z.string().nullable().describe('Of the body, as far as it was read'),
  hidden: z.enum(['permission', 'erased', 'test']).nullable(),
});
export type WebhookAttempt = z.infer<typeof WebhookAttempt>;

export const WebhookDeliveryDetail = WebhookDelivery.extend({ attempts: z.array(WebhookAttempt) });
export type WebhookDeliveryDetail = z.infer<typeof WebhookDeliveryDetail>;

export const ListWebhookDeliveriesQuery = PageQuery.extend({
  webhook_endpoint_id: idSchema('webhookEndpoint').optional(),
  status: z.enum(WEBHOOK_DELIVERY_STATUSES).optional(),
  event_type: z.enum(WEBHOOK_EVENT_TYPES).optional(),
  event_id: idSchema('event').optional(),
  message_id: idSchema('message').optional().describe('Of events about this message'),
  from: Timestamp.optional(),
  until: Timestamp.optional(),
});
export type ListWebhookDeliveriesQuery = z.infer<typeof ListWebhookDeliveriesQuery>;

export const ListWebhookEndpointsQuery = PageQuery.extend({ status: z.enum(['enabled', 'disabled']).optional() });
export type ListWebhookEndpointsQuery = z.infer<typeof ListWebhookEndpointsQuery>;

/** Sends what happened between two times once more, or for the first time. */
export const CreateWebhookReplayRequest = z.strictObject({
  from: Timestamp.describe('At most 30 days ago'),
  until: Timestamp.optional().describe('Default: now'),
  which: z
    .enum(['failed', 'missing', 'all'])
    .default('failed')
    .describe('`failed`: what did not arrive. `missing`: what was never sent here. `all`: everything that fits the filter'),
  event_types: z.array(WebhookEventFilter).min(1).max(60).optional().describe('Default: those of the endpoint'),
});
export type CreateWebhookReplayRequest = z.infer<typeof CreateWebhookReplayRequest>;

/** A replay with how far it is. `continue_from` is set when there was more than fits: begin another one there. */
export const WebhookReplay = z.object({
  id: idSchema('webhookReplay'),
  webhook_endpoint_id: idSchema('webhookEndpoint'),
  which: z.enum(['failed', 'missing', 'all']),
  from: Timestamp,
  until: Timestamp,
  total_count: z.number().int(),
  pending_count: z.number().int(),
  succeeded_count: z.number().int(),
  failed_count: z.number().int(),
  continue_from: Timestamp.nullable(),
  created_at: Timestamp,
});
export type WebhookReplay = z.infer<typeof WebhookReplay>;

export const WebhookStatisticsQuery = z.object({ hours: z.coerce.number().int().min(1).max(720).default(24) });
export type WebhookStatisticsQuery = z.infer<typeof WebhookStatisticsQuery>;

const figures = {
  success_count: z.number().int(),
  failure_count: z.number().int(),
  success_rate: z.number().nullable().describe('0 to 1; null without tries'),
  p50_ms: z.number().nullable().describe('Upper end of the class of durations in which the middle try lies'),
  p95_ms: z.number().nullable(),
};

/** How tries went, by hour in UTC, oldest first; hours without tries are left out. */
export const WebhookStatistics = z.object({
  since: Timestamp,
  total: z.object(figures),
  hours: z.array(z.object({ since: Timestamp, ...figures })),
  pending_count: z.number().int(),
  oldest_pending_at: Timestamp.nullable(),
});
export type WebhookStatistics = z.infer<typeof WebhookStatistics>;

export const WebhookListenerQuery = z.object({
  event_types: z.string().max(2_000).optional().describe('Types, families or `*`, separated by commas. Default: all'),
  payload: z.enum(WEBHOOK_PAYLOADS).default('thin'),
});
export type WebhookListenerQuery = z.infer<typeof WebhookListenerQuery>;

/**
 * What `GET /v1/webhook-listeners/stream` sends. First `ready` with the secret that signs for as long as the stream lives; then `webhook` for each event:
 * the very headers and body that an endpoint would get. `missed`: the connection was away for so long that some events are kept no longer.
 */
export const WebhookListenerItem = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), secret: z.string() }),
  z.object({ kind: z.literal('webhook'), headers: z.record(z.string(), z.string()), body: z.string() }),
  z.object({ kind: z.literal('missed') }),
]);
export type WebhookListenerItem = z.infer<typeof WebhookListenerItem>;
