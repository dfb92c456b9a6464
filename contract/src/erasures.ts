import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';
import { DATA_CLASSES, KEEP_REASONS } from './personal-data-words.ts';
import { RoleRef } from './roles.ts';
import { DocumentSignature } from './signing.ts';

/**
 * Why a person is erased: the grounds of GDPR art. 17(1), and three of daily life. No free words, which could name the person for ever. `inactive`:
 * nothing was heard of them for as long as the workspace's retention wants; only retention gives it.
 */
export const ERASURE_REASONS = [
  'person_asked',
  'consent_withdrawn',
  'objected',
  'no_longer_needed',
  'unlawful',
  'legal_obligation',
  'child',
  'mistake',
  'inactive',
] as const;
export type ErasureReason = (typeof ERASURE_REASONS)[number];

/**
 * waiting (can be taken back) → running → done; waiting → cancelled. `held`: a legal hold stops it; it goes on by itself once the hold is lifted.
 */
export const ERASURE_STATUSES = ['waiting', 'running', 'done', 'cancelled', 'held'] as const;
export type ErasureStatus = (typeof ERASURE_STATUSES)[number];

/** Longest time in which an erasure can be taken back, in minutes: 30 days. */
export const MAX_ERASURE_WAIT_MINUTES = 43_200;

const Holds = z.object({ en: z.string(), id: z.string(), hi: z.string() }).describe('What lies there, in the languages of the dashboard');

export const ErasedItem = z.object({
  table: z.string().describe('Name of the store, as in the data catalogue'),
  holds: Holds,
  class: z.enum(DATA_CLASSES),
  count: z.number().int().min(0),
});
export type ErasedItem = z.infer<typeof ErasedItem>;

export const KeptItem = z.object({
  table: z.string(),
  holds: Holds,
  class: z.enum(DATA_CLASSES),
  count: z.number().int().min(0).nullable().describe('null where it is not counted'),
  because: z.enum(KEEP_REASONS),
  until: Timestamp.nullable().describe('When it goes at the latest; null: as long as the reason holds'),
});
export type KeptItem = z.infer<typeof KeptItem>;

const HoldOnErasure = z.object({ id: idSchema('hold'), reason: z.string(), review_at: Timestamp.nullable() });

export const ErasurePlan = z.object({
  contact_id: idSchema('contact'),
  merged_contact_ids: z.array(idSchema('contact')).describe('Contacts that became this one; they go with it'),
  messages: z.number().int(),
  conversations: z.number().int(),
  notes: z.number().int(),
  files: z.number().int(),
  file_bytes: z.number().int(),
  goes: z.array(ErasedItem),
  stays: z.array(KeptItem),
  held_by: z.array(HoldOnErasure).describe('Legal holds: nothing is erased while there is one'),
  erasure_id: idSchema('erasure').nullable().describe('An erasure of this person that is under way'),
});
export type ErasurePlan = z.infer<typeof ErasurePlan>;

export const EraseContactRequest = z.strictObject({
  reason: z.enum(ERASURE_REASONS).exclude(['inactive']),
  wait_minutes: z
    .number()
    .int()
    .min(0)
    .max(MAX_ERASURE_WAIT_MINUTES)
    .default(60)
    .describe('How long it can be taken back. Nothing is sent to the person meanwhile.'),
});
export type EraseContactRequest = z.input<typeof EraseContactRequest>;

export const Erasure = z.object({
  id: idSchema('erasure'),
  contact_id: idSchema('contact').describe('Leads to nobody once it is done'),
  status: z.enum(ERASURE_STATUSES),
  reason: z.enum(ERASURE_REASONS),
  request_id: idSchema('privacyRequest').nullable().describe('The request of the person that it answers'),
  requested_by: z.object({ kind: z.enum(['member', 'api_key', 'system']), id: z.string().nullable() }),
  done_steps: z.number().int(),
  total_steps: z.number().int(),
  erased: z.array(ErasedItem).describe('Rows and files that went so far'),
  kept: z.array(KeptItem),
  held_by: z.array(HoldOnErasure),
  finding_count: z.number().int().nullable().describe('What the search afterwards still found; 0 is what it has to be'),
  starts_at: Timestamp.describe('Until then it can be taken back'),
  created_at: Timestamp,
  started_at: Timestamp.nullable(),
  finished_at: Timestamp.nullable(),
});
export type Erasure = z.infer<typeof Erasure>;

export const ListErasuresQuery = PageQuery.extend({
  status: z.enum(ERASURE_STATUSES).optional(),
  contact_id: idSchema('contact').optional(),
});
export type ListErasuresQuery = z.infer<typeof ListErasuresQuery>;

export const ErasureCheck = z.object({
  at: Timestamp.nullable().describe('null: the search has not run yet'),
  contact_count: z.number().int().describe('Erased people whose rows were searched for'),
  finding_count: z.number().int().describe('Rows that point to somebody erased; 0 is what it has to be'),
  findings: z.array(z.object({ table: z.string(), count: z.number().int() })),
});
export type ErasureCheck = z.infer<typeof ErasureCheck>;

/** What erasing one's own account would do. */
export const AccountErasurePlan = z.object({
  workspaces: z
    .array(
      z.object({
        name: z.string(),
        slug: z.string(),
        role: RoleRef,
        is_last_owner: z.boolean().describe('It needs another owner, or has to be deleted, before the account can be erased'),
      }),
    )
    .describe('Workspaces one would leave'),
  stays: z.array(KeptItem),
});
export type AccountErasurePlan = z.infer<typeof AccountErasurePlan>;

export const EraseAccountRequest = z.strictObject({
  email: z.string().max(254).describe('The address of the account, typed by the person, so that nobody erases by mistake'),
});
export type EraseAccountRequest = z.infer<typeof EraseAccountRequest>;

/** Proof that an account was erased: signed, and mailed to whoever had it. */
export const AccountErasureReceipt = z.object({
  document: z.object({
    kind: z.literal('kabar.account_erasure'),
    version: z.literal(1),
    user_id: idSchema('user').describe('Leads to nobody'),
    erased_at: Timestamp,
    left_workspaces: z.number().int(),
    rows_erased: z.record(z.string(), z.number().int()).describe('By table'),
    kept: z.array(z.object({ what: z.string(), rows: z.number().int(), because: z.enum(KEEP_REASONS) })),
  }),
  signature: DocumentSignature,
});
export type AccountErasureReceipt = z.infer<typeof AccountErasureReceipt>;
