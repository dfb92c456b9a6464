import type { PrivacyRequest, SelfRequest } from '@kabar/contract';
import { authorityFor } from '#modules/law';
import {
  cancelOwnRequest,
  getRequest,
  openCopy,
  openRequest,
  personIn,
  requestPublicId,
  requestsOfPerson,
  requestUuid,
  startRequest,
  type RequestsContext,
} from '#modules/requests';
import { AppError } from '#platform/errors';
import type { RequestHands } from './self-service-context.ts';

/** How a person's own requests are asked for and shown, over the module that handles them. */
export function createRequestHands(ctx: RequestsContext): RequestHands {
  return {
    async open({ workspaceId, contactId, kind, note, channel, proof, language }) {
      const actor = personIn(workspaceId, contactId);
      const id = await openRequest(ctx, actor, { kind, channel, contactId, proof, language, subject: { note } });
      const request = await getRequest(ctx, workspaceId, id);
      if (request.state === 'duplicate') return request.duplicate_of ?? requestPublicId(id);
      // Where two members have to agree to an erasure, nobody else starts it: it waits for them.
      if (request.state === 'planned' && !request.approval.needs_second) await startRequest(ctx, actor, id);
      return requestPublicId(id);
    },
    async list(workspaceId, contactId) {
      const requests = await requestsOfPerson(ctx, workspaceId, contactId);
      const own = requests.filter(({ state }) => state !== 'duplicate').slice(0, 20);
      return Promise.all(own.map(async ({ id }) => selfRequestOf(await getRequest(ctx, workspaceId, requestUuid(id)))));
    },
    async find(workspaceId, reference) {
      try {
        return selfRequestOf(await getRequest(ctx, workspaceId, requestUuid(reference)));
      } catch (error) {
        if (error instanceof AppError && error.code === 'not_found') return null;
        throw error;
      }
    },
    cancel: (workspaceId, contactId, reference) => cancelOwnRequest(ctx, workspaceId, contactId, requestUuid(reference)),
    async openCopy(workspaceId, contactId, reference) {
      const id = requestUuid(reference);
      const own = await requestsOfPerson(ctx, workspaceId, contactId);
      if (!own.some((request) => request.id === reference)) return null;
      const copy = await openCopy(ctx, personIn(workspaceId, contactId), id);
      return copy.isAccount ? null : copy.stream;
    },
  };
}

const states: Readonly<Record<PrivacyRequest['state'], SelfRequest['state']>> = {
  received: 'waiting',
  identity_check: 'waiting',
  planned: 'waiting',
  veto_window: 'will_begin',
  executing: 'working',
  verifying: 'working',
  forwarded: 'working',
  partial: 'partly_done',
  done: 'done',
  denied: 'refused',
  cancelled: 'cancelled',
  duplicate: 'same_as_earlier',
};
const stoppable: ReadonlySet<PrivacyRequest['state']> = new Set(['received', 'identity_check', 'planned', 'veto_window']);

/** A request in the words of whoever asked. Pure. */
export function selfRequestOf(request: PrivacyRequest): SelfRequest {
  // A step that waits for a member is not under way by itself.
  const state = request.next_step === 'manual_step' ? 'waiting' : states[request.state];
  return {
    reference: request.id,
    kind: request.kind,
    state,
    received_at: request.received_at,
    due_at: request.due_at,
    begins_at: request.veto_until,
    closed_at: request.closed_at,
    authority: request.denial?.authority ?? authorityFor(request.due_basis === 'workspace' ? 'ID' : request.due_basis, null),
    can_cancel: stoppable.has(request.state),
    file: request.file,
    refusal: request.denial?.text ?? null,
    kept: request.tasks.flatMap(({ kept }) => kept.map(({ what, because, until }) => ({ what, because, until }))),
  };
}
