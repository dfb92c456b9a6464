import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';
import { Day } from './processors.ts';

export const BUSINESS_TRANSFER_KINDS = ['merger', 'acquisition', 'sale', 'split'] as const;

/** The business that runs the installation changes hands. UU PDP (Indonesia, 27/2022) art. 48: told before and after. */
export const BusinessTransfer = z.object({
  id: idSchema('businessTransfer'),
  kind: z.enum(BUSINESS_TRANSFER_KINDS),
  successor_name: z.string(),
  successor_contact: z.string(),
  successor_terms: z.string().describe('What the successor is bound to'),
  takes_effect_on: Day,
  status: z.enum(['planned', 'announced', 'completed', 'cancelled']),
  announced_at: Timestamp.nullable(),
  completed_at: Timestamp.nullable(),
  cancelled_at: Timestamp.nullable(),
  notices: z
    .array(
      z.object({
        stage: z.enum(['before', 'after', 'cancelled']),
        owner_count: z.number().int(),
        sent_count: z.number().int(),
        waiting_count: z.number().int(),
        failed_count: z.number().int(),
      }),
    )
    .describe('Owners who were told, and what became of their mails'),
});
export type BusinessTransfer = z.infer<typeof BusinessTransfer>;
export const BusinessTransferList = z.object({ data: z.array(BusinessTransfer) });

const words = (least: number, most: number) => z.string().trim().min(least).max(most);
export const CreateBusinessTransferRequest = z.strictObject({
  kind: z.enum(BUSINESS_TRANSFER_KINDS),
  successor_name: words(2, 200),
  successor_contact: words(5, 500),
  successor_terms: words(20, 4_000).describe('Mandatory: what the successor is bound to, such as these very notices'),
  takes_effect_on: Day,
});
export type CreateBusinessTransferRequest = z.output<typeof CreateBusinessTransferRequest>;

/** What everybody who is signed in is shown; null when there is nothing to show. */
export const BusinessTransferBanner = z.object({
  transfer: BusinessTransfer.pick({
    id: true,
    kind: true,
    successor_name: true,
    successor_contact: true,
    successor_terms: true,
    takes_effect_on: true,
    status: true,
  }).nullable(),
});
export type BusinessTransferBanner = z.infer<typeof BusinessTransferBanner>;
