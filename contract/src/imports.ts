import { z } from 'zod';
import { ATTRIBUTE_TYPES, SENSITIVITIES } from './attributes.ts';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';

/** Bounds of one imported file. */
export const IMPORT_LIMITS = { bytes: 50 * 1024 * 1024, rows: 100_000, columns: 200, cellLength: 10_000 } as const;

/**
 * draft (columns are mapped) → queued → running ⇄ paused → done | failed; running or paused → cancelled; done or cancelled →
 * undoing → undone. What a cancelled import has done stays until it is undone.
 */
export const IMPORT_STATUSES = ['draft', 'queued', 'running', 'paused', 'done', 'failed', 'cancelled', 'undoing', 'undone'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** What the cells of a column become. `tags`: several in one cell, separated by commas. */
export const ColumnTarget = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('ignore') }),
  z.strictObject({ to: z.literal('phone') }),
  z.strictObject({ to: z.literal('name') }),
  z.strictObject({ to: z.literal('username') }),
  z.strictObject({ to: z.literal('bsuid') }),
  z.strictObject({ to: z.literal('tags') }),
  z.strictObject({ to: z.literal('stage') }),
  z.strictObject({ to: z.literal('attribute'), attribute_id: idSchema('attribute') }),
  z.strictObject({
    to: z.literal('new_attribute'),
    label: z.string().trim().min(1).max(100),
    type: z.enum(ATTRIBUTE_TYPES).describe('A choice gets the values of the column, up to 200'),
    sensitivity: z.enum(SENSITIVITIES).default('personal'),
  }),
]);
export type ColumnTarget = z.infer<typeof ColumnTarget>;

export const ImportColumn = z.object({
  index: z.number().int().min(0),
  header: z.string(),
  samples: z.array(z.string()).describe('The first cells that are not empty'),
  target: ColumnTarget,
});
export type ImportColumn = z.infer<typeof ImportColumn>;

/** Whom a row meets that is there already, in the workspace or further up in the file. */
export const DUPLICATE_RULES = ['skip', 'fill', 'overwrite'] as const;
export const LAWFUL_BASES = ['consent', 'contract', 'legitimate_interest', 'legal_obligation', 'vital_interest', 'public_task'] as const;

/**
 * What the people of the file agreed to. `granted` needs the words that they agreed to or where that is on record, and the day;
 * people who stopped or are suppressed are never brought back by an import.
 */
export const ImportConsent = z.discriminatedUnion('marketing', [
  z.strictObject({ marketing: z.literal('none'), basis: z.enum(LAWFUL_BASES), source: z.string().trim().min(3).max(500) }),
  z.strictObject({
    marketing: z.literal('granted'),
    basis: z.literal('consent'),
    source: z.string().trim().min(3).max(500).describe('How and to which words they agreed'),
    collected_on: z.iso.date(),
  }),
]);
export type ImportConsent = z.infer<typeof ImportConsent>;

export const ImportCounts = z.object({
  processed: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int().describe('There already, and nothing to add'),
  skipped: z.number().int().describe('There already, by the rule for duplicates'),
  failed: z.number().int().describe('Rows with errors'),
  suppressed: z.number().int().describe('People who stopped or were erased: not brought back'),
});

export const Import = z.object({
  id: idSchema('import'),
  status: z.enum(IMPORT_STATUSES),
  file_name: z.string().nullable().describe('null once the file is deleted'),
  row_count: z.number().int(),
  delimiter: z.enum([',', ';', '\t', '|']),
  encoding: z.enum(['utf-8', 'utf-16le', 'latin-1']),
  columns: z.array(ImportColumn).describe('Samples are gone once the file is deleted'),
  default_country: z.string().nullable(),
  duplicates: z.enum(DUPLICATE_RULES),
  consent: ImportConsent.nullable(),
  counts: ImportCounts,
  failure: z.enum(['file_unreadable', 'internal']).nullable(),
  created_by: z.object({ kind: z.enum(['member', 'api_key']), id: z.string() }),
  created_at: Timestamp,
  started_at: Timestamp.nullable(),
  finished_at: Timestamp.nullable(),
  undo_until: Timestamp.nullable(),
  file_expires_at: Timestamp,
  undone: z.object({ removed: z.number().int(), restored: z.number().int(), kept: z.number().int() }).nullable(),
});
export type Import = z.infer<typeof Import>;

export const UpdateImportRequest = z.strictObject({
  columns: z
    .array(z.strictObject({ index: z.number().int().min(0), target: ColumnTarget }))
    .max(IMPORT_LIMITS.columns)
    .optional(),
  default_country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .optional(),
  duplicates: z.enum(DUPLICATE_RULES).optional(),
  consent: ImportConsent.optional(),
});
export type UpdateImportRequest = z.input<typeof UpdateImportRequest>;

/** What would become of a row. */
export const ImportOutcome = z.enum(['created', 'updated', 'unchanged', 'skipped', 'failed']);

export const PreviewImportQuery = z.object({ rows: z.coerce.number().int().min(1).max(200).default(50) });
export type PreviewImportQuery = z.infer<typeof PreviewImportQuery>;

export const ImportPreview = z.object({
  rows: z.array(
    z.object({
      row: z.number().int().describe('As a spreadsheet counts, the header being 1'),
      cells: z.array(z.string()),
      outcome: ImportOutcome,
      phone: z.string().nullable().describe('As it would be stored'),
      problems: z.array(z.string()),
      contact_id: idSchema('contact').nullable().describe('Who is there already'),
    }),
  ),
  counts: z.record(ImportOutcome, z.number().int()).describe('Of the rows of this preview'),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

export const ListImportsQuery = PageQuery;
export type ListImportsQuery = PageQuery;
