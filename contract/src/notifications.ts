import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';

/**
 * What a member is told of. Fields of `data` by kind: `mentioned`: `conversation_id`, `entry_id` · `assigned`: `conversation_id`, and `count` when it is the first of several ·
 * `team_assigned`: like it, and `team_id` · `target_due` (a promise to the customer is about to be missed), `target_missed`:
 * `conversation_id`, `due_kind` · `snooze_woken`: like `assigned` · `message_failed`: `conversation_id`, `message_id` ·
 * `consent_doubtful` (a customer may have asked to stop): `conversation_id`, `message_id` · `import_finished`: `import_id` ·
 * `export_finished`: `export_id` · `evidence_expiring`: `evidence_id`, `days` · `promise_broken` (a sentence of the notice stopped being true): `count` ·
 * `hold_review` (the review date of a legal hold has come): `hold_id` ·
 * `recipient_announced` (somebody new gets data, now or from a day on): `processor_id` ·
 * `sealed_asked` (somebody asks to open sealed records and needs a second person), `sealed_decided`: `sealed_opening_id` ·
 * `privacy_request_received`, `privacy_request_due` (half, most or all of its time is over: `percent`), `privacy_request_stuck`: `privacy_request_id`.
 */
export const NOTIFICATION_KINDS = [
  'mentioned',
  'assigned',
  'team_assigned',
  'target_due',
  'target_missed',
  'snooze_woken',
  'message_failed',
  'consent_doubtful',
  'import_finished',
  'export_finished',
  'evidence_expiring',
  'promise_broken',
  'hold_review',
  'recipient_announced',
  'sealed_asked',
  'sealed_decided',
  'privacy_request_received',
  'privacy_request_due',
  'privacy_request_stuck',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** One thing a member is told of. It holds ids only; who may see the thing fetches it. */
export const Notification = z.object({
  id: idSchema('notification'),
  kind: z.enum(NOTIFICATION_KINDS),
  actor: z.object({
    kind: z.enum(['member', 'api_key', 'contact', 'bot', 'system']).describe('Who caused it'),
    id: z.string().nullable(),
  }),
  conversation_id: idSchema('conversation').nullable(),
  data: z.record(z.string(), z.string()).describe('Further ids and words of ours, by kind'),
  read_at: Timestamp.nullable(),
  created_at: Timestamp,
});
export type Notification = z.infer<typeof Notification>;

/** Newest first. What belongs to a conversation that one may no longer see is left out. */
export const ListNotificationsQuery = PageQuery.extend({
  unread: z.enum(['true', 'false']).optional().describe('`true`: only those not read yet'),
});
export type ListNotificationsQuery = z.infer<typeof ListNotificationsQuery>;

/** How many are not read; counted up to 100, so that 100 means: 100 or more. */
export const NotificationCount = z.object({ unread_count: z.number().int().min(0).max(100) });
export type NotificationCount = z.infer<typeof NotificationCount>;

/** Body of `POST /v1/notifications/read`: all of one's own, or those of one conversation, or that one and all before it. */
export const MarkNotificationsReadRequest = z.strictObject({
  conversation_id: idSchema('conversation').optional(),
  up_to_id: idSchema('notification').optional(),
});
export type MarkNotificationsReadRequest = z.infer<typeof MarkNotificationsReadRequest>;

/** What one wants to be told of. Every kind is on unless it was put off. */
export const NotificationPreferences = z.object({
  data: z.array(z.object({ kind: z.enum(NOTIFICATION_KINDS), in_app: z.boolean() })),
});
export type NotificationPreferences = z.infer<typeof NotificationPreferences>;

/** Body of `PATCH /v1/notification-preferences`; kinds that are left out stay as they are. */
export const UpdateNotificationPreferencesRequest = z.strictObject({
  data: z
    .array(z.strictObject({ kind: z.enum(NOTIFICATION_KINDS), in_app: z.boolean() }))
    .min(1)
    .max(NOTIFICATION_KINDS.length),
});
export type UpdateNotificationPreferencesRequest = z.infer<typeof UpdateNotificationPreferencesRequest>;
