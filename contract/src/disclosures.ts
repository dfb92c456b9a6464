import { z } from 'zod';
import { EXPORT_STATUSES } from './exports.ts';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';
import { Day, Region } from './processors.ts';

/** `recorded`: waits for the second person. `approved`: the data may be exported. `handed_over`: the authority has it. */
export const DISCLOSURE_STATUSES = ['recorded', 'approved', 'refused', 'withdrawn', 'handed_over'] as const;
/** Whether the persons concerned know: told, to be told later, or the law forbids it. */
export const PERSONS_TOLD = ['told', 'later', 'forbidden'] as const;

export const DisclosureFile = z.object({
  contact_id: idSchema('contact').nullable().describe('Null for the whole workspace'),
  export_id: idSchema('export').nullable(),
  export_status: z.enum(EXPORT_STATUSES).nullable(),
  sha256: z.string().nullable().describe('Of the file as it is downloaded, in hex'),
  size_bytes: z.number().int().nullable(),
});
export type DisclosureFile = z.infer<typeof DisclosureFile>;

export const Disclosure = z.object({
  id: idSchema('disclosure'),
  authority: z.string(),
  country: Region,
  reference: z.string(),
  request: z.string().describe('What is asked for, in words'),
  legal_basis: z.string(),
  received_on: Day,
  due_on: Day.nullable(),
  scope: z.enum(['persons', 'workspace']),
  status: z.enum(DISCLOSURE_STATUSES),
  recorded_by: z.string().nullable(),
  recorded_at: Timestamp,
  decided_by: z.string().nullable(),
  decided_at: Timestamp.nullable(),
  decision: z.string().nullable().describe('Why it was approved or refused'),
  files: z.array(DisclosureFile),
  data_set_sha256: z.string().nullable().describe('Over the hashes of all files, in their order'),
  handed_over_at: Timestamp.nullable(),
  handover: z.string().nullable().describe('How and to whom it was handed over'),
  persons_told: z.enum(PERSONS_TOLD).nullable(),
  may_decide: z.boolean().describe('Whether the one who asks may be the second person'),
});
export type Disclosure = z.infer<typeof Disclosure>;
export const ListDisclosuresQuery = PageQuery;
export type ListDisclosuresQuery = z.output<typeof ListDisclosuresQuery>;

const words = (most: number) => z.string().trim().min(3).max(most);
export const CreateDisclosureRequest = z
  .strictObject({
    authority: words(200),
    country: Region,
    reference: words(200),
    request: words(8_000),
    legal_basis: words(1_000),
    received_on: Day,
    due_on: Day.nullable().default(null),
    scope: z.enum(['persons', 'workspace']).default('persons'),
    contact_ids: z
      .array(idSchema('contact'))
      .max(50)
      .default([])
      .meta({ description: 'Of scope `persons`: 1 to 50', examples: [['ctc_01jd8z3t5kf6v9b2m4n7p0q1rs']] }),
  })
  .refine((body) => (body.scope === 'persons') === body.contact_ids.length > 0, {
    path: ['contact_ids'],
    message: 'name the persons concerned, and none for the whole workspace',
  });
export type CreateDisclosureRequest = z.output<typeof CreateDisclosureRequest>;
export const DecideDisclosureRequest = z.strictObject({ decision: z.enum(['approved', 'refused']), reason: words(2_000) });
export type DecideDisclosureRequest = z.output<typeof DecideDisclosureRequest>;
export const HandOverDisclosureRequest = z.strictObject({ handover: words(2_000), persons_told: z.enum(PERSONS_TOLD) });
export type HandOverDisclosureRequest = z.output<typeof HandOverDisclosureRequest>;
