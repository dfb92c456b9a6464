import { ID_PREFIXES, type IntakeDelivery, type IntakeUnit } from '@kabar/contract';
import { toPublicId } from '#platform/ids';
import type { DeliveryRow, UnitRow } from './deliveries.sql.ts';
import { payloadEnd } from './maintain-intake.ts';

/** A delivery as the API shows it; `retentionDays` is how long payloads are kept. */
export function presentDelivery(row: DeliveryRow, retentionDays: number): IntakeDelivery {
  return {
    // Made with the very prefixes the types are branded with.
    id: toPublicId(ID_PREFIXES.delivery, row.id) as IntakeDelivery['id'],
    number_id: row.numberId === null ? null : (toPublicId(ID_PREFIXES.number, row.numberId) as NonNullable<IntakeDelivery['number_id']>),
    status: row.status,
    received_at: row.receivedAt.toISOString(),
    processed_at: row.processedAt?.toISOString() ?? null,
    size_bytes: row.sizeBytes,
    unit_count: row.unitCount,
    unknown_count: row.unknownCount,
    quarantined_count: row.quarantinedCount,
    replay_count: row.replayCount,
    payload_until: payloadEnd(row.day, retentionDays).toISOString(),
  };
}

/** A kept unit as the API shows it. */
export function presentUnit(row: UnitRow, deliveryId: string): IntakeUnit {
  return {
    id: toPublicId(ID_PREFIXES.unit, row.id) as IntakeUnit['id'],
    delivery_id: toPublicId(ID_PREFIXES.delivery, deliveryId) as IntakeUnit['delivery_id'],
    outcome: row.outcome,
    field: row.field === '' ? null : row.field,
    kind: row.kind === '' ? null : row.kind,
    reason: `${row.path}: ${row.reason}`,
    at: row.at.toISOString(),
  };
}
