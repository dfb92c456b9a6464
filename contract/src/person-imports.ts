import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

/** Bounds of one person's export that is brought in. */
export const PERSON_IMPORT_LIMITS = {
  bytes: 2 * 1024 * 1024 * 1024,
  recordBytes: 32 * 1024 * 1024,
  messages: 1_000_000,
  messageBytes: 1024 * 1024,
  files: 100_000,
  fileBytes: 100 * 1024 * 1024,
} as const;

/** draft (read and shown) → queued → running → done | failed. A draft that nobody starts goes after seven days. */
export const PERSON_IMPORT_STATUSES = ['draft', 'queued', 'running', 'done', 'failed'] as const;
export type PersonImportStatus = (typeof PERSON_IMPORT_STATUSES)[number];

/** Why something of the file is not taken. */
export const PERSON_IMPORT_LEFT_OUT = [
  'attribute_unknown',
  'attribute_unfit',
  'stage_unknown',
  'identifier_not_portable',
  'consent_without_evidence',
  'file_missing',
  'file_refused',
] as const;
export type PersonImportLeftOut = (typeof PERSON_IMPORT_LEFT_OUT)[number];

/** Whom the person of the file meets here. */
export const PERSON_IMPORT_MEETINGS = ['nobody', 'one', 'several', 'erased'] as const;

const Counts = z.object({
  messages: z.number().int(),
  files: z.number().int(),
  notes: z.number().int(),
  consents: z.number().int(),
});

export const PersonImport = z.object({
  id: idSchema('personImport'),
  status: z.enum(PERSON_IMPORT_STATUSES),
  failure: z.enum(['file_unreadable', 'several_contacts', 'contact_erased']).nullable(),
  file: z
    .object({
      name: z.string(),
      exported_at: Timestamp,
      exported_from: z.string().nullable().describe('The workspace that made the file, as it says itself'),
    })
    .nullable()
    .describe('null once the file is deleted'),
  person: z
    .object({ name: z.string().nullable(), identifiers: z.array(z.string()), tags: z.array(z.string()) })
    .nullable()
    .describe('null once the file is deleted'),
  meets: z.enum(PERSON_IMPORT_MEETINGS).describe('`erased`: this person was erased here and needs new evidence to come back'),
  contact_id: idSchema('contact').nullable().describe('The contact that has it; before the start the one it would go to'),
  found: Counts.describe('What is in the file'),
  imported: Counts.extend({ known: z.number().int().describe('Was here already from an earlier import') }),
  left_out: z.array(z.object({ why: z.enum(PERSON_IMPORT_LEFT_OUT), what: z.string().nullable(), count: z.number().int() })),
  created_by: z.object({ kind: z.enum(['member', 'api_key']), id: z.string() }),
  created_at: Timestamp,
  started_at: Timestamp.nullable(),
  finished_at: Timestamp.nullable(),
  file_expires_at: Timestamp,
});
export type PersonImport = z.infer<typeof PersonImport>;

export const StartPersonImportRequest = z.object({
  after_erasure: z
    .string()
    .trim()
    .min(3)
    .max(500)
    .optional()
    .describe('What shows that somebody who was erased came back by their own wish; needed where `meets` is `erased`'),
});

/** A message that was written elsewhere and came with a person's export. It was never sent or received here. */
export const ImportedMessage = z.object({
  id: idSchema('importedRecord'),
  person_import_id: idSchema('personImport'),
  source_id: z.string().describe('Its id where it was written'),
  conversation: z.string().describe('Its conversation there'),
  direction: z.enum(['in', 'out']),
  type: z.string(),
  occurred_at: Timestamp,
  content: z.unknown().describe('As in the API under the name of its type'),
  media_id: idSchema('media').nullable(),
});
export type ImportedMessage = z.infer<typeof ImportedMessage>;
