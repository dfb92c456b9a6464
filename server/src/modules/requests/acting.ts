import { ID_PREFIXES } from '@kabar/contract';
import type { AuditActor } from '#modules/audit';
import { installationId } from '#modules/keyring';
import { AppError } from '#platform/errors';
import type { UserActor, WorkspaceActor } from '#platform/http/actor';
import { fromPublicId, toPublicId } from '#platform/ids';
import type { CreatorKind } from './requests.sql.ts';

/** Who does something with a request, in which queue. `id` is a database id. */
export type Actor = { workspaceId: string; kind: CreatorKind; id: string | null; audit: AuditActor };

/** The queue of the operator: requests about accounts, kept under the installation itself. */
export const operatorQueue: string = installationId;

/** A member or API key of a workspace. */
export function actorOf(actor: WorkspaceActor): Actor {
  const { workspaceId } = actor;
  return actor.kind === 'user'
    ? { workspaceId, kind: 'member', id: actor.memberId, audit: { kind: 'user', id: actor.userId } }
    : { workspaceId, kind: 'api_key', id: actor.apiKeyId, audit: { kind: 'api_key', id: actor.apiKeyId } };
}

/** Whoever runs the installation, in their queue. */
export function operatorOf(actor: UserActor): Actor {
  return { workspaceId: operatorQueue, kind: 'operator', id: actor.userId, audit: { kind: 'user', id: actor.userId } };
}

/** Kabar itself. */
export function systemIn(workspaceId: string): Actor {
  return { workspaceId, kind: 'system', id: null, audit: { kind: 'system', id: null } };
}

/** The person the request is about. */
export function personIn(workspaceId: string, contactId: string | null): Actor {
  return { workspaceId, kind: 'person', id: contactId, audit: { kind: 'system', id: null } };
}

/** Database id of a request. Errors: `not_found`. */
export function requestUuid(publicId: string): string {
  const id = fromPublicId(ID_PREFIXES.privacyRequest, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}

/** Public id of a request. */
export function requestPublicId(id: string): `prq_${string}` {
  return toPublicId(ID_PREFIXES.privacyRequest, id) as `prq_${string}`; // made with the prefix it is branded with
}
