import {
  PERMISSION_NAMES,
  PERMISSIONS,
  type CreateRoleRequest,
  type Permission,
  type RoleSight,
  type WorkspaceRole,
} from '@kabar/contract';

/** Why a permission cannot be chosen: the reader lacks it, or the role does not see everything. */
export type Blocked = 'not_yours' | 'wide';

/** Why `permission` cannot be added to a role of this sight by somebody who has `own`; null when it can. */
export function blockedBy(permission: Permission, sight: RoleSight, own: ReadonlySet<Permission>): Blocked | null {
  if (!own.has(permission)) return 'not_yours';
  return sight !== 'all' && PERMISSIONS[permission].wide ? 'wide' : null;
}

/** Another sight, without the permissions and choices that do not go with it. */
export function withSight(role: CreateRoleRequest, sight: RoleSight): CreateRoleRequest {
  return {
    ...role,
    sight,
    permissions: sight === 'all' ? role.permissions : role.permissions.filter((name) => !PERMISSIONS[name].wide),
    number_ids: sight === 'chosen' ? role.number_ids : [],
    team_ids: sight === 'chosen' ? role.team_ids : [],
  };
}

/** Adds or takes away permissions, in the order of the catalogue. */
export function withPermissions(role: CreateRoleRequest, names: readonly Permission[], on: boolean): CreateRoleRequest {
  const chosen = new Set(role.permissions);
  for (const name of names) {
    if (on) chosen.add(name);
    else chosen.delete(name);
  }
  return { ...role, permissions: PERMISSION_NAMES.filter((name) => chosen.has(name)) };
}

/** A new role that begins as another is, as far as the reader may hand it on. */
export function draftFrom(role: WorkspaceRole, own: ReadonlySet<Permission>): CreateRoleRequest {
  return {
    name: '',
    description: '',
    permissions: role.permissions.filter((name) => own.has(name)),
    sight: role.sight,
    number_ids: role.number_ids,
    team_ids: role.team_ids,
  };
}
