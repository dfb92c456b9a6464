import type { AssignedRole } from '@kabar/contract';
import type { Limits } from '#modules/teams';
import { mayWhere } from '#modules/users';
import type { Statement } from '#platform/db/tx';

/** A member with all that assignment asks. */
export type MemberRow = {
  memberId: string;
  role: AssignedRole;
  roleLimits: Limits | null;
  memberLimits: Limits | null;
  teamIds: string[];
  announced: string | null;
  lastSeenAt: Date | null;
  openCount: number;
};

/** All members of a workspace who may answer; those whose own role does not let them send are left out. */
export function selectMembers(workspaceId: string): Statement {
  return {
    name: 'assignment_members',
    text: `
      select m.id as "memberId", m.role,
             case when r.sight = 'chosen' then jsonb_build_object('numberIds', r.number_ids, 'teamIds', r.team_ids) end as "roleLimits",
             (select jsonb_build_object('numberIds', l.number_ids, 'teamIds', l.team_ids) from member_limits l
               where l.workspace_id = m.workspace_id and l.member_id = m.id) as "memberLimits",
             p.announced, p.last_seen_at as "lastSeenAt",
             array(select t.team_id from team_members t where t.workspace_id = m.workspace_id and t.member_id = m.id) as "teamIds",
             (select count(*)::int from conversations v where v.workspace_id = m.workspace_id and v.assignee_id = m.id and v.status = 'open') as "openCount"
        from workspace_members m left join member_presence p on p.workspace_id = m.workspace_id and p.member_id = m.id
        left join member_roles r on r.workspace_id = m.workspace_id and r.id = m.role_id
       where m.workspace_id = $1 and ${mayWhere('m', 'messages:send')}
       order by m.id`,
    values: [workspaceId],
  };
}

/** Which teams each number belongs to. */
export function selectTeamNumbers(workspaceId: string): Statement {
  return {
    name: 'assignment_team_numbers',
    text: `select number_id as "numberId", team_id as "teamId" from team_numbers where workspace_id = $1`,
    values: [workspaceId],
  };
}

/** Whose turn was when. */
export function selectTurns(workspaceId: string): Statement {
  return {
    name: 'assignment_turns',
    text: `select scope_id as "scope", member_id as "memberId", turn::float8 as turn from assignment_turns where workspace_id = $1`,
    values: [workspaceId],
  };
}

/** Notes whose turn it was. */
export function upsertTurns(workspaceId: string, turns: readonly { scope: string; memberId: string; turn: number }[]): Statement {
  return {
    name: 'assignment_turns_note',
    text: `
      insert into assignment_turns (workspace_id, scope_id, member_id, turn)
      select $1, * from unnest($2::uuid[], $3::uuid[], $4::bigint[])
      on conflict (workspace_id, scope_id, member_id) do update set turn = greatest(assignment_turns.turn, excluded.turn)`,
    values: [workspaceId, turns.map((row) => row.scope), turns.map((row) => row.memberId), turns.map((row) => row.turn)],
  };
}

/** A conversation of nobody in which somebody waits. */
export type WaitingRow = { conversationId: string; numberId: string; teamId: string | null; waitingSince: Date };

/** Conversations of nobody in which a customer waits, longest first, behind a place. Walks conversations_unassigned. */
export function selectWaiting(workspaceId: string, after: { since: Date; id: string } | null, limit: number): Statement {
  return {
    name: after === null ? 'assignment_waiting' : 'assignment_waiting_after',
    text: `
      select id as "conversationId", number_id as "numberId", team_id as "teamId", waiting_since as "waitingSince"
        from conversations
       where workspace_id = $1 and assignee_id is null and waiting_since is not null and status = 'open' and not bot_active
         and kabar_may_process(workspace_id, contact_id, 'automation')
         ${after === null ? '' : 'and (waiting_since, id) > ($3, $4::uuid)'}
       order by waiting_since, id limit $2`,
    values: [workspaceId, limit, ...(after === null ? [] : [after.since, after.id])],
  };
}

/** A conversation that came back to somebody. */
export type ReturnedRow = { conversationId: string; numberId: string; teamId: string | null; assigneeId: string };

/** Of conversations that came back (by their entries), those that belong to somebody and in which a customer waits. */
export function selectReturned(workspaceId: string, entryIds: readonly string[]): Statement {
  return {
    name: 'assignment_returned',
    text: `
      select distinct v.id as "conversationId", v.number_id as "numberId", v.team_id as "teamId", v.assignee_id as "assigneeId"
        from conversation_entries e
        join conversations v on v.workspace_id = e.workspace_id and v.id = e.conversation_id
       where e.workspace_id = $1 and e.id = any($2::uuid[]) and e.kind in ('reopened', 'woken')
         and v.assignee_id is not null and v.waiting_since is not null and v.status = 'open' and not v.bot_active
         and kabar_may_process(v.workspace_id, v.contact_id, 'automation')`,
    values: [workspaceId, entryIds],
  };
}
