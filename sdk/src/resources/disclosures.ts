import type {
  CreateDisclosureRequest,
  DecideDisclosureRequest,
  Disclosure,
  HandOverDisclosureRequest,
  ListDisclosuresQuery,
  Page,
} from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** Requests of authorities for data: recorded, approved by a second person, exported, handed over. */
export function createDisclosures(http: Transport) {
  return {
    list: (query?: Query<ListDisclosuresQuery>, options?: CallOptions) =>
      http.json<Page<Disclosure>>({ method: 'GET', path: '/v1/disclosures', query, ...options }),
    record: (body: Input<typeof CreateDisclosureRequest>, options?: CallOptions) =>
      http.json<Disclosure>({ method: 'POST', path: '/v1/disclosures', json: body, ...options }),
    get: (id: string, options?: CallOptions) => http.json<Disclosure>({ method: 'GET', path: pathOf`/v1/disclosures/${id}`, ...options }),
    decide: (id: string, body: Input<typeof DecideDisclosureRequest>, options?: CallOptions) =>
      http.json<Disclosure>({ method: 'POST', path: pathOf`/v1/disclosures/${id}/decide`, json: body, ...options }),
    writeFiles: (id: string, options?: CallOptions) =>
      http.json<Disclosure>({ method: 'POST', path: pathOf`/v1/disclosures/${id}/exports`, ...options }),
    handOver: (id: string, body: Input<typeof HandOverDisclosureRequest>, options?: CallOptions) =>
      http.json<Disclosure>({ method: 'POST', path: pathOf`/v1/disclosures/${id}/hand-over`, json: body, ...options }),
    withdraw: (id: string, options?: CallOptions) =>
      http.json<Disclosure>({ method: 'POST', path: pathOf`/v1/disclosures/${id}/withdraw`, ...options }),
  };
}
