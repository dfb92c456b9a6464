import { z } from 'zod';
import { AttributeValue } from './attributes.ts';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

/** How a contact came to be. */
export const CONTACT_SOURCES = ['message', 'member', 'api', 'import'] as const;
export type ContactSource = (typeof CONTACT_SOURCES)[number];

/** What is on record about marketing messages: agreed, not (or no more) agreed, never asked. */
export const CONSENT_FILTER_STATES = ['granted', 'withdrawn', 'none'] as const;

const country = z.string().regex(/^[A-Z]{2}$/, 'must be two letters of ISO 3166, e.g. ID');
const days = z.number().int().min(1).max(3650);

/**
 * One comparison. Ranges are from inclusive to exclusive for instants and inclusive on both sides for attribute values; a
 * contact without a value fits none of them except `not_set` and `not_equals`.
 */
export const ContactCondition = z.discriminatedUnion('field', [
  z.strictObject({ field: z.literal('tags'), op: z.enum(['any', 'all', 'none']), tag_ids: z.array(idSchema('tag')).min(1).max(50) }),
  z.strictObject({
    field: z.literal('stage'),
    op: z.enum(['is', 'is_not']),
    stage_ids: z.array(idSchema('stage').nullable()).min(1).max(50).describe('null: no stage'),
  }),
  z.strictObject({
    field: z.literal('attribute'),
    attribute_id: idSchema('attribute'),
    op: z
      .enum(['equals', 'not_equals', 'any_of', 'at_least', 'at_most', 'between', 'begins_with', 'set', 'not_set'])
      .describe('Personal attributes know `equals`, `not_equals`, `any_of`, `set` and `not_set` only'),
    value: AttributeValue.optional(),
    values: z.array(AttributeValue).min(1).max(50).optional().describe('Of `any_of`; two of `between`'),
  }),
  z.strictObject({ field: z.literal('country'), op: z.enum(['is', 'is_not']), countries: z.array(country).min(1).max(50) }),
  z.strictObject({ field: z.literal('marketing_consent'), states: z.array(z.enum(CONSENT_FILTER_STATES)).min(1).max(3) }),
  z.strictObject({ field: z.literal('blocked'), value: z.boolean() }),
  z.strictObject({ field: z.literal('open_conversation'), value: z.boolean() }),
  z.strictObject({ field: z.literal('source'), sources: z.array(z.enum(CONTACT_SOURCES)).min(1) }),
  z.strictObject({
    field: z.literal('created_at'),
    from: Timestamp.optional(),
    until: Timestamp.optional(),
    within_days: days.optional().describe('The last days up to now'),
    before_days: days.optional().describe('Longer ago than this'),
  }),
  z.strictObject({
    field: z.literal('last_seen_at'),
    from: Timestamp.optional(),
    until: Timestamp.optional(),
    within_days: days.optional(),
    before_days: days.optional().describe('Longer ago than this, or never'),
  }),
]);
export type ContactCondition = z.infer<typeof ContactCondition>;

const match = z.enum(['all', 'any']);

/** Conditions that belong together. */
export const ContactFilterGroup = z.strictObject({ match, conditions: z.array(ContactCondition).min(1).max(20) });
export type ContactFilterGroup = z.infer<typeof ContactFilterGroup>;

/** A filter: conditions and groups of them, two levels deep. Without any, all contacts. */
export const ContactFilter = z.strictObject({
  match: match.default('all'),
  conditions: z
    .array(z.union([ContactCondition, ContactFilterGroup]))
    .max(20)
    .default([]),
});
export type ContactFilter = z.infer<typeof ContactFilter>;

/** Contacts that fit, or a number that there are more than. */
export const ContactCount = z.object({
  count: z.number().int().min(0),
  is_exact: z.boolean().describe('false: there are more than `count`'),
});
export type ContactCount = z.infer<typeof ContactCount>;

/** A saved filter. */
export const Segment = z.object({
  id: idSchema('segment'),
  name: z.string(),
  shared: z.boolean().describe('false: only its owner sees it'),
  owner_member_id: idSchema('member').nullable(),
  filter: ContactFilter,
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Segment = z.infer<typeof Segment>;

const name = z.string().trim().min(1).max(100);
export const CreateSegmentRequest = z.strictObject({ name, shared: z.boolean().default(false), filter: ContactFilter });
export type CreateSegmentRequest = z.input<typeof CreateSegmentRequest>;
export const UpdateSegmentRequest = z.strictObject({
  name: name.optional(),
  shared: z.boolean().optional(),
  filter: ContactFilter.optional(),
});
export type UpdateSegmentRequest = z.input<typeof UpdateSegmentRequest>;
