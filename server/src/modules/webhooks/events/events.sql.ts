import { WEBHOOK_EVENTS } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';
import type { ToldEvent } from './translate-events.ts';

/** Workspaces of these that have endpoints, with when the first was made. */
export function selectListening(workspaceIds: readonly string[]): Statement {
  return {
    name: 'webhooks_select_listening',
    text: `select workspace_id as "workspaceId", min(created_at) as since from webhook_endpoints where workspace_id = any($1::uuid[]) group by workspace_id`,
    values: [workspaceIds],
  };
}

/**
 * Stores events that are not stored yet, in the given order, and puts each on its way to the endpoints that want it; gives those endpoints. An event that
 * happened before an endpoint was made is not sent there. Times of a batch differ by a microsecond each, so that a replay finds their order again.
 */
export function insertEvents(events: readonly (ToldEvent & { filters: readonly string[] })[], at: Date): Statement {
  return {
    name: 'webhooks_insert_events',
    text: `
with i as materialized (
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::timestamptz[], $9::text[], $10::boolean[])
       with ordinality as i (workspace_id, id, type, data, contact_id, conversation_id, message_id, occurred_at, filters, is_meta, position)
), told as (
  insert into webhook_events (workspace_id, id, type, data, contact_id, conversation_id, message_id, occurred_at, created_at)
  select workspace_id, id, type, data::jsonb, contact_id, conversation_id, message_id, occurred_at, $11::timestamptz + i.position * interval '1 microsecond'
    from i order by i.position
  on conflict do nothing
  returning workspace_id, id
), made as (
  insert into webhook_deliveries (workspace_id, id, endpoint_id, event_id, event_type, order_key, next_attempt_at, created_at)
  select i.workspace_id, uuidv7(), e.id, i.id, i.type, case when e.ordering = 'conversation' then i.conversation_id end, $11, $11
    from told join i using (workspace_id, id)
    join webhook_endpoints e on e.workspace_id = i.workspace_id and e.status = 'enabled' and e.event_types && string_to_array(i.filters, ',')
     and (e.format = 'kabar' or i.is_meta) and i.occurred_at >= e.created_at - interval '1 minute'
   order by i.position
  returning endpoint_id
)
select distinct endpoint_id as "endpointId" from made`,
    values: [
      events.map((event) => event.workspaceId),
      events.map((event) => event.id),
      events.map((event) => event.type),
      events.map((event) => JSON.stringify(event.data)),
      events.map((event) => event.contactId),
      events.map((event) => event.conversationId),
      events.map((event) => event.messageId),
      events.map((event) => event.occurredAt),
      events.map((event) => event.filters.join(',')),
      events.map((event) => WEBHOOK_EVENTS[event.type].meta),
      at,
    ],
  };
}

/** Stores one event about an endpoint and puts it on its way, to one endpoint or to those whose filter names it. */
export function insertOwnEvent(event: {
  workspaceId: string;
  id: string;
  type: string;
  data: string;
  filters: readonly string[];
  onlyTo: string | null;
  at: Date;
}): Statement {
  return {
    text: `
with told as (
  insert into webhook_events (workspace_id, id, type, data, occurred_at, created_at) values ($1, $2, $3, $4::jsonb, $7, $7) returning id
)
insert into webhook_deliveries (workspace_id, id, endpoint_id, event_id, event_type, next_attempt_at, created_at)
select $1, uuidv7(), e.id, told.id, $3, $7, $7
  from told, webhook_endpoints e
 where e.workspace_id = $1 and e.status = 'enabled' and ($6::uuid is null and e.event_types && $5::text[] and e.format = 'kabar' or e.id = $6)
returning id, endpoint_id as "endpointId"`,
    values: [event.workspaceId, event.id, event.type, event.data, event.filters, event.onlyTo, event.at],
  };
}
