import type { Contact, CreateContactRequest, ListContactsQuery, Page, UpdateContactRequest } from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** Customers. A contact has a set of identifiers; a phone number is one of them and may be absent. */
export function createContacts(http: Transport) {
  const list = (query?: Query<ListContactsQuery>, options?: CallOptions) =>
    http.json<Page<Contact>>({ method: 'GET', path: '/v1/contacts', query, ...options });
  return {
    /** `phone` finds one exact phone number in any usual spelling. */
    list,
    each: (query?: Query<ListContactsQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    create: (body: Input<typeof CreateContactRequest>, options?: CallOptions) =>
      http.json<Contact>({ method: 'POST', path: '/v1/contacts', json: body, ...options }),
    get: (id: string, options?: CallOptions) => http.json<Contact>({ method: 'GET', path: pathOf`/v1/contacts/${id}`, ...options }),
    update: (id: string, body: Input<typeof UpdateContactRequest>, options?: CallOptions) =>
      http.json<Contact>({ method: 'PATCH', path: pathOf`/v1/contacts/${id}`, json: body, ...options }),
  };
}
