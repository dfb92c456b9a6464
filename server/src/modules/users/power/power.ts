import { PERMISSION_NAMES, permissionsOf, ROLES, withoutWide, type Permission, type Role } from '@kabar/contract';

/** What decides what a member may do, as the tables of roles and limits have it. `role_permissions` and `role_sight` only with the role `custom`. */
export type PowerRow = { role: string; role_permissions: string[] | null; role_sight: string | null; has_limits: boolean };

/** What a member may do, and whether they see the whole inbox. */
export type Power = { role: Role | 'custom'; permissions: ReadonlySet<Permission>; isLimited: boolean };

const none: ReadonlySet<Permission> = new Set();
const builtIn = new Map<Role, ReadonlySet<Permission>>(ROLES.map((role) => [role, new Set(permissionsOf(role))]));

/** What a role allows by itself. A stored name that this version does not know allows nothing. */
export function permissionsOfRole(role: string, stored: readonly string[] | null): Permission[] {
  const known = ROLES.find((name) => name === role);
  if (known !== undefined) return permissionsOf(known);
  if (role !== 'custom') return [];
  return PERMISSION_NAMES.filter((name) => stored?.includes(name) === true);
}

/** Whether a role by itself leaves part of the inbox unseen: that of agents, whom a rule of the workspace may limit, and those that say so. */
function isLimitedRole(role: string, sight: string | null): boolean {
  return role === 'agent' || (role === 'custom' && sight !== 'all');
}

/**
 * What a member may do. Whoever does not see the whole inbox has nothing that shows or changes the whole workspace, even where the role lists it.
 * Errors: throws for a role that does not exist, which a check constraint keeps out.
 */
export function powerOf(row: PowerRow): Power {
  const role = row.role === 'custom' ? 'custom' : ROLES.find((known) => known === row.role);
  if (role === undefined) throw new Error('a role that does not exist');
  const isLimited = row.has_limits || isLimitedRole(role, row.role_sight);
  if (role !== 'custom' && !row.has_limits) return { role, permissions: builtIn.get(role) ?? none, isLimited };
  const permissions = permissionsOfRole(role, row.role_permissions);
  return { role, permissions: new Set(isLimited ? withoutWide(permissions) : permissions), isLimited };
}
