import type { Permission } from '@kabar/contract';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';

/** A person who acts as a member of a workspace. */
export type ActingMember = Extract<WorkspaceActor, { kind: 'user' }>;

/** What only a person may do, no API key carries; this says so a second time. Errors: `permission_denied`. */
export function requireMember(actor: WorkspaceActor, permission: Permission): ActingMember {
  if (actor.kind !== 'user') throw new AppError('permission_denied', { details: { permission } });
  return actor;
}
