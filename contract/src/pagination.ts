import { z } from 'zod';

/** Query of every list: `limit` rows after the opaque `cursor` of the page before. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many rows to return, at most 200.'),
  cursor: z.string().max(500).optional().describe('`next_cursor` of the page before; leave out for the first page.'),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** Wraps a row schema into a page. `next_cursor` is null on the last page. */
export function pageOf<T extends z.ZodType>(row: T): z.ZodObject<{ data: z.ZodArray<T>; next_cursor: z.ZodNullable<z.ZodString> }> {
  return z.object({ data: z.array(row), next_cursor: z.string().nullable() });
}

/**
 * The filter `fields` for lists whose rows are heavy: `PageQuery.extend({ fields: fieldsOf(Row) })`. The platform leaves the other members of each
 * row out of the answer; `id` is always there.
 */
export function fieldsOf(row: z.ZodObject): z.ZodOptional<z.ZodString> {
  const names = Object.keys(row.shape);
  return z
    .string()
    .min(1)
    .max(1_000)
    .refine(
      (text) => text.split(',').every((name) => names.includes(name)),
      `must be names separated by commas, out of: ${names.join(', ')}`,
    )
    .describe(`Members of each row to return, separated by commas; \`id\` is always there. Out of: ${names.join(', ')}`)
    .optional();
}

/** One page of `T`. */
export type Page<T> = { data: T[]; next_cursor: string | null };

/** An instant in API answers: ISO 8601 in UTC with milliseconds. */
export const Timestamp = z.iso.datetime({ offset: true }).meta({ description: 'ISO 8601 instant', examples: ['2026-11-21T08:15:30.123Z'] });
