import { ID_PREFIXES, type WebhookDelivery } from '@kabar/contract';
import { toPublicId } from '#platform/ids';
import { publicEndpointId } from '../endpoints/present-endpoint.ts';
import type { DeliveryRow } from './deliveries.sql.ts';

/** A delivery as the API shows it. */
export function presentDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    // Ids are made with the very prefixes their types are branded with.
    id: toPublicId(ID_PREFIXES.webhookDelivery, row.id) as WebhookDelivery['id'],
    webhook_endpoint_id: publicEndpointId(row.endpointId),
    event_id: toPublicId(ID_PREFIXES.event, row.eventId) as WebhookDelivery['event_id'],
    event_type: row.eventType,
    status: row.status,
    attempt_count: row.attemptCount,
    next_attempt_at: row.status === 'pending' ? row.nextAttemptAt.toISOString() : null,
    http_status: row.httpStatus,
    failure: row.failure,
    duration_ms: row.durationMs,
    replay_of: row.replayOf === null ? null : (toPublicId(ID_PREFIXES.webhookDelivery, row.replayOf) as WebhookDelivery['id']),
    created_at: row.createdAt.toISOString(),
    finished_at: row.finishedAt?.toISOString() ?? null,
  };
}
