import type { EraseContactRequest, Erasure, ErasureCheck, ErasurePlan, ListErasuresQuery, Page } from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** Erasing people: what it would do, doing it, taking it back while it waits. */
export function createErasures(http: Transport) {
  const list = (query?: Query<ListErasuresQuery>, options?: CallOptions) =>
    http.json<Page<Erasure>>({ method: 'GET', path: '/v1/erasures', query, ...options });
  return {
    list,
    each: (query?: Query<ListErasuresQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** What goes and what stays; changes nothing. */
    plan: (contactId: string, options?: CallOptions) =>
      http.json<ErasurePlan>({ method: 'GET', path: pathOf`/v1/contacts/${contactId}/erasure`, ...options }),
    /** Begins after `wait_minutes`; until then it can be taken back. */
    start: (contactId: string, body: Input<typeof EraseContactRequest>, options?: CallOptions) =>
      http.json<Erasure>({ method: 'POST', path: pathOf`/v1/contacts/${contactId}/erasure`, json: body, ...options }),
    get: (id: string, options?: CallOptions) => http.json<Erasure>({ method: 'GET', path: pathOf`/v1/erasures/${id}`, ...options }),
    /** Errors: `conflict` once it has begun. */
    cancel: (id: string, options?: CallOptions) =>
      http.json<Erasure>({ method: 'POST', path: pathOf`/v1/erasures/${id}/cancel`, ...options }),
    /** The last nightly search for rows of erased people. */
    check: (options?: CallOptions) => http.json<ErasureCheck>({ method: 'GET', path: '/v1/erasures/check', ...options }),
  };
}
