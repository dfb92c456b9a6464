import type { AccountEvent, Page } from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import type { Transport } from '../transport.ts';
import type { CallOptions, PageRequest } from '../wire-types.ts';

/** What WhatsApp reported about the account: templates, quality, policy, limits and the like. Newest first. */
export function createAccountEvents(http: Transport) {
  const list = (query?: PageRequest, options?: CallOptions) =>
    http.json<Page<AccountEvent>>({ method: 'GET', path: '/v1/account-events', query, ...options });
  return {
    list,
    each: (query?: PageRequest, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
  };
}
