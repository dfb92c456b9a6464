import type { Statement } from '#platform/db/tx';
import type { Place } from './episodes.sql.ts';

/** A message as episodes and counts need it. */
export type MessageFact = {
  workspaceId: string;
  id: string;
  conversationId: string;
  numberId: string;
  teamId: string | null;
  assigneeId: string | null;
  direction: 'in' | 'out';
  type: string;
  authorKind: string;
  /** The member who wrote it. */
  memberId: string | null;
  isAutomatic: boolean;
  isScheduled: boolean;
  occurredAt: Date;
};

/** Messages by id; one whose conversation is gone, or whose person may not be counted, is left out. */
export function selectMessageFacts(places: readonly Place[]): Statement {
  return {
    name: 'episodes_message_facts',
    text: `
      select m.workspace_id as "workspaceId", m.id, m.conversation_id as "conversationId", m.number_id as "numberId", v.team_id as "teamId",
             v.assignee_id as "assigneeId", m.direction, m.type, m.author_kind as "authorKind", b.id as "memberId",
             m.automatic_reason is not null as "isAutomatic", m.scheduled_at is not null as "isScheduled", m.occurred_at as "occurredAt"
        from unnest($1::uuid[], $2::uuid[]) as i(workspace_id, id)
        join messages m on m.workspace_id = i.workspace_id and m.id = i.id
        join conversations v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
        left join workspace_members b on m.author_kind = 'member' and b.workspace_id = m.workspace_id and b.user_id = m.author_id
       where kabar_may_process(m.workspace_id, m.contact_id, 'analytics')`,
    values: [places.map((row) => row.workspaceId), places.map((row) => row.id)],
  };
}

/** An entry as episodes need it. */
export type EntryFact = {
  workspaceId: string;
  id: string;
  conversationId: string;
  numberId: string;
  teamId: string | null;
  assigneeId: string | null;
  kind: string;
  actorKind: string;
  occurredAt: Date;
};

/** Entries by id that move an episode or say whose it is. */
export function selectEntryFacts(places: readonly Place[]): Statement {
  return {
    name: 'episodes_entry_facts',
    text: `
      select e.workspace_id as "workspaceId", e.id, e.conversation_id as "conversationId", v.number_id as "numberId", v.team_id as "teamId",
             v.assignee_id as "assigneeId", e.kind, e.actor_kind as "actorKind", e.occurred_at as "occurredAt"
        from unnest($1::uuid[], $2::uuid[]) as i(workspace_id, id)
        join conversation_entries e on e.workspace_id = i.workspace_id and e.id = i.id
        join conversations v on v.workspace_id = e.workspace_id and v.id = e.conversation_id
       where e.kind in ('resolved', 'reopened', 'snoozed', 'woken', 'assigned', 'unassigned', 'team_changed')
         and kabar_may_process(v.workspace_id, v.contact_id, 'analytics')`,
    values: [places.map((row) => row.workspaceId), places.map((row) => row.id)],
  };
}

/** How many messages a quarter of an hour brought. */
export type QuarterCount = {
  workspaceId: string;
  since: Date;
  numberId: string;
  teamId: string | null;
  memberId: string | null;
  kind: 'in' | 'out' | 'automatic';
  count: number;
};

/** Adds to the counts of quarters of an hour and of days of the workspace; each combination once. One order for all. */
export function addCounts(rows: readonly QuarterCount[]): Statement {
  return {
    name: 'message_counts_add',
    text: `
      with given as materialized (
        select * from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::int[])
          as item (workspace_id, since, number_id, team_id, author_id, kind, count)
      ), days as (
        insert into message_days as d (workspace_id, day, number_id, team_id, author_id, kind, time_zone, count)
        select g.workspace_id, (g.since at time zone w.time_zone)::date, g.number_id, g.team_id, g.author_id, g.kind, w.time_zone, sum(g.count)
          from given g join workspaces w on w.id = g.workspace_id
         group by 1, 2, 3, 4, 5, 6, 7
         order by 1, 2, 3, 4, 5, 6
        on conflict (workspace_id, day, number_id, team_id, author_id, kind, time_zone) do update set count = d.count + excluded.count
      )
      insert into message_counts as h (workspace_id, since, number_id, team_id, author_id, kind, count)
      select * from given order by 1, 2, 3, 4, 5, 6
      on conflict (workspace_id, since, number_id, team_id, author_id, kind) do update set count = h.count + excluded.count`,
    values: [
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.since),
      rows.map((row) => row.numberId),
      rows.map((row) => row.teamId),
      rows.map((row) => row.memberId),
      rows.map((row) => row.kind),
      rows.map((row) => row.count),
    ],
  };
}

/** Workspaces whose days are counted in a time zone that is theirs no longer. */
export function selectMovedZones(workspaceIds: readonly string[]): Statement {
  return {
    text: `select distinct d.workspace_id as "workspaceId" from message_days d join workspaces w on w.id = d.workspace_id
            where d.workspace_id = any($1::uuid[]) and d.time_zone <> w.time_zone`,
    values: [workspaceIds],
  };
}

/** Takes the days of a workspace away, to be counted anew. */
export function deleteDays(workspaceId: string): Statement {
  return { text: 'delete from message_days where workspace_id = $1', values: [workspaceId] };
}

/** Counts the days of a workspace anew from its quarters of an hour, in the time zone it has now. */
export function recountDays(workspaceId: string): Statement {
  return {
    text: `
      insert into message_days (workspace_id, day, number_id, team_id, author_id, kind, time_zone, count)
      select c.workspace_id, (c.since at time zone w.time_zone)::date, c.number_id, c.team_id, c.author_id, c.kind, w.time_zone, sum(c.count)
        from message_counts c join workspaces w on w.id = c.workspace_id
       where c.workspace_id = $1
       group by 1, 2, 3, 4, 5, 6, 7`,
    values: [workspaceId],
  };
}
