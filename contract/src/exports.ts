import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';
import { ContactFilter } from './segments.ts';

/**
 * `contact`: everything about one person, as a ZIP. `contacts`: a list as CSV with the columns of an import. `workspace`: settings, the list,
 * and everything about each person, as a ZIP.
 */
export const EXPORT_KINDS = ['contact', 'contacts', 'workspace'] as const;
export const EXPORT_STATUSES = ['queued', 'running', 'ready', 'failed', 'expired'] as const;
export type ExportStatus = (typeof EXPORT_STATUSES)[number];

export const Export = z.object({
  id: idSchema('export'),
  kind: z.enum(EXPORT_KINDS),
  contact_id: idSchema('contact').nullable().describe('Of kind `contact`'),
  status: z.enum(EXPORT_STATUSES),
  done: z.number().int().min(0).describe('Messages and files, or contacts, that are in it already'),
  total: z.number().int().min(0),
  size_bytes: z.number().int().nullable(),
  created_at: Timestamp,
  finished_at: Timestamp.nullable(),
  expires_at: Timestamp.nullable().describe('When the file is deleted'),
});
export type Export = z.infer<typeof Export>;

export const ListExportsQuery = PageQuery;
export type ListExportsQuery = PageQuery;

/** What an export is for. For an authority it is written by an approved disclosure alone, and refused here. */
export const ExportPurposeQuery = z.object({ purpose: z.enum(['own_use', 'authority']).default('own_use') });
export type ExportPurposeQuery = z.output<typeof ExportPurposeQuery>;

export const ExportContactsRequest = z.strictObject({
  filter: ContactFilter.optional(),
  segment_id: idSchema('segment').optional(),
});
export type ExportContactsRequest = z.input<typeof ExportContactsRequest>;
