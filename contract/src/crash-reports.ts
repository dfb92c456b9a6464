import { z } from 'zod';
import { PageQuery, Timestamp } from './pagination.ts';

const frame = z
  .string()
  .max(300)
  .regex(/^[\w$.<>[\] -]{0,120}@?\/?[\w./@-]{1,160}:\d{1,7}:\d{1,7}$/, 'must be a place in the source: name@/assets/file.js:line:column')
  .meta({ examples: ['open@/assets/index.js:12:345'] });

/**
 * A fault in the dashboard, as its own page reports it. Only what is listed here: the kind of error, where in our source it happened, and the pattern of
 * the page. No message, no address, no values.
 */
export const ReportCrashRequest = z.strictObject({
  name: z.string().regex(/^[A-Za-z_$][\w$]{0,60}$/),
  route: z
    .string()
    .max(120)
    .regex(/^\/[\w/$.-]*$/)
    .meta({ description: 'Pattern of the page, such as /w/$slug/inbox/$conversationId', examples: ['/w/$slug/inbox/$conversationId'] }),
  frames: z.array(frame).max(12),
});
export type ReportCrashRequest = z.infer<typeof ReportCrashRequest>;

/** A kind of fault, over all days that are kept. */
export const CrashReport = z.object({
  fingerprint: z.string(),
  source: z.enum(['server', 'browser']),
  name: z.string(),
  code: z.string().nullable(),
  text: z.string().nullable().describe('A fixed sentence of Kabar; null for the dashboard'),
  route: z.string().nullable(),
  frames: z.array(z.string()),
  versions: z.array(z.string()),
  seen_count: z.number().int(),
  days: z
    .array(z.object({ day: z.string(), seen_count: z.number().int() }))
    .describe('The last 14 days on which it was seen, newest first'),
  first_seen_at: Timestamp,
  last_seen_at: Timestamp,
});
export type CrashReport = z.infer<typeof CrashReport>;

export const ListCrashReportsQuery = PageQuery.extend({ source: z.enum(['server', 'browser']).optional() });
export type ListCrashReportsQuery = z.infer<typeof ListCrashReportsQuery>;
