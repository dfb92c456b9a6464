import type { Permission, Role } from '@kabar/contract';
import { AppError } from '#platform/errors';

/** What a role allows, as far as comparing goes. */
export type RolePower = { role: Role | 'custom'; permissions: ReadonlySet<Permission> };

/** A member as far as the rule about owners goes. */
export type RankedMember = { id: string; role: Role | 'custom' };

/**
 * Nobody gives, makes, changes or takes away a role that allows something they may not do themselves; only owners deal with owners, whatever a role of
 * the workspace allows. Errors: `role_too_high`.
 */
export function requireWithin(own: RolePower, other: RolePower): void {
  if (!isWithin(own, other)) throw new AppError('role_too_high');
}

/** Whether `requireWithin` lets it pass. */
export function isWithin(own: RolePower, other: RolePower): boolean {
  return !(other.role === 'owner' && own.role !== 'owner') && [...other.permissions].every((permission) => own.permissions.has(permission));
}

/** A workspace keeps an owner. `members` holds at least all owners. Errors: `last_owner`. */
export function requireOwnerStays(members: readonly RankedMember[], target: RankedMember, next: Role | 'custom' | null): void {
  if (target.role !== 'owner' || next === 'owner') return;
  if (!members.some((member) => member.role === 'owner' && member.id !== target.id)) throw new AppError('last_owner');
}
