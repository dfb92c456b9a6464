import { PERMISSIONS, roleAllows, ROLES, type Permission } from '@kabar/contract';

/** Columns of a `PowerRow` for members under the alias `m`; goes with `powerJoins`. */
export const powerColumns = `m.role, mr.permissions as role_permissions, mr.sight as role_sight, ml.member_id is not null as has_limits`;

/** What `powerColumns` reads from. By primary keys. */
export const powerJoins = `left join member_roles mr on mr.workspace_id = m.workspace_id and mr.id = m.role_id
             left join member_limits ml on ml.workspace_id = m.workspace_id and ml.member_id = m.id`;

/**
 * A condition on rows of `workspace_members` under the name `alias`: members who have `permission` now. Says the same as `powerOf`. Made of names of
 * the permission table alone, so that it takes no values.
 */
export function mayWhere(alias: string, permission: Permission): string {
  const roles = ROLES.filter((role) => roleAllows(role, permission));
  const isWide = PERMISSIONS[permission].wide;
  const sight = isWide ? ` and role_of.sight = 'all'` : '';
  const unlimited = isWide
    ? ` and not exists (select from member_limits l where l.workspace_id = ${alias}.workspace_id and l.member_id = ${alias}.id)`
    : '';
  return `((${alias}.role = any('{${roles.join(',')}}') or exists (select from member_roles role_of where role_of.workspace_id = ${alias}.workspace_id
             and role_of.id = ${alias}.role_id and '${permission}' = any(role_of.permissions)${sight}))${unlimited})`;
}
