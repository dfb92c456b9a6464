import { roleRank, type Role } from '@kabar/contract';
import { AppError } from '#platform/errors';

/** A member as far as roles go. */
export type RankedMember = { id: string; role: Role };

/** Nobody gives a role above their own. Errors: `role_too_high`. */
export function requireMayGive(own: Role, given: Role): void {
  if (roleRank(given) < roleRank(own)) throw new AppError('role_too_high');
}

/** Nobody changes or removes somebody above them. Errors: `role_too_high`. */
export function requireMayTouch(own: Role, target: Role): void {
  if (roleRank(target) < roleRank(own)) throw new AppError('role_too_high');
}

/** A workspace keeps an owner. `members` holds at least all owners. Errors: `last_owner`. */
export function requireOwnerStays(members: readonly RankedMember[], target: RankedMember, next: Role | null): void {
  if (target.role !== 'owner' || next === 'owner') return;
  if (!members.some((member) => member.role === 'owner' && member.id !== target.id)) throw new AppError('last_owner');
}
