import { ID_PREFIXES, permissionsOf, ROLES, type RoleRef } from '@kabar/contract';
import { permissionsOfRole } from '#modules/users';
import type { TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId } from '#platform/ids';
import { lockRole, type StoredRole } from './members.sql.ts';
import type { RolePower } from './policy.ts';

/** A role that is to be given: as it is stored, what it allows, and its name where the workspace made it. */
export type ResolvedRole = StoredRole & { power: RolePower; name: string | null };

/** Finds a role by how the API names it, and keeps it as it is until the transaction ends. Errors: `not_found`. */
export async function resolveRole(tx: TenantTx, ref: RoleRef): Promise<ResolvedRole> {
  const builtIn = ROLES.find((role) => role === ref);
  if (builtIn !== undefined)
    return { role: builtIn, roleId: null, name: null, power: { role: builtIn, permissions: new Set(permissionsOf(builtIn)) } };
  const roleId = fromPublicId(ID_PREFIXES.role, ref);
  const [row] =
    roleId === null ? [] : await tx.query<{ id: string; name: string; permissions: string[] }>(lockRole(tx.workspaceId, roleId));
  if (row === undefined) throw new AppError('not_found');
  const permissions = new Set(permissionsOfRole('custom', row.permissions));
  return { role: 'custom', roleId: row.id, name: row.name, power: { role: 'custom', permissions } };
}
