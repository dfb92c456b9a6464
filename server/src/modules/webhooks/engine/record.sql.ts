import type { Statement } from '#platform/db/tx';

/** What came of one try. `nextAttemptAt` null: there is none; `finishedAt` null: there is one. */
export type AttemptRecord = {
  workspaceId: string;
  endpointId: string;
  deliveryId: string;
  /** Null where nothing was sent: it waited too long, or could not be rendered. */
  attemptId: string | null;
  contactId: string | null;
  number: number;
  startedAt: Date;
  durationMs: number | null;
  outcome: 'succeeded' | 'failed' | 'cancelled';
  httpStatus: number | null;
  failure: string | null;
  requestSealed: Buffer | null;
  responseSealed: Buffer | null;
  responseHash: Buffer | null;
  nextAttemptAt: Date | null;
  finishedAt: Date | null;
};

/** How an endpoint stands after a batch. */
export type EndpointState = {
  workspaceId: string;
  endpointId: string;
  failureCount: number;
  failingSince: Date | null;
  openUntil: Date | null;
  lastSuccessAt: Date | null;
};

/** What is added to an hour of an endpoint. */
export type HourCounts = {
  workspaceId: string;
  endpointId: string;
  since: Date;
  successCount: number;
  failureCount: number;
  durationCounts: readonly number[];
};

/**
 * Writes down a batch of tries: the deliveries, the log, the figures of the hours and the breakers. One statement, all or nothing. A delivery that was
 * settled meanwhile stays as it is, and so does its log; an endpoint that was removed is passed over.
 */
export function recordAttempts(
  records: readonly AttemptRecord[],
  states: readonly EndpointState[],
  hours: readonly HourCounts[],
): Statement {
  return {
    name: 'webhooks_record_attempts',
    text: `
with i as materialized (
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::int[], $7::timestamptz[], $8::int[], $9::text[], $10::int[],
                       $11::text[], $12::bytea[], $13::bytea[], $14::bytea[], $15::timestamptz[], $16::timestamptz[])
       as i (workspace_id, endpoint_id, delivery_id, attempt_id, contact_id, number, started_at, duration_ms, outcome, http_status,
             failure, request_sealed, response_sealed, response_hash, next_attempt_at, finished_at)
), settled as (
  update webhook_deliveries d
     set status = case when i.finished_at is null then 'pending' else i.outcome end, attempt_count = i.number,
         next_attempt_at = coalesce(i.next_attempt_at, d.next_attempt_at), http_status = i.http_status, failure = i.failure,
         duration_ms = i.duration_ms, finished_at = i.finished_at
    from i where d.workspace_id = i.workspace_id and d.id = i.delivery_id and d.status = 'pending'
  returning d.workspace_id, d.id
), logged as (
  insert into webhook_attempts (workspace_id, id, delivery_id, endpoint_id, contact_id, number, started_at, duration_ms, outcome, http_status, failure,
                                request_sealed, response_sealed, response_hash)
  select i.workspace_id, i.attempt_id, i.delivery_id, i.endpoint_id, i.contact_id, i.number, i.started_at, i.duration_ms, i.outcome, i.http_status,
         i.failure, i.request_sealed, i.response_sealed, i.response_hash
    from i join settled on settled.workspace_id = i.workspace_id and settled.id = i.delivery_id
   where i.attempt_id is not null
), counted as (
  insert into webhook_hours as h (workspace_id, endpoint_id, since, success_count, failure_count, duration_counts)
  select c.workspace_id, c.endpoint_id, c.since, c.success_count, c.failure_count, string_to_array(c.duration_counts, ',')::int[]
    from unnest($17::uuid[], $18::uuid[], $19::timestamptz[], $20::int[], $21::int[], $22::text[])
         as c (workspace_id, endpoint_id, since, success_count, failure_count, duration_counts)
    join webhook_endpoints e on e.workspace_id = c.workspace_id and e.id = c.endpoint_id
   order by c.workspace_id, c.endpoint_id, c.since
  on conflict (workspace_id, endpoint_id, since) do update
     set success_count = h.success_count + excluded.success_count, failure_count = h.failure_count + excluded.failure_count,
         duration_counts = array(select a + b from unnest(h.duration_counts, excluded.duration_counts) as t (a, b))
)
update webhook_endpoints e
   set failure_count = s.failure_count, failing_since = s.failing_since, open_until = s.open_until,
       last_success_at = greatest(e.last_success_at, s.last_success_at)
  from unnest($23::uuid[], $24::uuid[], $25::int[], $26::timestamptz[], $27::timestamptz[], $28::timestamptz[])
       as s (workspace_id, endpoint_id, failure_count, failing_since, open_until, last_success_at)
 where e.workspace_id = s.workspace_id and e.id = s.endpoint_id and e.status = 'enabled'
   and ((e.failure_count, e.failing_since, e.open_until) is distinct from (s.failure_count, s.failing_since, s.open_until)
        or s.last_success_at > coalesce(e.last_success_at, '-infinity') + interval '5 seconds')`,
    values: [
      records.map((record) => record.workspaceId),
      records.map((record) => record.endpointId),
      records.map((record) => record.deliveryId),
      records.map((record) => record.attemptId),
      records.map((record) => record.contactId),
      records.map((record) => record.number),
      records.map((record) => record.startedAt),
      records.map((record) => record.durationMs),
      records.map((record) => record.outcome),
      records.map((record) => record.httpStatus),
      records.map((record) => record.failure),
      records.map((record) => record.requestSealed),
      records.map((record) => record.responseSealed),
      records.map((record) => record.responseHash),
      records.map((record) => record.nextAttemptAt),
      records.map((record) => record.finishedAt),
      hours.map((hour) => hour.workspaceId),
      hours.map((hour) => hour.endpointId),
      hours.map((hour) => hour.since),
      hours.map((hour) => hour.successCount),
      hours.map((hour) => hour.failureCount),
      hours.map((hour) => hour.durationCounts.join(',')),
      states.map((state) => state.workspaceId),
      states.map((state) => state.endpointId),
      states.map((state) => state.failureCount),
      states.map((state) => state.failingSince),
      states.map((state) => state.openUntil),
      states.map((state) => state.lastSuccessAt),
    ],
  };
}

/** A delivery that is due, with its event. */
export type DueRow = {
  id: string;
  attemptCount: number;
  createdAt: Date;
  eventId: string;
  type: string;
  data: Record<string, unknown>;
  contactId: string | null;
  messageId: string | null;
  occurredAt: Date;
};

/**
 * Deliveries of an endpoint that are due, without those of `besides`, in the order in which they were made. Of those that keep the order of their conversation only the first that has not
 * ended. Relies on the partial indexes webhook_deliveries_next, whose order ends the walk early, and webhook_deliveries_order. The
 * list is a subquery so that it is hashed: an array would be gone through for each row.
 */
export function selectDue(
  endpoint: { workspaceId: string; endpointId: string },
  at: Date,
  besides: readonly string[],
  limit: number,
): Statement {
  return {
    name: 'webhooks_select_due',
    text: `
select d.id, d.attempt_count as "attemptCount", d.created_at as "createdAt", e.id as "eventId", e.type, e.data, e.contact_id as "contactId",
       e.message_id as "messageId", e.occurred_at as "occurredAt"
  from webhook_deliveries d join webhook_events e on e.workspace_id = d.workspace_id and e.id = d.event_id
 where d.workspace_id = $1 and d.endpoint_id = $2 and d.status = 'pending' and d.next_attempt_at <= $3 and d.id not in (select unnest($4::uuid[]))
   and (d.order_key is null or not exists (
         select from webhook_deliveries p
          where p.workspace_id = $1 and p.endpoint_id = $2 and p.status = 'pending' and p.order_key = d.order_key and p.seq < d.seq))
 order by d.next_attempt_at, d.seq
 limit $5`,
    values: [endpoint.workspaceId, endpoint.endpointId, at, besides, limit],
  };
}

/** An endpoint that has something to do. */
export type BusyEndpoint = { workspaceId: string; endpointId: string };

/**
 * Endpoints that have something due and are not left alone, of all workspaces, by chance, so that several processes share them. `among` null: all.
 * `besides`: those in work here.
 */
export function selectBusy(at: Date, among: readonly string[] | null, besides: readonly string[], limit: number): Statement {
  return {
    name: 'webhooks_select_busy',
    text: `
select e.workspace_id as "workspaceId", e.id as "endpointId"
  from webhook_endpoints e
 where e.status = 'enabled' and (e.open_until is null or e.open_until <= $1) and ($2::uuid[] is null or e.id = any($2)) and e.id <> all($3::uuid[])
   and exists (select from webhook_deliveries d
                where d.workspace_id = e.workspace_id and d.endpoint_id = e.id and d.status = 'pending' and d.next_attempt_at <= $1)
 order by random() limit $4`,
    values: [at, among, besides, limit],
  };
}
