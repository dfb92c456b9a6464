import type { Statement } from '#platform/db/tx';

/** A role of a workspace as stored. */
export type RoleRow = {
  id: string;
  name: string;
  description: string;
  permissions: string[];
  sight: string;
  numberIds: string[];
  teamIds: string[];
  memberCount: number;
  createdAt: Date;
  updatedAt: Date;
};

/** What of a role can be set. */
export type RoleParts = Pick<RoleRow, 'name' | 'description' | 'permissions' | 'sight' | 'numberIds' | 'teamIds'>;

// Teams that are gone are left out: they match nothing, and nobody could say what they are.
const columns = `r.id, r.name, r.description, r.permissions, r.sight, r.number_ids as "numberIds",
       array(select t.id::text from teams t where t.workspace_id = r.workspace_id and t.id = any(r.team_ids) order by t.id) as "teamIds",
       (select count(*)::int from workspace_members m where m.workspace_id = r.workspace_id and m.role_id = r.id) as "memberCount",
       r.created_at as "createdAt", r.updated_at as "updatedAt"`;

/** The roles of a workspace by name; at most 50, which is what it may have. */
export function selectRoles(workspaceId: string): Statement {
  return {
    name: 'member_roles_list',
    text: `select ${columns} from member_roles r where r.workspace_id = $1 and r.deleted_at is null order by lower(r.name), r.id`,
    values: [workspaceId],
  };
}

/** One role. */
export function selectRole(workspaceId: string, id: string): Statement {
  return {
    text: `select ${columns} from member_roles r where r.workspace_id = $1 and r.id = $2 and r.deleted_at is null`,
    values: [workspaceId, id],
  };
}

/** Locks a role that is to be changed. Members who have it are locked before (`lockHolders`). Gives no row for one that is gone. */
export function lockRoleForChange(workspaceId: string, id: string): Statement {
  return {
    text: `select id from member_roles where workspace_id = $1 and id = $2 and deleted_at is null for update`,
    values: [workspaceId, id],
  };
}

/** How many members have each built-in role. */
export function countMembersByRole(workspaceId: string): Statement {
  return {
    text: `select role, count(*)::int as count from workspace_members where workspace_id = $1 and role <> 'custom' group by role`,
    values: [workspaceId],
  };
}

/** Adds a role. Gives no row when its name, in whatever case, is taken. */
export function insertRole(workspaceId: string, id: string, parts: RoleParts, at: Date): Statement {
  return {
    text: `insert into member_roles (workspace_id, id, name, description, permissions, sight, number_ids, team_ids, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
           on conflict (workspace_id, lower(name)) where deleted_at is null do nothing returning id`,
    values: [workspaceId, id, parts.name, parts.description, parts.permissions, parts.sight, parts.numberIds, parts.teamIds, at],
  };
}

/** Changes a role. Gives no row when another has the name. */
export function updateRole(workspaceId: string, id: string, parts: RoleParts, at: Date): Statement {
  return {
    text: `update member_roles set name = $3, description = $4, permissions = $5, sight = $6, number_ids = $7, team_ids = $8, updated_at = $9
            where workspace_id = $1 and id = $2
              and not exists (select from member_roles o where o.workspace_id = $1 and o.id <> $2 and o.deleted_at is null and lower(o.name) = lower($3))
           returning id`,
    values: [workspaceId, id, parts.name, parts.description, parts.permissions, parts.sight, parts.numberIds, parts.teamIds, at],
  };
}

/** Takes a role away; its row stays for the invitations that name it. */
export function markRoleDeleted(workspaceId: string, id: string, at: Date): Statement {
  return {
    text: `update member_roles set deleted_at = $3, updated_at = $3 where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, at],
  };
}

/** How many of these numbers and teams the workspace has. */
export function countKnown(workspaceId: string, numberIds: readonly string[], teamIds: readonly string[]): Statement {
  return {
    text: `select (select count(*) from numbers where workspace_id = $1 and id = any($2::uuid[]))::int as numbers,
                  (select count(*) from teams where workspace_id = $1 and id = any($3::uuid[]))::int as teams`,
    values: [workspaceId, numberIds, teamIds],
  };
}

/** What one member is limited to. */
export type LimitsRow = { numberIds: string[]; teamIds: string[] };

/** Reads what a member is limited to. No row: by nothing of their own. */
export function selectLimits(workspaceId: string, memberId: string): Statement {
  return {
    text: `select number_ids as "numberIds", team_ids as "teamIds" from member_limits where workspace_id = $1 and member_id = $2`,
    values: [workspaceId, memberId],
  };
}

/** Limits a member. */
export function upsertLimits(workspaceId: string, memberId: string, limits: LimitsRow, at: Date): Statement {
  return {
    text: `insert into member_limits (workspace_id, member_id, number_ids, team_ids, updated_at) values ($1, $2, $3, $4, $5)
           on conflict (workspace_id, member_id)
           do update set number_ids = excluded.number_ids, team_ids = excluded.team_ids, updated_at = excluded.updated_at`,
    values: [workspaceId, memberId, limits.numberIds, limits.teamIds, at],
  };
}

/** Takes the limits of a member away. */
export function deleteLimits(workspaceId: string, memberId: string): Statement {
  return { text: 'delete from member_limits where workspace_id = $1 and member_id = $2', values: [workspaceId, memberId] };
}
