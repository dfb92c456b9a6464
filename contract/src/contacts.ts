import { z } from 'zod';
import { AttributeValue } from './attributes.ts';
import { MARKETING_CHOICES } from './consent.ts';
import { idSchema } from './ids.ts';
import { fieldsOf, PageQuery, Timestamp } from './pagination.ts';
import { CONTACT_SOURCES } from './segments.ts';

/** Kinds of identifier a contact can have; a contact has a set of them and none is required. */
export const IDENTIFIER_KINDS = ['phone', 'wa_id', 'bsuid', 'parent_bsuid', 'username', 'lid'] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

export const ContactIdentifier = z.object({
  kind: z.enum(IDENTIFIER_KINDS),
  value: z.string(),
  first_seen_at: Timestamp,
});

/** What is shown of a contact beside something else, e.g. in a list of conversations. */
export const ContactSummary = z.object({
  id: idSchema('contact'),
  name: z.string().nullable().describe('Name given by a member, else the profile name from WhatsApp'),
  profile_name: z.string().nullable(),
  phone: z.string().nullable().describe('E.164, when known'),
  username: z.string().nullable(),
  identifiers: z.array(ContactIdentifier),
  marketing: z
    .enum(MARKETING_CHOICES)
    .describe('What the consent ledger says about marketing: `stopped` covers every stop, objection and suppression'),
  restricted: z.boolean().describe('Their data is only stored: nothing is sent, done by itself, found or counted'),
  blocked: z.boolean(),
  created_at: Timestamp,
});
export type ContactSummary = z.infer<typeof ContactSummary>;

/** The whole record of a person. */
export const Contact = ContactSummary.extend({
  identifiers: z.array(ContactIdentifier.extend({ id: idSchema('identifier') })),
  attributes: z.record(z.string(), AttributeValue).describe('Values by the key of the attribute'),
  tag_ids: z.array(idSchema('tag')),
  stage_id: idSchema('stage').nullable(),
  country: z.string().nullable().describe('Two letters of ISO 3166, from the phone number'),
  source: z.enum(CONTACT_SOURCES),
  last_seen_at: Timestamp.nullable().describe('When they last wrote, to a few minutes'),
  updated_at: Timestamp,
});
export type Contact = z.infer<typeof Contact>;

const attributes = z
  .record(z.string().max(50), AttributeValue.nullable())
  .describe('By key; null takes the value away; keys left out stay');

export const CreateContactRequest = z.strictObject({
  phone: z.string().min(5).max(40).optional(),
  bsuid: z.string().min(4).max(200).optional(),
  name: z.string().min(1).max(200).optional(),
  stage_id: idSchema('stage').optional(),
  tag_ids: z.array(idSchema('tag')).max(100).optional(),
  attributes: attributes.optional(),
  after_erasure: z
    .string()
    .trim()
    .min(3)
    .max(500)
    .optional()
    .describe('What shows that a person who was erased came back by their own wish; needed for them alone, and kept in the audit log'),
});
export type CreateContactRequest = z.infer<typeof CreateContactRequest>;

/** Only what is named changes. */
export const UpdateContactRequest = z.strictObject({
  name: z.string().min(1).max(200).nullable().optional(),
  stage_id: idSchema('stage').nullable().optional(),
  attributes: attributes.optional(),
});
export type UpdateContactRequest = z.infer<typeof UpdateContactRequest>;

export const AddIdentifierRequest = z.strictObject({ phone: z.string().min(5).max(40) });
export type AddIdentifierRequest = z.infer<typeof AddIdentifierRequest>;

/** A filter as JSON text in the query, so that a list has an address. */
const filterText = z
  .string()
  .max(8_000)
  .optional()
  .describe('A contact filter as JSON, e.g. `{"conditions":[{"field":"blocked","value":false}]}`');

const selection = { filter: filterText, segment_id: idSchema('segment').optional() };

/** `phone` looks up one exact phone number, in any usual spelling. `filter` and `segment_id` together must both fit. */
export const ListContactsQuery = PageQuery.extend({
  phone: z.string().max(40).optional(),
  ...selection,
  sort: z.enum(['activity', 'created']).default('activity').describe('`activity`: who wrote last comes first'),
  fields: fieldsOf(Contact),
});
export type ListContactsQuery = z.infer<typeof ListContactsQuery>;

export const CountContactsQuery = z.object(selection);
export type CountContactsQuery = z.infer<typeof CountContactsQuery>;

export const ContactNote = z.object({
  id: idSchema('contactNote'),
  contact_id: idSchema('contact'),
  text: z.string(),
  author: z.object({ kind: z.enum(['member', 'api_key']), id: z.string() }),
  created_at: Timestamp,
  edited_at: Timestamp.nullable(),
});
export type ContactNote = z.infer<typeof ContactNote>;
export const WriteContactNoteRequest = z.strictObject({ text: z.string().trim().min(1).max(10_000) });
export type WriteContactNoteRequest = z.infer<typeof WriteContactNoteRequest>;

/** What a line of the timeline tells. `data` holds ids and words of ours. */
export const TIMELINE_KINDS = [
  'created',
  'imported',
  'merged',
  'split',
  'tagged',
  'untagged',
  'stage_changed',
  'attributes_changed',
  'identifier_added',
  'identifier_removed',
  'blocked',
  'unblocked',
  'restricted',
  'unrestricted',
  'consent_changed',
  'conversation_opened',
  'conversation_resolved',
  'conversation_reopened',
  'exported',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

export const TimelineItem = z.object({
  id: z.string(),
  kind: z.enum(TIMELINE_KINDS),
  occurred_at: Timestamp,
  actor: z.object({ kind: z.enum(['member', 'api_key', 'contact', 'bot', 'system']), id: z.string().nullable() }),
  data: z.record(z.string(), z.unknown()),
});
export type TimelineItem = z.infer<typeof TimelineItem>;

/** Whose value is kept: `this` contact's, which stays, or the `other`'s, which goes into it. */
export const MERGE_CHOICES = ['this', 'other'] as const;

/** `keep` answers for `name`, `stage` and `attributes.<key>`; left out, this contact's value is kept and gaps are filled. */
export const MergeContactsRequest = z.strictObject({
  other: idSchema('contact'),
  keep: z.record(z.string().max(70), z.enum(MERGE_CHOICES)).default({}),
});
export type MergeContactsRequest = z.input<typeof MergeContactsRequest>;

export const PreviewMergeQuery = z.object({ other: idSchema('contact') });
export type PreviewMergeQuery = z.infer<typeof PreviewMergeQuery>;

export const MergePreview = z.object({
  contact: Contact,
  other: Contact,
  conflicts: z.array(
    z.object({ field: z.string().describe('Key of `keep`'), this: AttributeValue.nullable(), other: AttributeValue.nullable() }),
  ),
  moved: z.object({
    identifiers: z.number().int(),
    tags: z.number().int().describe('That this contact does not have yet'),
    attributes: z.number().int().describe('That this contact does not have yet'),
    notes: z.number().int(),
    conversations: z.number().int(),
    joined_conversations: z.number().int().describe('Of the conversations, those that become one with one of this contact'),
    messages: z.number().int(),
  }),
});
export type MergePreview = z.infer<typeof MergePreview>;

export const ContactMerge = z.object({
  id: idSchema('merge'),
  contact_id: idSchema('contact'),
  merged_contact_id: idSchema('contact'),
  evidence: z.enum(['manual', 'same_payload', 'number_changed', 'user_id_changed']),
  actor: z.object({ kind: z.enum(['member', 'api_key', 'system']), id: z.string().nullable() }),
  merged_at: Timestamp,
  undone_at: Timestamp.nullable(),
  can_undo: z.boolean().describe('false: undone already, or a later merge has to be undone first'),
});
export type ContactMerge = z.infer<typeof ContactMerge>;

export const UndoMergeResponse = z.object({ contact: Contact, other: Contact });
export type UndoMergeResponse = z.infer<typeof UndoMergeResponse>;

/** How far a block has come at one number. `waiting`: WhatsApp refuses until the customer writes again; nothing is sent meanwhile. */
export const BLOCK_STATES = ['applied', 'pending', 'waiting', 'failed'] as const;

export const ContactBlock = z.object({
  blocked: z.boolean(),
  blocked_at: Timestamp.nullable(),
  numbers: z.array(
    z.object({
      number_id: idSchema('number'),
      wanted: z.enum(['blocked', 'unblocked']),
      state: z.enum(BLOCK_STATES),
      reason: z.enum(['not_engaged', 'limit_reached', 'no_address', 'refused', 'unreachable']).nullable(),
      updated_at: Timestamp,
    }),
  ),
});
export type ContactBlock = z.infer<typeof ContactBlock>;
