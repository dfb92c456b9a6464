import type { Statement } from '#platform/db/tx';

/** Members of teams who see what belongs to their team: agents who see only what is assigned to them do not. */
export function selectTeamAudience(workspaceId: string, teamIds: readonly string[]): Statement {
  return {
    text: `
      select t.team_id as "teamId", t.member_id as "memberId"
        from team_members t
        join workspace_members m on m.workspace_id = t.workspace_id and m.id = t.member_id
        left join visibility_rules r on r.workspace_id = t.workspace_id
       where t.workspace_id = $1 and t.team_id = any($2::uuid[]) and (m.role <> 'agent' or r.agents_see is distinct from 'assigned')`,
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
