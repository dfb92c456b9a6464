import type { Statement } from '#platform/db/tx';

/** A replay with what became of it. */
export type ReplayRow = {
  id: string;
  endpointId: string;
  which: 'failed' | 'missing' | 'all';
  since: Date;
  until: Date;
  continueFrom: Date | null;
  totalCount: number;
  pendingCount: number;
  succeededCount: number;
  createdAt: Date;
};

/**
 * Puts events of a time on their way to an endpoint, the oldest first, at most `limit`; records the replay and gives how many there were and, when there was
 * more, from where to go on. `which`: `failed`: those whose newest delivery there failed or was cancelled; `missing`: those never made a delivery there;
 * `all`: all but those that are still on their way.
 */
export function insertReplayRange(replay: {
  workspaceId: string;
  id: string;
  endpointId: string;
  which: 'failed' | 'missing' | 'all';
  since: Date;
  until: Date;
  types: readonly string[];
  limit: number;
  at: Date;
}): Statement {
  return {
    text: `
with found as materialized (
  select v.id, v.type, v.conversation_id, v.created_at, row_number() over (order by v.created_at, v.id) as position
    from webhook_events v
    cross join lateral (
      select (select d.status from webhook_deliveries d
               where d.workspace_id = v.workspace_id and d.event_id = v.id and d.endpoint_id = $3 order by d.seq desc limit 1) as status
    ) newest
   where v.workspace_id = $1 and v.created_at >= $5 and v.created_at < $6 and v.type = any($7::text[])
     and case $4 when 'failed' then newest.status in ('failed', 'cancelled')
                 when 'missing' then newest.status is null
                 else newest.status is distinct from 'pending' end
   order by v.created_at, v.id
   limit $8 + 1
), made as (
  insert into webhook_deliveries (workspace_id, id, endpoint_id, event_id, event_type, order_key, next_attempt_at, replay_id, created_at)
  select $1, uuidv7(), e.id, f.id, f.type, case when e.ordering = 'conversation' then f.conversation_id end, $9, $2, $9
    from found f, webhook_endpoints e
   where e.workspace_id = $1 and e.id = $3 and f.position <= $8
   order by f.position
  returning 1
)
insert into webhook_replays (workspace_id, id, endpoint_id, which, since, until, continue_from, total_count, created_at)
select $1, $2, $3, $4, $5, $6, (select created_at from found where position = $8 + 1), (select count(*) from made), $9
returning id`,
    values: [
      replay.workspaceId,
      replay.id,
      replay.endpointId,
      replay.which,
      replay.since,
      replay.until,
      replay.types,
      replay.limit,
      replay.at,
    ],
  };
}

/** One replay with how far it is. */
export function selectReplay(workspaceId: string, endpointId: string, id: string): Statement {
  return {
    text: `select r.id, r.endpoint_id as "endpointId", r.which, r.since, r.until, r.continue_from as "continueFrom", r.total_count as "totalCount",
                  counts.pending as "pendingCount", counts.succeeded as "succeededCount", r.created_at as "createdAt"
             from webhook_replays r
             cross join lateral (
               select count(*) filter (where d.status = 'pending')::int as pending, count(*) filter (where d.status = 'succeeded')::int as succeeded
                 from webhook_deliveries d where d.workspace_id = r.workspace_id and d.replay_id = r.id
             ) counts
            where r.workspace_id = $1 and r.endpoint_id = $2 and r.id = $3`,
    values: [workspaceId, endpointId, id],
  };
}
