import type { SatisfactionSettings, ServiceTargets } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** Targets as stored; without team and number they are the workspace's. */
export type TargetsRow = { workspaceId: string; teamId: string | null; numberId: string | null; targets: ServiceTargets; updatedAt: Date };

/** Whose targets: of the workspace, a team or a number. */
export type TargetScope = { kind: 'workspace' } | { kind: 'team' | 'number'; id: string };

/** All targets of some workspaces. */
export function selectTargets(workspaceIds: readonly string[]): Statement {
  return {
    name: 'service_targets_of',
    text: `select workspace_id as "workspaceId", team_id as "teamId", number_id as "numberId", targets, updated_at as "updatedAt"
             from service_targets where workspace_id = any($1::uuid[]) order by team_id nulls first, number_id nulls first`,
    values: [workspaceIds],
  };
}

/** Sets the targets of a scope. */
export function upsertTargets(row: { workspaceId: string; scope: TargetScope; targets: ServiceTargets; at: Date }): Statement {
  return {
    text: `
      insert into service_targets (workspace_id, team_id, number_id, targets, updated_at) values ($1, $2, $3, $4, $5)
      on conflict (workspace_id, team_id, number_id) do update set targets = excluded.targets, updated_at = excluded.updated_at`,
    values: [row.workspaceId, idIn(row.scope, 'team'), idIn(row.scope, 'number'), JSON.stringify(row.targets), row.at],
  };
}

/** Takes the targets of a team or number away. Gives them when there were any. */
export function deleteTargets(workspaceId: string, scope: TargetScope): Statement {
  return {
    text: `delete from service_targets
            where workspace_id = $1 and team_id is not distinct from $2 and number_id is not distinct from $3 returning targets`,
    values: [workspaceId, idIn(scope, 'team'), idIn(scope, 'number')],
  };
}

/** Whether a team or number belongs to the workspace. */
export function selectScope(workspaceId: string, scope: TargetScope): Statement {
  return {
    text: `select 1 from teams where workspace_id = $1 and id = $2
           union all select 1 from numbers where workspace_id = $1 and id = $3`,
    values: [workspaceId, idIn(scope, 'team'), idIn(scope, 'number')],
  };
}

/** Has the clocks of all open episodes of workspaces worked out anew. */
export function updateCheckNow(workspaceIds: readonly string[], now: Date): Statement {
  return {
    text: 'update episodes set check_at = $2 where workspace_id = any($1::uuid[]) and resolved_at is null',
    values: [workspaceIds, now],
  };
}

/** The question as stored. */
export type SatisfactionRow = { workspaceId: string; settings: SatisfactionSettings; updatedAt: Date };

/** Settings of the question of some workspaces. */
export function selectSatisfaction(workspaceIds: readonly string[]): Statement {
  return {
    name: 'satisfaction_of',
    text: `select workspace_id as "workspaceId", settings, updated_at as "updatedAt" from satisfaction_settings where workspace_id = any($1::uuid[])`,
    values: [workspaceIds],
  };
}

/** Sets the question of a workspace. */
export function upsertSatisfaction(workspaceId: string, settings: SatisfactionSettings, at: Date): Statement {
  return {
    text: `
      insert into satisfaction_settings (workspace_id, settings, updated_at) values ($1, $2, $3)
      on conflict (workspace_id) do update set settings = excluded.settings, updated_at = excluded.updated_at`,
    values: [workspaceId, JSON.stringify(settings), at],
  };
}

function idIn(scope: TargetScope, kind: 'team' | 'number'): string | null {
  return scope.kind === kind ? scope.id : null;
}
