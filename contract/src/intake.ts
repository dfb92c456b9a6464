import { z } from 'zod';
import { idSchema } from './ids.ts';
import { fieldsOf, PageQuery, Timestamp } from './pagination.ts';

export const DELIVERY_STATUSES = ['received', 'processing', 'processed', 'quarantined'] as const;

/** One webhook POST of Meta as it was stored. A delivery is split into units: messages, statuses, account events. */
export const IntakeDelivery = z.object({
  id: idSchema('delivery'),
  number_id: idSchema('number').nullable(),
  status: z.enum(DELIVERY_STATUSES),
  received_at: Timestamp,
  processed_at: Timestamp.nullable(),
  size_bytes: z.number().int(),
  unit_count: z.number().int().nullable(),
  unknown_count: z.number().int().nullable().describe('Units of a kind this version does not know; kept and counted'),
  quarantined_count: z.number().int().nullable().describe('Units that could not be processed; kept, with the reason'),
  replay_count: z.number().int(),
  payload_until: Timestamp.describe('When the sealed payload is destroyed; replay is possible until then'),
});
export type IntakeDelivery = z.infer<typeof IntakeDelivery>;

export const ListDeliveriesQuery = PageQuery.extend({ status: z.enum(DELIVERY_STATUSES).optional(), fields: fieldsOf(IntakeDelivery) });
export type ListDeliveriesQuery = z.infer<typeof ListDeliveriesQuery>;

/** A unit that could not be processed or is of an unknown kind. */
export const IntakeUnit = z.object({
  id: idSchema('unit'),
  delivery_id: idSchema('delivery'),
  outcome: z.enum(['unknown', 'quarantined']),
  field: z.string().nullable(),
  kind: z.string().nullable(),
  reason: z.string(),
  at: Timestamp,
});
export type IntakeUnit = z.infer<typeof IntakeUnit>;

export const IntakeDeliveryDetail = IntakeDelivery.extend({ units: z.array(IntakeUnit) });
export type IntakeDeliveryDetail = z.infer<typeof IntakeDeliveryDetail>;
