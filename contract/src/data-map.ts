import { z } from 'zod';
import { LEGAL_BASES } from './consent.ts';
import { Timestamp } from './pagination.ts';
import { DATA_CLASSES, ENCRYPTIONS, ERASURE_EFFECTS, KEEP_REASONS, PURPOSES, WHOSE } from './personal-data-words.ts';
import { RETENTION_CLASSES } from './retention-classes.ts';

/** Words of ours in the languages of the dashboard. */
const Words = z.object({ en: z.string(), id: z.string(), hi: z.string() });

/** Where something lies: a table, files in the object storage, waiting work, or lines of the log. */
export const DATA_PLACES = ['table', 'objects', 'job', 'log'] as const;
export type DataPlace = (typeof DATA_PLACES)[number];

/** How long something stays. */
const DataRetention = z.discriminatedUnion('by', [
  z.object({ by: z.literal('policy'), class: z.enum(RETENTION_CLASSES), counted_from: z.string() }),
  z.object({ by: z.literal('row'), of: z.string().describe('Goes with its row in this table') }),
  z.object({ by: z.literal('fixed'), period: z.string().describe('ISO 8601, e.g. `P7D`'), counted_from: z.string() }),
  z.object({ by: z.enum(['workspace', 'account', 'installation']) }),
]);
export type DataRetention = z.infer<typeof DataRetention>;

const facts = {
  whose: z.enum(WHOSE),
  class: z.enum(DATA_CLASSES),
  encryption: z.enum(ENCRYPTIONS),
  erasure: z.enum(ERASURE_EFFECTS),
  keep_reason: z.enum(KEEP_REASONS).nullable().describe('Why it stays; null unless `erasure` is `keep`'),
};

/** A column, or a field of a job, with what differs between them. */
const DataMapField = z.object({
  name: z.string(),
  ...facts,
  reached_by: z.array(z.string()).describe('How it leads to the person: a walk along columns, or a sentence'),
});

/** One place where data lies. */
export const DataMapEntry = z.object({
  id: z.string(),
  place: z.enum(DATA_PLACES),
  name: z.string(),
  owner: z.string().describe('Part of Kabar that writes it'),
  holds: Words,
  ...facts,
  purpose: z.enum(PURPOSES),
  legal_basis: z.enum(LEGAL_BASES),
  retention: DataRetention,
  fields: z.array(DataMapField),
});
export type DataMapEntry = z.infer<typeof DataMapEntry>;

/** Query of `GET /v1/privacy/data-map`: filters that are all met. */
export const DataMapQuery = z.object({
  q: z.string().trim().max(100).optional().describe('Words that occur in the name, the columns or the description'),
  whose: z.enum(WHOSE).optional().describe('Places with at least one field about such a person'),
  purpose: z.enum(PURPOSES).optional(),
  class: z.enum(DATA_CLASSES).optional().describe('Places with at least one field of this class'),
  place: z.enum(DATA_PLACES).optional(),
  owner: z.string().max(50).optional(),
});
export type DataMapQuery = z.infer<typeof DataMapQuery>;

/** Everything that is stored, as the running program knows it. Never more than some hundreds of entries. */
export const DataMap = z.object({ data: z.array(DataMapEntry) });
export type DataMap = z.infer<typeof DataMap>;

/** Forms of the record of processing. */
export const RECORD_FORMATS = ['json', 'csv', 'html'] as const;

/** Languages of the record of processing and of other documents of the privacy office. */
export const DOCUMENT_LANGUAGES = ['en', 'id', 'hi'] as const;

/** Query of `GET /v1/privacy/record-of-processing/file`. */
export const RecordFileQuery = z.object({
  format: z.enum(RECORD_FORMATS).default('html'),
  language: z.enum(DOCUMENT_LANGUAGES).default('en'),
});
export type RecordFileQuery = z.infer<typeof RecordFileQuery>;

/** Somebody outside who gets data. */
export const ProcessingRecipient = z.object({
  name: z.string(),
  does: Words,
  region: z.string().nullable().describe('Country or region, as far as it is known'),
  transfer: z.string().nullable().describe('What makes a transfer abroad lawful, as it was entered; null: nothing entered'),
});
export type ProcessingRecipient = z.infer<typeof ProcessingRecipient>;

/** One activity of the record: everything done for one purpose, in one role. */
export const ProcessingActivity = z.object({
  purpose: z.enum(PURPOSES),
  role: z
    .enum(['controller', 'processor'])
    .describe('Of whoever runs Kabar. The workspace is the controller of what Kabar processes for it'),
  whose: z.array(z.enum(WHOSE)),
  classes: z.array(z.enum(DATA_CLASSES)),
  legal_bases: z.array(z.enum(LEGAL_BASES)),
  balancing_note: Words.nullable().describe('Why the interest outweighs that of the person; for `legitimate_interest`'),
  retention: z.array(z.object({ class: z.enum(RETENTION_CLASSES).nullable(), rule: Words })),
  recipients: z.array(z.string()).describe('Names out of `recipients`'),
  encryption: z.array(z.enum(ENCRYPTIONS)),
  places: z.array(z.string()).describe('Ids of entries of the data map'),
});
export type ProcessingActivity = z.infer<typeof ProcessingActivity>;

/** The record of processing (GDPR art. 30), made from what runs. */
export const RecordOfProcessing = z.object({
  made_at: Timestamp,
  workspace: z.string(),
  activities: z.array(ProcessingActivity),
  recipients: z.array(ProcessingRecipient),
  measures: z.array(Words),
});
export type RecordOfProcessing = z.infer<typeof RecordOfProcessing>;
