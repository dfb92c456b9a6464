import { visibleWhere, type Viewer } from '#modules/teams';
import type { Statement } from '#platform/db/tx';
import type { WorkState } from './work-state.ts';

/** A conversation that is locked for a change. */
export type WorkRow = WorkState & { id: string; numberId: string; contactId: string; unreadCount: number };

const state = `v.status, v.snoozed_until as "snoozedUntil", v.resolved_at as "resolvedAt", v.assignee_id as "assigneeId", v.team_id as "teamId",
       v.assigned_at as "assignedAt", v.waiting_since as "waitingSince", v.due_at as "dueAt", v.due_kind as "dueKind", v.bot_active as "botActive"`;
const columns = `v.id, v.number_id as "numberId", v.contact_id as "contactId", v.unread_count as "unreadCount", ${state}`;

/** Locks conversations that a viewer sees, in the order of their ids, as every writer does. */
export function lockConversations(workspaceId: string, ids: readonly string[], viewer: Viewer): Statement {
  const values: unknown[] = [workspaceId, ids];
  return {
    text: `select ${columns} from conversations v
            where v.workspace_id = $1 and v.id = any($2::uuid[]) and ${visibleWhere(viewer, 'v', values)} order by v.id for no key update`,
    values,
  };
}

/** Reads what is known of the work on conversations, without a lock. */
export function selectWork(workspaceId: string, ids: readonly string[]): Statement {
  return {
    name: 'conversations_work',
    text: `select ${columns} from conversations v where v.workspace_id = $1 and v.id = any($2::uuid[]) order by v.id`,
    values: [workspaceId, ids],
  };
}

/** Writes states as they shall be. */
export function updateWork(workspaceId: string, rows: readonly ({ id: string } & WorkState)[]): Statement {
  return {
    name: 'conversations_update_work',
    text: `
update conversations v
   set status = i.status, snoozed_until = i."snoozedUntil", resolved_at = i."resolvedAt", assignee_id = i."assigneeId", team_id = i."teamId",
       assigned_at = i."assignedAt", waiting_since = i."waitingSince", due_at = i."dueAt", due_kind = i."dueKind", bot_active = i."botActive"
  from json_to_recordset($2) as i(id uuid, status text, "snoozedUntil" timestamptz, "resolvedAt" timestamptz, "assigneeId" uuid, "teamId" uuid,
                                  "assignedAt" timestamptz, "waitingSince" timestamptz, "dueAt" timestamptz, "dueKind" text, "botActive" boolean)
 where v.workspace_id = $1 and v.id = i.id`,
    values: [workspaceId, JSON.stringify(rows)],
  };
}

/** Which of these members, teams and tags the workspace has. */
export function selectKnown(
  workspaceId: string,
  ids: { members: readonly string[]; teams: readonly string[]; tags: readonly string[] },
): Statement {
  return {
    text: `select (select count(*) from workspace_members where workspace_id = $1 and id = any($2::uuid[]))::int as members,
                  (select count(*) from teams where workspace_id = $1 and id = any($3::uuid[]))::int as teams,
                  (select count(*) from tags where workspace_id = $1 and id = any($4::uuid[]))::int as tags`,
    values: [workspaceId, ids.members, ids.teams, ids.tags],
  };
}

/** Conversations of all workspaces whose time has come; locked, those that somebody else holds left for the next look. */
export function lockDueSnoozed(now: Date, limit: number): Statement {
  return {
    name: 'conversations_due_snoozed',
    text: `select v.workspace_id as "workspaceId", v.id, v.number_id as "numberId" from conversations v
            where v.status = 'snoozed' and v.snoozed_until <= $1 order by v.snoozed_until limit $2 for no key update skip locked`,
    values: [now, limit],
  };
}

/** Opens conversations of one workspace that were snoozed. */
export function updateWoken(workspaceId: string, ids: readonly string[]): Statement {
  return {
    text: `update conversations set status = 'open', snoozed_until = null where workspace_id = $1 and id = any($2::uuid[])`,
    values: [workspaceId, ids],
  };
}

/** Sets or clears what is due next on a conversation. Gives its number when that changed something. */
export function updateDue(workspaceId: string, id: string, due: { at: Date; kind: string } | null): Statement {
  return {
    text: `update conversations set due_at = $3, due_kind = $4
            where workspace_id = $1 and id = $2 and (due_at, due_kind) is distinct from ($3::timestamptz, $4::text)
           returning number_id as "numberId"`,
    values: [workspaceId, id, due?.at ?? null, due?.kind ?? null],
  };
}

/** How many open conversations each of these members has. Walks conversations_assignee. */
export function countOpenOf(workspaceId: string, memberIds: readonly string[]): Statement {
  return {
    text: `select assignee_id as "memberId", count(*)::int as count from conversations
            where workspace_id = $1 and assignee_id = any($2::uuid[]) and status = 'open' group by assignee_id`,
    values: [workspaceId, memberIds],
  };
}

/** A batch of conversations that are assigned to a member; those that are not resolved first. */
export function selectAssignedTo(workspaceId: string, memberId: string, limit: number): Statement {
  return {
    text: `select id from conversations where workspace_id = $1 and assignee_id = $2 order by id limit $3`,
    values: [workspaceId, memberId, limit],
  };
}

/** Takes a team that goes away from its conversations. */
export function updateTeamGone(workspaceId: string, teamId: string): Statement {
  return { text: 'update conversations set team_id = null where workspace_id = $1 and team_id = $2', values: [workspaceId, teamId] };
}

/** Tags that conversations have. */
export function selectTagsOf(workspaceId: string, ids: readonly string[]): Statement {
  return {
    text: `select conversation_id as "conversationId", tag_id as "tagId" from conversation_tags
            where workspace_id = $1 and conversation_id = any($2::uuid[]) order by tag_id`,
    values: [workspaceId, ids],
  };
}

/** A conversation and a tag. */
export type TagPair = { conversationId: string; tagId: string };

/** Tags conversations. */
export function insertTags(workspaceId: string, pairs: readonly TagPair[], at: Date): Statement {
  return {
    text: `insert into conversation_tags (workspace_id, conversation_id, tag_id, tagged_at)
           select $1, *, $4 from unnest($2::uuid[], $3::uuid[]) on conflict do nothing`,
    values: [workspaceId, pairs.map((pair) => pair.conversationId), pairs.map((pair) => pair.tagId), at],
  };
}

/** Takes tags from conversations. */
export function deleteTags(workspaceId: string, pairs: readonly TagPair[]): Statement {
  return {
    text: `delete from conversation_tags t using unnest($2::uuid[], $3::uuid[]) as i (conversation_id, tag_id)
            where t.workspace_id = $1 and t.conversation_id = i.conversation_id and t.tag_id = i.tag_id`,
    values: [workspaceId, pairs.map((pair) => pair.conversationId), pairs.map((pair) => pair.tagId)],
  };
}

/** Pins a conversation for a member, at most `limit` of them. Gives a row when it was not pinned and now is. */
export function insertPin(workspaceId: string, memberId: string, conversationId: string, at: Date, limit: number): Statement {
  return {
    text: `insert into conversation_pins (workspace_id, member_id, conversation_id, pinned_at)
           select $1, $2, $3, $4 where (select count(*) from conversation_pins where workspace_id = $1 and member_id = $2) < $5
           on conflict do nothing returning conversation_id`,
    values: [workspaceId, memberId, conversationId, at, limit],
  };
}

/** Whether a member has pinned a conversation. */
export function selectPin(workspaceId: string, memberId: string, conversationId: string): Statement {
  return {
    text: 'select conversation_id from conversation_pins where workspace_id = $1 and member_id = $2 and conversation_id = $3',
    values: [workspaceId, memberId, conversationId],
  };
}

/** Takes a pin away. */
export function deletePin(workspaceId: string, memberId: string, conversationId: string): Statement {
  return {
    text: 'delete from conversation_pins where workspace_id = $1 and member_id = $2 and conversation_id = $3 returning conversation_id',
    values: [workspaceId, memberId, conversationId],
  };
}

/** Takes all pins of a member away. */
export function deletePinsOf(workspaceId: string, memberId: string): Statement {
  return { text: 'delete from conversation_pins where workspace_id = $1 and member_id = $2', values: [workspaceId, memberId] };
}

/** Sets the unread counts of conversations. */
export function updateUnreadCounts(workspaceId: string, rows: readonly { id: string; unreadCount: number }[]): Statement {
  return {
    text: `update conversations v set unread_count = i.count from unnest($2::uuid[], $3::int[]) as i (id, count)
            where v.workspace_id = $1 and v.id = i.id`,
    values: [workspaceId, rows.map((row) => row.id), rows.map((row) => row.unreadCount)],
  };
}
