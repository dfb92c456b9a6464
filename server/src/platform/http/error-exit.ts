import { errorDocsPath, ERRORS, type ErrorBody, type ErrorCode } from '@kabar/contract/errors';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ZodError } from 'zod';
import { AppError } from '../errors.ts';
import { drainBody } from './drain-body.ts';

/** Called for faults of ours, once each, with the request they happened in. */
export type ReportFault = (error: unknown, request: { id: string; method: string; route: string }) => void;

/** Body of the answer for one refusal. */
export function errorBody(code: ErrorCode, requestId: string, details?: unknown): ErrorBody {
  const entry = ERRORS[code];
  return {
    error: {
      code,
      title: entry.title,
      message: entry.message,
      doc_url: errorDocsPath(code),
      request_id: requestId,
      retryable: entry.retryable,
      ...(details === undefined ? {} : { details }),
    },
  };
}

/**
 * The only place where a throw becomes a status and a body. Everything that is not a refusal of the catalogue leaves as
 * `internal_error` with the request id, and is reported; the database being away is `unavailable`.
 */
export function createErrorExit(report: ReportFault) {
  return function errorExit(error: FastifyError | AppError | Error, request: FastifyRequest, reply: FastifyReply): void {
    const refusal = toRefusal(error, request);
    request.kabarErrorCode = refusal.code;
    if (refusal.code === 'internal_error') {
      report(error, { id: request.id, method: request.method, route: request.routeOptions.url ?? '' });
    }
    const retryAfter = retryAfterSeconds(refusal);
    if (retryAfter !== null) reply.header('retry-after', String(retryAfter));
    if (refusal.code === 'body_too_large') drainBody(request.raw, reply);
    if (refusal.code === 'unauthenticated') reply.header('www-authenticate', 'Bearer realm="kabar"');
    const foreign = request.routeOptions.config.protocol?.presentRefusal(refusal, request.id);
    if (foreign !== undefined) {
      reply.code(foreign.status).type('application/json; charset=utf-8').send(foreign.body);
      return;
    }
    reply
      .code(ERRORS[refusal.code].status)
      .type('application/json; charset=utf-8')
      .send(errorBody(refusal.code, request.id, refusal.details));
  };
}

function toRefusal(error: FastifyError | AppError | Error, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const part = error.validationContext === 'querystring' ? 'query' : (error.validationContext ?? 'body');
    const issues = error.validation.map((issue) => ({
      path: `${part}${issue.instancePath.replace(/\/$/, '').replaceAll('/', '.')}`,
      message: issue.message ?? 'not valid',
    }));
    return new AppError('validation_failed', { details: { issues } });
  }
  if (error instanceof ZodError && 'statusCode' in error && error.statusCode === 400) {
    return new AppError('validation_failed', {
      details: { issues: error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) },
    });
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return new AppError('body_too_large', { details: { limit_bytes: request.routeOptions.bodyLimit ?? 0 }, cause: error });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return new AppError('unsupported_media_type', { cause: error });
    case 'FST_MP_PREMATURE_CLOSE':
      return new AppError('upload_cut_short', { cause: error });
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new AppError('malformed_json', { cause: error });
    // A path that cannot be decoded, and one that the files of the dashboard must not be asked for.
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new AppError('route_not_found', { cause: error });
    default:
      break;
  }
  // The reader of forms says these two in words alone.
  if (error.message === 'Multipart: Boundary not found') return new AppError('unsupported_media_type', { cause: error });
  if (/unexpected end of multipart data$/i.test(error.message)) return new AppError('upload_cut_short', { cause: error });
  if ('statusCode' in error && error.statusCode === 403) return new AppError('route_not_found', { cause: error });
  if (error instanceof SyntaxError && 'statusCode' in error) return new AppError('malformed_json', { cause: error });
  if (unreadable.has(code) && hasCursor(request)) return new AppError('cursor_invalid', { cause: error });
  // KB001: an index key was changed this moment, and the request hashed by the one before. Nothing was written; the next try has the new one.
  if (isDatabaseAway(error, code) || code === 'KB001') return new AppError('unavailable', { cause: error });
  if ('statusCode' in error && error.statusCode === 400) return new AppError('malformed_json', { cause: error });
  return new AppError('internal_error', { cause: error });
}

/** The database was given a text that is no uuid, no time, or no number of its size. */
const unreadable: ReadonlySet<string> = new Set(['22P02', '22007', '22008', '22003']);

/** All other input was judged by a schema; only what stands inside a cursor reaches the database as somebody made it up. */
function hasCursor({ query }: FastifyRequest): boolean {
  return typeof query === 'object' && query !== null && 'cursor' in query && typeof query.cursor === 'string';
}

/** Connection-level failures and shutdown/start-up states of PostgreSQL (SQLSTATE class 08, 57P0x, 53300). */
function isDatabaseAway(error: Error, code: string): boolean {
  if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '57P03', '53300'].includes(code) || code.startsWith('08'))
    return true;
  return /Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after calling end/.test(error.message);
}

function retryAfterSeconds(error: AppError): number | null {
  if (
    error.code === 'rate_limited' &&
    typeof error.details === 'object' &&
    error.details !== null &&
    'retry_after_seconds' in error.details
  ) {
    return Number(error.details.retry_after_seconds);
  }
  return error.code === 'unavailable' || error.code === 'upstream_unavailable' || error.code === 'idempotency_in_progress' ? 2 : null;
}
