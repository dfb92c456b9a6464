import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

export const NUMBER_STATUSES = ['connected', 'needs_attention', 'disconnected'] as const;
export type NumberStatus = (typeof NUMBER_STATUSES)[number];

/** What a number's health comes down to; stable, for programs and translations. */
export const NUMBER_HEALTH_CODES = [
  'works',
  'disconnected',
  'token_refused',
  'token_expiring',
  'restricted',
  'templates_restricted',
  'payment_problem',
  'banned',
  'restricted_by_status',
  'limited_by_quality',
  'flagged_by_quality',
  'not_on_cloud_api',
  'not_verified',
  'set_up_pending',
  'deleted',
  'moved',
  'status_unknown',
  'sending_blocked',
  'sending_limited',
  'review_rejected',
  'held',
  'quality_low',
  'quality_medium',
  'name_declined',
  'nothing_received',
] as const;

/** Health of a number in words: the worst thing first, with what to do about it. */
export const NumberHealth = z.object({
  level: z.enum(['good', 'warn', 'bad']),
  code: z.enum(NUMBER_HEALTH_CODES).describe('Stable name of what `title` says in English'),
  until: Timestamp.nullable().describe('When the restriction or the token ends, where that is known'),
  title: z.string(),
  next_step: z.string().nullable(),
});
export type NumberHealth = z.infer<typeof NumberHealth>;

/** What happens to a message whose outcome is unknown after the reconcile time. */
export const UNKNOWN_RULES = ['hold', 'resend'] as const;

export const WhatsAppNumber = z.object({
  id: idSchema('number'),
  provider: z.enum(['cloud', 'emulator']),
  waba_id: z.string(),
  phone_number_id: z.string(),
  display_phone_number: z.string(),
  verified_name: z.string().nullable(),
  status: z.enum(NUMBER_STATUSES),
  quality: z.enum(['green', 'yellow', 'red', 'unknown']),
  limit_tier: z.string().nullable().describe('Unique customers per 24 hours outside windows, e.g. TIER_2K'),
  throughput_per_second: z.number().int(),
  meta_status: z.string().nullable().describe('Status as Meta names it, e.g. CONNECTED'),
  restriction: z.object({ title: z.string(), until: Timestamp.nullable() }).nullable(),
  health: NumberHealth,
  webhook_url: z.string(),
  last_webhook_at: Timestamp.nullable(),
  refreshed_at: Timestamp.nullable(),
  connected_at: Timestamp,
});
export type WhatsAppNumber = z.infer<typeof WhatsAppNumber>;

export const ConnectNumberRequest = z.strictObject({
  waba_id: z.string().regex(/^\d{5,20}$/, 'digits only, as shown in Meta Business Manager'),
  phone_number_id: z.string().regex(/^\d{5,20}$/, 'digits only, as shown in the app dashboard'),
  access_token: z.string().min(20).max(1000),
  app_secret: z.string().min(16).max(200),
  pin: z
    .string()
    .regex(/^\d{6}$/)
    .optional()
    .describe('Two-step PIN; only needed when the number is not registered for Cloud API yet'),
});
export type ConnectNumberRequest = z.infer<typeof ConnectNumberRequest>;

/** `verify_token` appears in this answer only; it cannot be read again. */
export const ConnectNumberResponse = z.object({ number: WhatsAppNumber, webhook_url: z.string(), verify_token: z.string() });
export type ConnectNumberResponse = z.infer<typeof ConnectNumberResponse>;

export const RenewTokenRequest = z.strictObject({
  access_token: z.string().min(20).max(1000),
  app_secret: z.string().min(16).max(200).optional(),
});
export type RenewTokenRequest = z.infer<typeof RenewTokenRequest>;

/** One line of a number's history, newest first. */
export const NumberEvent = z.object({
  at: Timestamp,
  kind: z.enum([
    'connected',
    'disconnected',
    'token_renewed',
    'token_refused',
    'refreshed',
    'quality_changed',
    'limit_changed',
    'status_changed',
    'restricted',
    'restriction_ended',
    'name_changed',
    'security',
    'webhook_first_received',
    'account_event',
  ]),
  text: z.string(),
});
export type NumberEvent = z.infer<typeof NumberEvent>;

/** An event about the account as WhatsApp reported it: template, quality, policy, name, limit and the like. */
export const AccountEvent = z.object({
  id: idSchema('accountEvent'),
  at: Timestamp,
  field: z.string().describe("Meta's webhook field"),
  event: z.string().nullable(),
  waba_id: z.string().nullable(),
  number_id: idSchema('number').nullable(),
  title: z.string(),
  severity: z.enum(['info', 'warn', 'bad']),
  data: z.record(z.string(), z.unknown()),
});
export type AccountEvent = z.infer<typeof AccountEvent>;
