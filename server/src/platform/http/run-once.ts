import { ERRORS } from '@kabar/contract/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';
import type { Idempotency, RequestFacts, RequestIdentity } from '../idempotency/idempotency.ts';
import type { Actor, WorkspaceActor } from './actor.ts';
import { drainBody } from './drain-body.ts';
import { errorBody } from './error-exit.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import type { Route } from './route.ts';

/** Header of a request's own key, and the one that marks an answer as that of an earlier request. */
export const IDEMPOTENCY_HEADER = 'idempotency-key';
export const REPLAYED_HEADER = 'idempotent-replayed';

const dayMs = 24 * 3_600_000;

/** Whether a route takes an `Idempotency-Key`: every write of somebody who is known. */
export function takesIdempotencyKey(route: Pick<Route, 'method' | 'auth'>): boolean {
  return route.method !== 'GET' && route.auth !== 'public';
}

/** A request that is to run once: how it is recognised, and from what. */
export type OnceRequest = { identity: RequestIdentity; facts: RequestFacts };

/** Recognises a request by its `Idempotency-Key`; null without one. Errors: `validation_failed`. */
export async function recognise(idempotency: Idempotency, route: Route, request: FastifyRequest): Promise<OnceRequest | null> {
  if (!takesIdempotencyKey(route)) return null;
  const key = readIdempotencyKey(request.headers[IDEMPOTENCY_HEADER]);
  const actor = request.kabarActor;
  if (key === null || actor === null) return null;
  const facts: RequestFacts = {
    ...callerOf(actor),
    key,
    parts: [route.method, route.path, request.params ?? null, request.query ?? null, bodyOf(route, request)],
  };
  return { facts, identity: await idempotency.identify(facts) };
}

/**
 * Runs a handler once per request: gives the kept answer when there is one, and otherwise keeps the one that it gives. A refusal
 * that changed nothing is not kept, so the same key may be used again after a repair.
 *
 * Errors: `idempotency_key_reused`, `idempotency_in_progress`, `idempotency_outcome_unknown`; what the handler throws.
 */
export async function runOnce(
  idempotency: Idempotency,
  { identity, facts }: OnceRequest,
  { route, request, reply }: { route: Route; request: FastifyRequest; reply: FastifyReply },
  handler: () => Promise<unknown>,
): Promise<unknown> {
  const outcome = await idempotency.claim(identity, facts, route.idempotencyKeptMs ?? dayMs);
  switch (outcome.kind) {
    case 'reused':
      throw new AppError('idempotency_key_reused');
    case 'running':
      throw new AppError('idempotency_in_progress');
    case 'unknown':
      throw new AppError('idempotency_outcome_unknown');
    case 'replay':
      if (route.bodyKind === 'multipart') drainBody(request.raw, reply);
      reply.code(outcome.status).header(REPLAYED_HEADER, 'true');
      if (outcome.body === null) return reply.send();
      return reply.type('application/json; charset=utf-8').send(outcome.body);
    case 'mine':
      break;
  }
  const { claim } = outcome;
  try {
    const body = await claim.steps.run(handler);
    if (claim.steps.hasDiverged) throw new AppError('idempotency_outcome_unknown');
    if (isPlain(route, reply, body)) await claim.finish(reply.statusCode, body === undefined ? null : JSON.stringify(body));
    else await claim.giveUp();
    return body;
  } catch (error) {
    if (claim.steps.hasDiverged) {
      await claim.giveUp();
      throw error instanceof AppError && error.code === 'idempotency_in_progress'
        ? error
        : new AppError('idempotency_outcome_unknown', { cause: error });
    }
    const refusal: AppError | null = error instanceof AppError ? error : null;
    // A refusal after a change is the answer; a fault of ours, or one that passes, is something to go on from.
    if (refusal !== null && claim.steps.hasEffect && !ERRORS[refusal.code].retryable) {
      const { status, body } = answerOf(route, refusal, request.id);
      await claim.finish(status, JSON.stringify(body));
    } else {
      await claim.giveUp();
    }
    throw error;
  }
}

/** A refusal as the error exit words it. */
function answerOf(route: Route, refusal: AppError, requestId: string): { status: number; body: unknown } {
  return (
    route.protocol?.presentRefusal(refusal, requestId) ?? {
      status: ERRORS[refusal.code].status,
      body: errorBody(refusal.code, requestId, refusal.details),
    }
  );
}

function callerOf(actor: Actor | WorkspaceActor): Pick<RequestFacts, 'workspaceId' | 'caller'> {
  if (actor.kind === 'api_key') return { workspaceId: actor.workspaceId, caller: { kind: 'api_key', id: actor.apiKeyId } };
  if ('workspaceId' in actor) return { workspaceId: actor.workspaceId, caller: { kind: 'member', id: actor.memberId } };
  return { workspaceId: null, caller: { kind: 'user', id: actor.userId } };
}

/** The body as it tells two requests apart. Of an upload, which is not read yet, its length. */
function bodyOf(route: Route, request: FastifyRequest): unknown {
  if (route.bodyKind === 'multipart') return { length: request.headers['content-length'] ?? null };
  return request.body ?? null;
}

/** Whether an answer is text that can be kept, as opposed to a stream, a file or one that was sent already. */
function isPlain(route: Route, reply: FastifyReply, body: unknown): boolean {
  if (reply.sent || typeof route.responses[reply.statusCode] === 'string') return false;
  return body === undefined || (typeof body === 'object' && !Buffer.isBuffer(body) && !(body !== null && 'pipe' in body));
}
