import { permissionsOf, type Permission, type Role } from '@kabar/contract';
import type { AuditActor } from '#modules/audit';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { requireMayGive, requireMayTouch } from './policy.ts';

/** How the audit log names who acts. */
export function auditActorOf(actor: WorkspaceActor): AuditActor {
  return actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId };
}

/**
 * Nobody grants more than they hold: a member gives roles up to their own, a key gives roles that may do nothing which the key may not. `own` is the
 * role of the member as it is now, under a lock; null for a key. Errors: `role_too_high`.
 */
export function requireMayGrant(actor: WorkspaceActor, own: Role | null, role: Role): void {
  if (own !== null) requireMayGive(own, role);
  else if (!holdsAll(actor.permissions, role)) throw new AppError('role_too_high');
}

/** Nobody changes or removes somebody who may do more than they. `own` as above. Errors: `role_too_high`. */
export function requireMayChange(actor: WorkspaceActor, own: Role | null, target: Role): void {
  if (own !== null) requireMayTouch(own, target);
  else if (!holdsAll(actor.permissions, target)) throw new AppError('role_too_high');
}

function holdsAll(held: ReadonlySet<Permission>, role: Role): boolean {
  return permissionsOf(role).every((permission) => held.has(permission));
}
