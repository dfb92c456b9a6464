import type { GetUsageQuery, ListRequestLogQuery, LoggedRequest, Page, Usage } from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Query } from '../wire-types.ts';

/** Calls of the API, newest first; a call is there a second after its answer at the latest. */
export function createRequestLog(http: Transport) {
  const list = (query?: Query<ListRequestLogQuery>, options?: CallOptions) =>
    http.json<Page<LoggedRequest>>({ method: 'GET', path: '/v1/request-log', query, ...options });
  return {
    list,
    each: (query?: Query<ListRequestLogQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** One call by the `Request-Id` of its answer. */
    get: (id: string, options?: CallOptions) =>
      http.json<LoggedRequest>({ method: 'GET', path: pathOf`/v1/request-log/${id}`, ...options }),
  };
}

/** How much the API is used. */
export function createUsage(http: Transport) {
  return {
    /** Calls by hour or day, cut by key, route or class of status, and messages by day. */
    get: (query?: Query<GetUsageQuery>, options?: CallOptions) => http.json<Usage>({ method: 'GET', path: '/v1/usage', query, ...options }),
  };
}
