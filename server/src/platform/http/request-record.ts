import type { ErrorCode } from '@kabar/contract/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { REPLAYED_HEADER } from './run-once.ts';

/** What one finished request looked like; never carries the path as it was called, the query or the body. */
export type RequestRecord = {
  requestId: string;
  method: string;
  /** The declared path with `:name` parameters, or empty where no route matched. */
  route: string;
  status: number;
  durationMs: number;
  workspaceId: string | null;
  /** Database id of the API key or the user. */
  actorId: string | null;
  actorKind: 'api_key' | 'user' | null;
  /** When the request came, by the machine's clock. */
  startedAt: Date;
  clientIp: string;
  /** Code of the refusal that was answered; null for a success. */
  errorCode: ErrorCode | null;
  /** The answer was that of an earlier request with the same `Idempotency-Key`. */
  isReplay: boolean;
  /** The first public id in the path. */
  pathId: string | null;
  /**
   * Public id of what the request made or changed: what the handler named with `raw.kabarSubject`, or else the `id` of the answer, or else a second id in the
   * path. Null where it is that of the path.
   */
  subject: string | null;
  /** The header as it came, at most 255 characters. */
  idempotencyKey: string | null;
};

const publicIdForm = /^[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** Whether a value is an id of ours and not whatever somebody typed. */
export function isPublicId(value: unknown): value is string {
  return typeof value === 'string' && publicIdForm.test(value);
}

/** The `id` of an answer about one thing. */
export function idOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('id' in body)) return null;
  return isPublicId(body.id) ? body.id : null;
}

/** What there is to note of an answered request. */
export function recordOf(request: FastifyRequest, reply: FastifyReply): RequestRecord {
  // Only ids of ours: a path may hold anything that somebody typed.
  const params: unknown = request.params;
  const values: unknown[] = typeof params === 'object' && params !== null ? Object.values(params) : [];
  const ids = values.filter(isPublicId);
  const [pathId = null, secondId = null] = ids;
  const ledTo = request.kabarSubject ?? secondId;
  const key = request.headers['idempotency-key'];
  return {
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url ?? '',
    status: reply.statusCode,
    durationMs: reply.elapsedTime,
    workspaceId: request.workspaceId,
    actorId: request.actorId,
    actorKind: request.actorKind,
    startedAt: new Date(Date.now() - reply.elapsedTime),
    clientIp: request.clientIp,
    errorCode: request.kabarErrorCode,
    isReplay: reply.hasHeader(REPLAYED_HEADER),
    pathId,
    subject: ledTo === pathId ? null : ledTo,
    idempotencyKey: typeof key === 'string' && key.length <= 255 ? key : null,
  };
}
