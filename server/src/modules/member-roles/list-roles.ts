import {
  ID_PREFIXES,
  permissionsOf,
  PERMISSION_NAMES,
  PERMISSIONS,
  ROLE_SIGHTS,
  ROLES,
  type Role,
  type WorkspaceRole,
} from '@kabar/contract';
import type { Database } from '#platform/db/database';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { toPublicId } from '#platform/ids';
import { countMembersByRole, selectRole, selectRoles, type RoleRow } from './member-roles.sql.ts';

/** The built-in roles, from the most to the least powerful, and then those of the workspace by name. */
export async function listRoles(ctx: { db: Database }, workspaceId: string): Promise<WorkspaceRole[]> {
  const [counts, rows] = await Promise.all([
    tenantQuery<{ role: string; count: number }>(ctx.db, workspaceId, countMembersByRole(workspaceId)),
    tenantQuery<RoleRow>(ctx.db, workspaceId, selectRoles(workspaceId)),
  ]);
  const countOf = (role: Role): number => counts.find((row) => row.role === role)?.count ?? 0;
  return [...ROLES.map((role) => presentBuiltIn(role, countOf(role))), ...rows.map(presentRole)];
}

/** One role of the workspace. Errors: `not_found`. */
export async function getRole(ctx: { db: Database }, workspaceId: string, roleId: string): Promise<WorkspaceRole> {
  const [row] = await tenantQuery<RoleRow>(ctx.db, workspaceId, selectRole(workspaceId, roleId));
  if (row === undefined) throw new AppError('not_found');
  return presentRole(row);
}

const descriptions: Readonly<Record<Role, string>> = {
  owner: 'May do everything, and alone decides how members sign in and whether the workspace closes.',
  admin: 'Runs the workspace: members, numbers, API keys, webhooks, privacy and the logs.',
  manager: 'Runs the inbox: teams, rules, templates, reports, exports and the requests of people.',
  agent: 'Answers customers, as far as the rule for agents lets them see.',
};

function presentBuiltIn(role: Role, memberCount: number): WorkspaceRole {
  return {
    id: role,
    name: role,
    description: descriptions[role],
    is_built_in: true,
    permissions: permissionsOf(role),
    sight: role === 'agent' ? 'agents' : 'all',
    number_ids: [],
    team_ids: [],
    member_count: memberCount,
    created_at: null,
    updated_at: null,
  };
}

/** A role of the workspace as the API shows it. */
export function presentRole(row: RoleRow): WorkspaceRole {
  // What it says and does not have is not shown as if it had it: it is stored so by nobody, and this says it again.
  const sight = ROLE_SIGHTS.find((known) => known === row.sight) ?? 'chosen';
  return {
    id: toPublicId(ID_PREFIXES.role, row.id) as WorkspaceRole['id'], // made with the very prefix the type is branded with
    name: row.name,
    description: row.description,
    is_built_in: false,
    permissions: PERMISSION_NAMES.filter((name) => row.permissions.includes(name) && (sight === 'all' || !PERMISSIONS[name].wide)),
    sight,
    number_ids: row.numberIds.map((id) => toPublicId(ID_PREFIXES.number, id) as WorkspaceRole['number_ids'][number]),
    team_ids: row.teamIds.map((id) => toPublicId(ID_PREFIXES.team, id) as WorkspaceRole['team_ids'][number]),
    member_count: row.memberCount,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
