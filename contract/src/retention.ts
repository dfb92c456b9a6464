import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';
import { RETENTION_CLASSES } from './retention-classes.ts';

/** Law packs, by the place they are of. */
export const LAW_PACKS = ['ID', 'IN', 'EU', 'UK', 'US-CA'] as const;

/** Ready-made policies. Each gives the periods of one kind of public notice. */
export const RETENTION_PRESETS = ['gateway-30d', 'business-12m', 'agency-90d', 'engagement-24m', 'minimal'] as const;
export type RetentionPreset = (typeof RETENTION_PRESETS)[number];

/** Classes for which a workspace can wish a period. The others follow one of these, or have a fixed time. */
export const ADJUSTABLE_CLASSES = [
  'message_content',
  'media',
  'conversation_work',
  'contact_record',
  'webhook_payload',
  'notification',
  'system_log',
  'audit_event',
  'api_log',
  'access_log',
  'account',
  'invoice',
  'payment',
  'contact_form',
  'support_ticket',
] as const;

/**
 * Classes that a hold can keep. Copies that exist for days only (raw deliveries, live events, mails, files made for download) cannot be held: what
 * they say stands in these.
 */
export const HOLDABLE_CLASSES = [
  'message_content',
  'message_metadata',
  'media',
  'conversation_work',
  'notification',
  'system_log',
  'audit_event',
  'contact_record',
  'consent_evidence',
] as const;

export const RetentionClassName = z.enum(RETENTION_CLASSES);
const AdjustableClass = z.enum(ADJUSTABLE_CLASSES);
const LawPack = z.enum(LAW_PACKS);
export const RetentionPeriod = z
  .string()
  .regex(/^P(?=.*[1-9])(\d{1,3}Y)?(\d{1,4}M)?(\d{1,5}D)?$/, 'must be a duration of years, months and days, like P30D')
  .meta({ description: 'ISO 8601 duration of years, months and days', examples: ['P30D', 'P12M'] });

export const RetentionWish = z.strictObject({
  period: RetentionPeriod,
  is_maximum: z
    .boolean()
    .describe('A promise: never longer than this. Without it a law that asks for longer lengthens the period, and says so.'),
});
export type RetentionWish = z.infer<typeof RetentionWish>;

export const RetentionPolicy = z.strictObject({
  preset: z.enum(RETENTION_PRESETS),
  home: LawPack.nullable().describe('The law of the place where the business is established; null when it is none of the packs'),
  serves: z
    .array(LawPack)
    .max(LAW_PACKS.length)
    .describe('Laws of places whose people the business serves. They apply to those people only'),
  wishes: z.partialRecord(AdjustableClass, RetentionWish).describe('Periods that differ from those of the preset'),
  sealed: z
    .array(z.enum(['message_content']))
    .max(1)
    .default([])
    .describe(
      'Classes of which a sealed copy stays for as long as a law demands, after the visible one is gone. With messages go their files (name, size and fingerprint, not the bytes), notes and history',
    ),
});
export type RetentionPolicy = z.infer<typeof RetentionPolicy>;

export const RetentionRule = z.object({
  id: z.string().describe('Stable name of a rule; `preset`, `wish` and `installation` are what people decided'),
  kind: z.enum(['floor', 'ceiling']),
  in: z.union([LawPack, z.literal('everywhere')]).nullable(),
  period: RetentionPeriod,
  from: z.iso.date().nullable(),
  is_sealable: z.boolean(),
  source: z.string(),
  is_checked: z.boolean().describe('Whether the text of the law itself was read'),
});
export type RetentionRule = z.infer<typeof RetentionRule>;

export const RetentionCollision = z.object({
  class: RetentionClassName,
  law: LawPack.nullable().describe('The law under which it arises'),
  floor: RetentionRule,
  ceiling: RetentionRule,
  ways_out: z.array(z.enum(['seal', 'drop_law', 'lengthen'])).describe('What would make it possible'),
  from: z.iso.date().nullable().describe('The day from which both hold, when that day is still to come'),
});
export type RetentionCollision = z.infer<typeof RetentionCollision>;

export const RetentionClassState = z.object({
  class: RetentionClassName,
  follows: RetentionClassName.nullable().describe('The class whose period it shares'),
  is_adjustable: z.boolean(),
  store: z
    .enum(['swept', 'fixed', 'kept', 'none'])
    .describe(
      '`swept`: the engine removes it by policy; `fixed`: its own job removes it after a fixed time; `kept`: as long as what it belongs to; `none`: nothing of the kind is stored yet',
    ),
  anchor: z.string().describe('The moment from which the period counts'),
  wish: RetentionPeriod.nullable(),
  wish_from: z.enum(['own', 'preset', 'default', 'fixed']),
  is_maximum: z.boolean(),
  floors: z.array(RetentionRule),
  ceilings: z.array(RetentionRule),
  effective: RetentionPeriod.nullable().describe('What holds; null: as long as what it belongs to'),
  raised_by: RetentionRule.nullable(),
  lowered_by: RetentionRule.nullable(),
  sealed_until: RetentionPeriod.nullable().describe('Age at which the sealed copy goes; null without one'),
  exceptions: z
    .array(z.object({ law: LawPack, effective: RetentionPeriod, sealed_until: RetentionPeriod.nullable(), because: RetentionRule }))
    .describe('People under another law for whom the period differs'),
  oldest_at: Timestamp.nullable().describe('Anchor of the oldest row'),
  is_overdue: z.boolean().describe('A row is older than what holds, and no hold or law explains it'),
});
export type RetentionClassState = z.infer<typeof RetentionClassState>;

export const RetentionState = z.object({
  policy: RetentionPolicy,
  revision: z.number().int().min(0).describe('Send it back when saving'),
  decided_at: Timestamp.nullable().describe('Null: nobody has decided yet'),
  decided_by: idSchema('member').nullable(),
  classes: z.array(RetentionClassState),
  collisions: z.array(RetentionCollision),
  seen: z
    .array(z.object({ law: LawPack, numbers: z.number().int(), contacts: z.number().int() }))
    .describe('Where the numbers and contacts of the workspace are, as far as countries tell'),
  presets: z.array(
    z.object({
      preset: z.enum(RETENTION_PRESETS),
      periods: z.partialRecord(AdjustableClass, RetentionWish),
    }),
  ),
  last_run_at: Timestamp.nullable(),
  sealed: z
    .object({ count: z.number().int(), last_until: Timestamp })
    .nullable()
    .describe('Records in the sealed tier, and when the last of them goes at the latest if none is held; null when there are none'),
});
export type RetentionState = z.infer<typeof RetentionState>;

export const SaveRetentionRequest = z.strictObject({ policy: RetentionPolicy, revision: z.number().int().min(0) });
export type SaveRetentionRequest = z.input<typeof SaveRetentionRequest>;

export const PreviewRetentionRequest = z.strictObject({ policy: RetentionPolicy });
export type PreviewRetentionRequest = z.input<typeof PreviewRetentionRequest>;

/** Rows are counted up to this many per class; more is shown as "more than". */
export const DRY_RUN_LIMIT = 1_000_000;

export const RetentionPreview = z.object({
  classes: z.array(RetentionClassState),
  collisions: z.array(RetentionCollision),
  removals: z.array(
    z.object({
      class: RetentionClassName,
      count: z.number().int().describe('Rows that the next sweep would remove'),
      is_more: z.boolean().describe('Counting stopped at the limit'),
      held: z.number().int().describe('Rows that a hold keeps although they would be due'),
      sealed: z.number().int().describe('Of the removed, those of which a sealed copy stays'),
      oldest_at: Timestamp.nullable(),
    }),
  ),
});
export type RetentionPreview = z.infer<typeof RetentionPreview>;

export const RetentionRunItem = z.object({
  class: RetentionClassName,
  table: z.string(),
  effective: RetentionPeriod.nullable(),
  rule: z.string().describe('Id of the rule that decided the period'),
  removed: z.number().int(),
  sealed: z.number().int(),
  oldest_at: Timestamp.nullable().describe('Anchor of the oldest row that was removed'),
  newest_at: Timestamp.nullable(),
  held: z
    .array(z.object({ hold_id: idSchema('hold'), count: z.number().int() }))
    .describe('Due rows that stayed, by the hold that keeps them'),
  kept_by_law: z
    .array(z.object({ rule: z.string(), source: z.string(), count: z.number().int() }))
    .describe('Rows past the wish that a law keeps'),
});
export type RetentionRunItem = z.infer<typeof RetentionRunItem>;

export const RetentionRun = z.object({
  id: idSchema('retentionRun'),
  status: z.enum(['running', 'done', 'failed']),
  revision: z.number().int(),
  started_at: Timestamp,
  finished_at: Timestamp.nullable(),
  removed: z.number().int(),
  held: z.number().int(),
  items: z.array(RetentionRunItem),
});
export type RetentionRun = z.infer<typeof RetentionRun>;

export const ListRetentionRunsQuery = PageQuery;
export type ListRetentionRunsQuery = PageQuery;

const Reason = z.string().trim().min(3).max(1_000);

export const SealedOpening = z.object({
  id: idSchema('sealedOpening'),
  status: z
    .enum(['asked', 'approved', 'refused', 'over'])
    .describe(
      '`approved`: the file can be downloaded by whoever asked; `over`: its 24 hours, or the seven days for an answer, have passed',
    ),
  reason: z.string(),
  contact_id: idSchema('contact').nullable().describe('Only records of this contact'),
  from: Timestamp.nullable(),
  until: Timestamp.nullable(),
  asked_by: idSchema('member'),
  asked_by_name: z.string().nullable(),
  asked_at: Timestamp,
  decided_by: idSchema('member').nullable(),
  decided_by_name: z.string().nullable(),
  decided_at: Timestamp.nullable(),
  expires_at: Timestamp.describe('Until when it can be decided, or once approved, downloaded'),
  is_mine: z.boolean().describe('Whether the reader asked; then somebody else must decide'),
});
export type SealedOpening = z.infer<typeof SealedOpening>;

export const ListSealedOpeningsQuery = PageQuery;
export type ListSealedOpeningsQuery = PageQuery;

export const AskSealedOpeningRequest = z.strictObject({
  reason: Reason.describe('Why the records are needed; whoever decides reads it, and the audit log keeps it'),
  contact_id: idSchema('contact').optional().describe('Only records of this contact'),
  from: Timestamp.optional().describe('Only what is from this moment on'),
  until: Timestamp.optional().describe('Only what is from before this moment'),
});
export type AskSealedOpeningRequest = z.infer<typeof AskSealedOpeningRequest>;

export const DecideSealedOpeningRequest = z.strictObject({ decision: z.enum(['approved', 'refused']) });
export type DecideSealedOpeningRequest = z.infer<typeof DecideSealedOpeningRequest>;

export const RetentionHold = z.object({
  id: idSchema('hold'),
  reason: z.string(),
  owner_member_id: idSchema('member'),
  owner_name: z.string().nullable(),
  review_on: z.iso.date(),
  is_review_due: z.boolean(),
  contact_id: idSchema('contact').nullable(),
  conversation_id: idSchema('conversation').nullable(),
  classes: z.array(RetentionClassName).nullable(),
  from: Timestamp.nullable(),
  until: Timestamp.nullable(),
  created_at: Timestamp,
  released_at: Timestamp.nullable(),
  release_reason: z.string().nullable(),
});
export type RetentionHold = z.infer<typeof RetentionHold>;

export const ListHoldsQuery = PageQuery.extend({
  status: z.enum(['active', 'released']).default('active'),
  contact_id: idSchema('contact').optional(),
});
export type ListHoldsQuery = z.output<typeof ListHoldsQuery>;

export const CreateHoldRequest = z.strictObject({
  reason: Reason,
  owner_member_id: idSchema('member').describe('Who answers for it'),
  review_on: z.iso.date().describe('The day on which somebody must decide whether it is still needed; at most two years ahead'),
  contact_id: idSchema('contact').optional().describe('Only what belongs to this person'),
  conversation_id: idSchema('conversation').optional().describe('Only this conversation'),
  classes: z.array(z.enum(HOLDABLE_CLASSES)).min(1).max(HOLDABLE_CLASSES.length).optional().describe('Only these kinds of data'),
  from: Timestamp.optional().describe('Only what is from this moment on'),
  until: Timestamp.optional().describe('Only what is from before this moment'),
});
export type CreateHoldRequest = z.infer<typeof CreateHoldRequest>;

export const UpdateHoldRequest = z.strictObject({
  owner_member_id: idSchema('member').optional(),
  review_on: z.iso.date().optional(),
});
export type UpdateHoldRequest = z.infer<typeof UpdateHoldRequest>;

export const ReleaseHoldRequest = z.strictObject({ reason: Reason });
export type ReleaseHoldRequest = z.infer<typeof ReleaseHoldRequest>;
