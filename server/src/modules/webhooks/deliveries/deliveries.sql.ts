import type { WebhookDelivery, WebhookEventType, WebhookFailure } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** A delivery as stored. */
export type DeliveryRow = {
  id: string;
  endpointId: string;
  eventId: string;
  eventType: WebhookEventType;
  status: WebhookDelivery['status'];
  attemptCount: number;
  nextAttemptAt: Date;
  httpStatus: number | null;
  failure: WebhookFailure | null;
  durationMs: number | null;
  replayOf: string | null;
  createdAt: Date;
  finishedAt: Date | null;
};

const columns = `d.id, d.endpoint_id as "endpointId", d.event_id as "eventId", d.event_type as "eventType", d.status, d.attempt_count as "attemptCount",
  d.next_attempt_at as "nextAttemptAt", d.http_status as "httpStatus", d.failure, d.duration_ms as "durationMs", d.replay_of as "replayOf",
  d.created_at as "createdAt", d.finished_at as "finishedAt"`;

/** What a list asks for; null: all. */
export type DeliveryFilter = {
  beforeId: string | null;
  endpointId: string | null;
  status: string | null;
  eventType: string | null;
  eventId: string | null;
  messageId: string | null;
  from: Date | null;
  until: Date | null;
};

/** A page of deliveries, newest first. */
export function selectDeliveries(workspaceId: string, filter: DeliveryFilter, limit: number): Statement {
  return {
    text: `select ${columns} from webhook_deliveries d
            where d.workspace_id = $1 and ($2::uuid is null or d.id < $2) and ($3::uuid is null or d.endpoint_id = $3) and ($4::text is null or d.status = $4)
              and ($5::text is null or d.event_type = $5) and ($6::uuid is null or d.event_id = $6)
              and ($7::uuid is null or d.event_id in (select id from webhook_events where workspace_id = $1 and message_id = $7))
              and ($8::timestamptz is null or d.created_at >= $8) and ($9::timestamptz is null or d.created_at < $9)
            order by d.id desc limit $10`,
    values: [
      workspaceId,
      filter.beforeId,
      filter.endpointId,
      filter.status,
      filter.eventType,
      filter.eventId,
      filter.messageId,
      filter.from,
      filter.until,
      limit,
    ],
  };
}

/** One delivery. */
export function selectDelivery(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from webhook_deliveries d where d.workspace_id = $1 and d.id = $2`, values: [workspaceId, id] };
}

/** An event as it was told. */
export type StoredEvent = {
  id: string;
  type: WebhookEventType;
  data: Record<string, unknown>;
  contactId: string | null;
  messageId: string | null;
  occurredAt: Date;
};

/** One event. */
export function selectEvent(workspaceId: string, id: string): Statement {
  return {
    text: `select id, type, data, contact_id as "contactId", message_id as "messageId", occurred_at as "occurredAt"
             from webhook_events where workspace_id = $1 and id = $2`,
    values: [workspaceId, id],
  };
}

/** One request and its answer as stored. */
export type AttemptRow = {
  id: string;
  number: number;
  contactId: string | null;
  startedAt: Date;
  durationMs: number;
  outcome: 'succeeded' | 'failed';
  httpStatus: number | null;
  failure: WebhookFailure | null;
  requestSealed: Buffer | null;
  responseSealed: Buffer | null;
  responseHash: Buffer | null;
};

/** The tries of a delivery, oldest first. */
export function selectAttempts(workspaceId: string, deliveryId: string): Statement {
  return {
    text: `select id, number, contact_id as "contactId", started_at as "startedAt", duration_ms as "durationMs", outcome, http_status as "httpStatus", failure,
                  request_sealed as "requestSealed", response_sealed as "responseSealed", response_hash as "responseHash"
             from webhook_attempts where workspace_id = $1 and delivery_id = $2 order by number, id`,
    values: [workspaceId, deliveryId],
  };
}

/** Puts the event of a delivery on its way once more. */
export function insertReplay(workspaceId: string, deliveryId: string, newId: string, at: Date): Statement {
  return {
    text: `insert into webhook_deliveries (workspace_id, id, endpoint_id, event_id, event_type, order_key, next_attempt_at, replay_of, created_at)
           select d.workspace_id, $3, d.endpoint_id, d.event_id, d.event_type, d.order_key, $4, d.id, $4
             from webhook_deliveries d where d.workspace_id = $1 and d.id = $2
           returning id`,
    values: [workspaceId, deliveryId, newId, at],
  };
}
