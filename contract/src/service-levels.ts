import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

/** Which time counts towards a target: only the working hours of the number, or all of it. */
export const TARGET_CLOCKS = ['working_time', 'clock_time'] as const;
export type TargetClock = (typeof TARGET_CLOCKS)[number];

const minutes = z.number().int().min(1).max(43_200).nullable();

/** What customers may expect. Null: no target. */
export const ServiceTargets = z.strictObject({
  first_reply_minutes: minutes.describe(
    'From the message with which a customer opens a conversation to the first reply of a person or the API',
  ),
  resolution_minutes: minutes.describe('From the same message until it is resolved; snoozed time does not count'),
  clock: z.enum(TARGET_CLOCKS).default('working_time'),
  warn_at_percent: z
    .number()
    .int()
    .min(10)
    .max(99)
    .default(80)
    .describe('When this much of the time has passed, whoever is in charge is told'),
});
export type ServiceTargets = z.infer<typeof ServiceTargets>;

const StoredTargets = ServiceTargets.extend({ updated_at: Timestamp.nullable().describe('Null until somebody set it') });

/** Answer of `GET /v1/service-levels`. Of a conversation's targets, those of its team come first, then of its number, then of the workspace. */
export const ServiceLevelSettings = z.object({
  workspace: StoredTargets,
  teams: z.array(StoredTargets.extend({ team_id: idSchema('team') })),
  numbers: z.array(StoredTargets.extend({ number_id: idSchema('number') })),
});
export type ServiceLevelSettings = z.infer<typeof ServiceLevelSettings>;

/** One turn of a conversation: from a customer's opening message, or from a member's reopening, until it is resolved. Durations are whole seconds. */
export const Episode = z.object({
  conversation_id: idSchema('conversation'),
  number_id: idSchema('number'),
  team_id: idSchema('team').nullable(),
  assignee_id: idSchema('member').nullable().describe('Who it was assigned to last'),
  first_reply_by: idSchema('member').nullable().describe('Null for a reply by API or from the phone of the number, too'),
  opened_at: Timestamp,
  first_reply_at: Timestamp.nullable(),
  resolved_at: Timestamp.nullable(),
  first_reply_seconds: z.number().int().nullable().describe('By the clock of its targets'),
  resolution_seconds: z.number().int().nullable().describe('By the clock of its targets, without snoozed time'),
  first_reply_met: z.boolean().nullable().describe('Null without a target, and while it can still be met'),
  resolution_met: z.boolean().nullable(),
  rating: z.number().int().min(1).max(3).nullable(),
});
export type Episode = z.infer<typeof Episode>;

/** Answer of `GET /v1/conversations/{id}/episodes`, newest first, at most 50. */
export const EpisodeList = z.object({ data: z.array(Episode) });
export type EpisodeList = z.infer<typeof EpisodeList>;

/** The three answers, best first, as scores. Three reply buttons: one tap, where a list of five needs three. */
export const RATING_SCORES = { good: 3, okay: 2, bad: 1 } as const;

const label = z.string().trim().min(1).max(20);

/**
 * The question after a conversation was resolved. It goes out only inside the service window, with three reply buttons
 * (WhatsApp allows three, each with at most 20 characters).
 */
export const SatisfactionSettings = z.strictObject({
  enabled: z.boolean(),
  delay_minutes: z
    .number()
    .int()
    .min(0)
    .max(1440)
    .default(5)
    .describe('After it was resolved; nothing is asked when it was opened again meanwhile'),
  question: z.string().trim().min(1).max(1000).default('How was our service?'),
  labels: z.strictObject({ good: label, okay: label, bad: label }).default({ good: '😊 Good', okay: '😐 Okay', bad: '🙁 Bad' }),
  comment_question: z
    .string()
    .trim()
    .max(1000)
    .nullable()
    .default(null)
    .describe('Sent after an answer; what the customer writes next, within the hour, is kept as comment. Null: nothing more is asked'),
});
export type SatisfactionSettings = z.infer<typeof SatisfactionSettings>;

/** Answer of `GET /v1/satisfaction`. */
export const StoredSatisfactionSettings = SatisfactionSettings.extend({
  updated_at: Timestamp.nullable().describe('Null until somebody set it'),
});
export type StoredSatisfactionSettings = z.infer<typeof StoredSatisfactionSettings>;
