import type { AssignmentRule } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** A rule as stored; `teamId` null for the workspace. */
export type RuleRow = { teamId: string | null; rule: AssignmentRule; updatedAt: Date };

/** All rules of a workspace. */
export function selectRules(workspaceId: string): Statement {
  return {
    text: `select team_id as "teamId", rule, updated_at as "updatedAt" from assignment_rules where workspace_id = $1 order by team_id nulls first`,
    values: [workspaceId],
  };
}

/** All rules of a workspace, locked: whoever has them assigns alone. */
export function lockRules(workspaceId: string): Statement {
  return {
    text: `select team_id as "teamId", rule, updated_at as "updatedAt" from assignment_rules where workspace_id = $1 order by team_id nulls first for update`,
    values: [workspaceId],
  };
}

/** Sets the rule of the workspace (`teamId` null) or of a team. */
export function upsertRule(row: { workspaceId: string; teamId: string | null; rule: AssignmentRule; at: Date }): Statement {
  return {
    text: `
      insert into assignment_rules (workspace_id, team_id, rule, updated_at) values ($1, $2, $3, $4)
      on conflict (workspace_id, team_id) do update set rule = excluded.rule, updated_at = excluded.updated_at`,
    values: [row.workspaceId, row.teamId, JSON.stringify(row.rule), row.at],
  };
}

/** Takes the rule of a team away. Gives it when there was one. */
export function deleteRule(workspaceId: string, teamId: string): Statement {
  return { text: 'delete from assignment_rules where workspace_id = $1 and team_id = $2 returning rule', values: [workspaceId, teamId] };
}

/** Whether a team belongs to the workspace. */
export function selectTeam(workspaceId: string, teamId: string): Statement {
  return { text: 'select 1 from teams where workspace_id = $1 and id = $2', values: [workspaceId, teamId] };
}

/** Of these workspaces (null: of all) those in which somebody is assigned to. */
export function selectActiveWorkspaces(workspaceIds: readonly string[] | null): Statement {
  return {
    text: `
      select distinct workspace_id as id from assignment_rules
       where rule->>'mode' <> 'off' and ($1::uuid[] is null or workspace_id = any($1::uuid[]))`,
    values: [workspaceIds],
  };
}
