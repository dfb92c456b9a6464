import { z } from 'zod';
import { Timestamp } from './pagination.ts';

/** Forms of a transcript: plain text, a page for any browser, one JSON document with `items`, a table. */
export const TRANSCRIPT_FORMATS = ['txt', 'html', 'json', 'csv'] as const;
export type TranscriptFormat = (typeof TRANSCRIPT_FORMATS)[number];

/** Query of `GET /v1/conversations/{id}/transcript`. Oldest first; `from` and `until` are both included. */
export const TranscriptQuery = z.object({
  format: z.enum(TRANSCRIPT_FORMATS).default('txt'),
  notes: z.enum(['true', 'false']).default('false').describe('`true`: with notes and with lines that tell who did what'),
  from: Timestamp.optional(),
  until: Timestamp.optional(),
});
export type TranscriptQuery = z.infer<typeof TranscriptQuery>;
