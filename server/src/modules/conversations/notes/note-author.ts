import type { AuditActor } from '#modules/audit';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import type { EntryBy } from '../entries/append-entries.ts';

/** An actor as the writer of an entry. */
export function entryByOf(actor: WorkspaceActor): EntryBy {
  return actor.kind === 'user' ? { kind: 'member', id: actor.memberId } : { kind: 'api_key', id: actor.apiKeyId };
}

/** An actor as the audit log names it. */
export function auditActorOf(actor: WorkspaceActor): AuditActor {
  return actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId };
}

/**
 * Whether a note is the actor's own. Others may change it only with what managers have.
 * Errors: `permission_denied`.
 */
export function requireAuthorOrManager(actor: WorkspaceActor, note: { actorKind: string; actorId: string | null }): { isOwn: boolean } {
  const self = entryByOf(actor);
  const isOwn = note.actorKind === self.kind && note.actorId === self.id;
  const permission = 'inbox:configure';
  if (!isOwn && !actor.permissions.has(permission)) throw new AppError('permission_denied', { details: { permission } });
  return { isOwn };
}
