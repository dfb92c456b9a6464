import type { Statement } from '#platform/db/tx';

/** Members of teams who see what belongs to their team: agents who see only what is assigned to them do not. */
export function selectTeamAudience(workspaceId: string, teamIds: readonly string[]): Statement {
  return {
    text: `
      select t.team_id as "teamId", t.member_id as "memberId"
        from team_members t
        join workspace_members m on m.workspace_id = t.workspace_id and m.id = t.member_id
        left join member_roles mr on mr.workspace_id = m.workspace_id and mr.id = m.role_id
        left join visibility_rules r on r.workspace_id = t.workspace_id
       where t.workspace_id = $1 and t.team_id = any($2::uuid[]) and (r.agents_see is distinct from 'assigned' or not (m.role = 'agent' or mr.sight is not distinct from 'agents'))`,
    values: [workspaceId, teamIds],
  };
}

/** Whose these conversations are; those that are nobody's are left out. */
export function selectAssignees(workspaceId: string, conversationIds: readonly string[]): Statement {
  return {
    text: `select id, assignee_id as "assigneeId" from conversations
            where workspace_id = $1 and id = any($2::uuid[]) and assignee_id is not null`,
    values: [workspaceId, conversationIds],
  };
}
