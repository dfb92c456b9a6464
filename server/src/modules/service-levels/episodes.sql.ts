import type { Statement } from '#platform/db/tx';
import type { EpisodeState } from './episode-state.ts';

/** An episode as stored, with what its conversation says now. Ids are database ids. */
export type EpisodeRow = EpisodeState & {
  workspaceId: string;
  id: string;
  conversationId: string;
  numberId: string;
  teamId: string | null;
  assigneeId: string | null;
};

const columns = `e.workspace_id as "workspaceId", e.id, e.conversation_id as "conversationId", e.number_id as "numberId",
       e.opened_at as "openedAt", e.expects_reply as "expectsReply", e.first_reply_at as "firstReplyAt", e.first_reply_by as "firstReplyBy",
       e.resolved_at as "resolvedAt", e.snoozed_since as "snoozedSince", e.snoozed_working_ms::float8 as "snoozedWorkingMs",
       e.snoozed_clock_ms::float8 as "snoozedClockMs", e.first_reply_seconds as "firstReplySeconds", e.resolution_seconds as "resolutionSeconds",
       e.first_reply_due_at as "firstReplyDueAt", e.resolution_due_at as "resolutionDueAt", e.first_reply_met as "firstReplyMet",
       e.resolution_met as "resolutionMet", e.warned, e.check_at as "checkAt"`;

/** A place in a workspace. */
export type Place = { workspaceId: string; id: string };

/** Open episodes of these conversations, locked, in one order for all. Their team and member are those of the conversation now. */
export function lockOpenEpisodes(conversations: readonly Place[]): Statement {
  return {
    name: 'episodes_lock_open',
    text: `
      select ${columns}, v.team_id as "teamId", v.assignee_id as "assigneeId"
        from unnest($1::uuid[], $2::uuid[]) as i(workspace_id, conversation_id)
        join episodes e on e.workspace_id = i.workspace_id and e.conversation_id = i.conversation_id and e.resolved_at is null
        join conversations v on v.workspace_id = e.workspace_id and v.id = e.conversation_id
       order by e.workspace_id, e.conversation_id
         for update of e`,
    values: [conversations.map((row) => row.workspaceId), conversations.map((row) => row.id)],
  };
}

/** Episodes at which something is to be looked at now, locked; those in work elsewhere are passed over. */
export function lockDueEpisodes(now: Date, limit: number): Statement {
  return {
    name: 'episodes_lock_due',
    text: `
      select ${columns}, v.team_id as "teamId", v.assignee_id as "assigneeId"
        from episodes e join conversations v on v.workspace_id = e.workspace_id and v.id = e.conversation_id
       where e.check_at <= $1
       order by e.check_at limit $2
         for update of e skip locked`,
    values: [now, limit],
  };
}

/** Stores episodes, new and known ones, with one statement. `surveyAt`: when to ask; null leaves it. */
export function upsertEpisodes(rows: readonly (EpisodeRow & { surveyAt: Date | null })[]): Statement {
  return {
    name: 'episodes_upsert',
    text: `
      insert into episodes as e (workspace_id, id, conversation_id, number_id, team_id, assignee_id, opened_at, expects_reply, first_reply_at,
        first_reply_by, resolved_at, snoozed_since, snoozed_working_ms, snoozed_clock_ms, first_reply_seconds, resolution_seconds,
        first_reply_due_at, resolution_due_at, first_reply_met, resolution_met, warned, check_at, survey_at)
      select r.workspace_id, r.id, r.conversation_id, r.number_id, r.team_id, r.assignee_id, r.opened_at, r.expects_reply, r.first_reply_at,
        r.first_reply_by, r.resolved_at, r.snoozed_since, r.snoozed_working_ms, r.snoozed_clock_ms, r.first_reply_seconds, r.resolution_seconds,
        r.first_reply_due_at, r.resolution_due_at, r.first_reply_met, r.resolution_met, r.warned, r.check_at, r.survey_at
        from json_populate_recordset(null::episodes, $1) r
      on conflict (workspace_id, id) do update
         set team_id = excluded.team_id, assignee_id = excluded.assignee_id, first_reply_at = excluded.first_reply_at,
             first_reply_by = excluded.first_reply_by, resolved_at = excluded.resolved_at, snoozed_since = excluded.snoozed_since,
             snoozed_working_ms = excluded.snoozed_working_ms, snoozed_clock_ms = excluded.snoozed_clock_ms,
             first_reply_seconds = excluded.first_reply_seconds, resolution_seconds = excluded.resolution_seconds,
             first_reply_due_at = excluded.first_reply_due_at, resolution_due_at = excluded.resolution_due_at,
             first_reply_met = excluded.first_reply_met, resolution_met = excluded.resolution_met, warned = excluded.warned,
             check_at = excluded.check_at, survey_at = coalesce(excluded.survey_at, e.survey_at)`,
    values: [JSON.stringify(rows.map(toRecord))],
  };
}

function toRecord(row: EpisodeRow & { surveyAt: Date | null }): Record<string, unknown> {
  return {
    workspace_id: row.workspaceId,
    id: row.id,
    conversation_id: row.conversationId,
    number_id: row.numberId,
    team_id: row.teamId,
    assignee_id: row.assigneeId,
    opened_at: row.openedAt,
    expects_reply: row.expectsReply,
    first_reply_at: row.firstReplyAt,
    first_reply_by: row.firstReplyBy,
    resolved_at: row.resolvedAt,
    snoozed_since: row.snoozedSince,
    snoozed_working_ms: row.snoozedWorkingMs,
    snoozed_clock_ms: row.snoozedClockMs,
    first_reply_seconds: row.firstReplySeconds,
    resolution_seconds: row.resolutionSeconds,
    first_reply_due_at: row.firstReplyDueAt,
    resolution_due_at: row.resolutionDueAt,
    first_reply_met: row.firstReplyMet,
    resolution_met: row.resolutionMet,
    warned: row.warned,
    check_at: row.checkAt,
    survey_at: row.surveyAt,
  };
}

/** Episodes of one conversation for the API, newest first. */
export function selectEpisodesOf(workspaceId: string, conversationId: string): Statement {
  return {
    text: `
      select ${columns}, e.team_id as "teamId", e.assignee_id as "assigneeId", e.rating
        from episodes e where e.workspace_id = $1 and e.conversation_id = $2 order by e.opened_at desc, e.id desc limit 50`,
    values: [workspaceId, conversationId],
  };
}
