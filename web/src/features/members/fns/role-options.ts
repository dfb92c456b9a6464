import { permissionsOf, ROLES, type Permission, type Role, type RoleRef, type WorkspaceRole } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** What a role is for, in one sentence. */
export const roleHints: Readonly<Record<Role, MessageDescriptor>> = {
  owner: msg`Everything, other owners included`,
  admin: msg`Numbers, members, API keys and settings`,
  manager: msg`Templates and results, beside the inbox`,
  agent: msg`Answers customers in the inbox`,
};

/** What somebody is and may do, as far as giving roles goes. */
export type Giver = { role: RoleRef; permissions: ReadonlySet<Permission> };

/** The built-in role behind a reference; null for a role of the workspace. */
export function builtInRole(role: RoleRef): Role | null {
  return ROLES.find((known) => known === role) ?? null;
}

/**
 * Whether somebody may give a role, change it, or change a member who has it: nobody deals with a role that allows what they may not do, and only
 * owners deal with owners. The server decides; this keeps back what it would refuse. A role that is not among `roles` yet is kept back.
 */
export function mayDealWith(own: Giver, role: RoleRef, roles: readonly WorkspaceRole[]): boolean {
  const builtIn = builtInRole(role);
  if (builtIn === 'owner') return own.role === 'owner';
  const permissions = builtIn === null ? roles.find((known) => known.id === role)?.permissions : permissionsOf(builtIn);
  return permissions?.every((permission) => own.permissions.has(permission)) ?? false;
}

/** The roles that somebody may give: the built-in ones, and then those of the workspace. */
export function rolesToGive(own: Giver, roles: readonly WorkspaceRole[]): RoleRef[] {
  const all: RoleRef[] = [...ROLES, ...roles.filter((role) => !role.is_built_in).map((role) => role.id)];
  return all.filter((role) => mayDealWith(own, role, roles));
}

/** Where a role stands in a list: the built-in ones from the most to the least powerful, between them and after them nothing else is known. */
export function roleOrder(role: RoleRef): number {
  const builtIn = builtInRole(role);
  return builtIn === null ? ROLES.length : ROLES.indexOf(builtIn);
}
