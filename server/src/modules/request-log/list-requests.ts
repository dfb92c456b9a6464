import { ID_PREFIXES, type ListRequestLogQuery, type LoggedRequest, type Page, type PublicId } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId, toPublicId } from '#platform/ids';
import type { RequestLogContext } from './request-log-context.ts';
import { selectLines, type LineFilter, type LinePosition, type LineRow } from './request-log.sql.ts';
import { timeOfUuid } from './request-time.ts';

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const everything: LineFilter = {
  statusClass: null,
  method: null,
  route: null,
  apiKeyId: null,
  caller: null,
  errorCode: null,
  requestId: null,
  objectId: null,
  from: null,
  until: null,
};

/** A page of the request log, newest first. Errors: `cursor_invalid`. */
export async function listRequests(ctx: RequestLogContext, workspaceId: string, query: ListRequestLogQuery): Promise<Page<LoggedRequest>> {
  const [before = null] = decodeCursor(query.cursor, 1) ?? [];
  if (before !== null && (typeof before !== 'string' || !uuidForm.test(before))) throw new AppError('cursor_invalid');
  const requestId = query.request_id === undefined ? null : uuidOf(ID_PREFIXES.request, query.request_id);
  const filter: LineFilter = {
    statusClass: query.status_class ?? null,
    method: query.method ?? null,
    route: query.route ?? null,
    apiKeyId: query.api_key_id === undefined ? null : uuidOf(ID_PREFIXES.apiKey, query.api_key_id),
    caller: query.caller ?? null,
    errorCode: query.error_code ?? null,
    requestId,
    objectId: query.object_id ?? null,
    from: query.from === undefined ? null : new Date(query.from),
    until: query.until === undefined ? null : new Date(query.until),
  };
  const statement = selectLines(workspaceId, filter, positionOf(before), query.limit + 1, positionOf(requestId));
  const rows = await tenantQuery<LineRow>(ctx.db, workspaceId, statement);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return { data: page.map(present), next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.id]) : null };
}

/** One line. Errors: `not_found`, also for a request that is not written down yet (a second at most) or not any more. */
export async function getRequest(ctx: RequestLogContext, workspaceId: string, publicId: string): Promise<LoggedRequest> {
  const asked = positionOf(uuidOf(ID_PREFIXES.request, publicId));
  const [row] = await tenantQuery<LineRow>(ctx.db, workspaceId, selectLines(workspaceId, everything, null, 1, asked));
  if (row === undefined) throw new AppError('not_found');
  return present(row);
}

function positionOf(id: string | null): LinePosition | null {
  return id === null ? null : { id, at: timeOfUuid(id) };
}

/** The schema has checked the form, so this refuses nothing but what the schema lets pass by mistake. */
function uuidOf(prefix: string, publicId: string): string {
  const uuid = fromPublicId(prefix, publicId);
  if (uuid === null) throw new AppError('not_found');
  return uuid;
}

function present(row: LineRow): LoggedRequest {
  return {
    id: toPublicId(ID_PREFIXES.request, row.id) as PublicId<'request'>, // made with the prefix it is branded with
    at: row.at.toISOString(),
    method: row.method as LoggedRequest['method'], // the writer lets these five in only
    route: row.route,
    path_id: row.path_id,
    object_id: row.object_id,
    status: row.status,
    duration_ms: row.duration_ms,
    ip: row.ip,
    api_key_id: row.api_key_id === null ? null : (toPublicId(ID_PREFIXES.apiKey, row.api_key_id) as PublicId<'apiKey'>), // the same
    user_id: row.user_id === null ? null : (toPublicId(ID_PREFIXES.user, row.user_id) as PublicId<'user'>), // the same
    caller_name: row.caller_name,
    idempotency_key: row.idempotency_key,
    is_replay: row.is_replay,
    error_code: row.error_code,
  };
}
