import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';

export const TEMPLATE_STATUSES = [
  'pending',
  'approved',
  'rejected',
  'paused',
  'disabled',
  'in_appeal',
  'pending_deletion',
  'deleted',
  'limit_exceeded',
  'archived',
  'unknown',
] as const;

/** A template as WhatsApp knows it. `components` are Meta's own objects. */
export const Template = z.object({
  id: idSchema('template'),
  waba_id: z.string(),
  meta_id: z.string(),
  name: z.string(),
  language: z.string(),
  category: z.enum(['authentication', 'marketing', 'utility', 'unknown']),
  status: z.enum(TEMPLATE_STATUSES),
  quality: z.enum(['green', 'yellow', 'red', 'unknown']),
  rejected_reason: z.string().nullable(),
  parameter_format: z.enum(['positional', 'named']),
  components: z.array(z.record(z.string(), z.unknown())),
  synced_at: Timestamp,
});
export type Template = z.infer<typeof Template>;

export const ListTemplatesQuery = PageQuery.extend({
  number_id: idSchema('number').optional().describe('Only templates this number can send'),
  status: z.enum(TEMPLATE_STATUSES).optional(),
});
export type ListTemplatesQuery = z.infer<typeof ListTemplatesQuery>;

export const SyncTemplatesResponse = z.object({ templates: z.number().int(), changed: z.number().int() });
