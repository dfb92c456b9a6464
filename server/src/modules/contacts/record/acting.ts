import { ID_PREFIXES, type IdKind } from '@kabar/contract';
import type { AuditActor } from '#modules/audit';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { fromPublicId } from '#platform/ids';

/** Who did something to a contact, as its history keeps it. `id` is a database id. */
export type Doer = { kind: 'member' | 'api_key' | 'system'; id: string | null };

/** The actor of a request as the history of contacts names them. */
export function doerOf(actor: WorkspaceActor): { kind: 'member' | 'api_key'; id: string } {
  return actor.kind === 'user' ? { kind: 'member', id: actor.memberId } : { kind: 'api_key', id: actor.apiKeyId };
}

/** The actor of a request as the audit log names them. */
export function auditActorOf(actor: WorkspaceActor): AuditActor {
  return actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId };
}

/** Database id of a public id. Errors: `not_found` for one of another kind. */
export function uuidOf(kind: IdKind, publicId: string): string {
  const id = fromPublicId(ID_PREFIXES[kind], publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}

/** A refusal that names one field of the request. */
export function invalidField(path: string, message: string): AppError {
  return new AppError('validation_failed', { details: { issues: [{ path, message }] } });
}
