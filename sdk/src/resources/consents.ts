import type {
  BulkConsentRequest,
  BulkConsentResponse,
  ConsentDoubt,
  ConsentRecord,
  ConsentSettings,
  ConsentWording,
  ContactConsents,
  CreateConsentWordingRequest,
  CreateSuppressionRequest,
  DecideConsentDoubtRequest,
  LiftSuppressionRequest,
  ListConsentDoubtsQuery,
  ListConsentWordingsQuery,
  ListSuppressionsQuery,
  Page,
  RecordConsentRequest,
  Suppression,
  TryConsentWordsRequest,
  TryConsentWordsResponse,
  UpdateConsentSettingsRequest,
  UpdateConsentWordingRequest,
} from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Output, PageRequest, Query } from '../wire-types.ts';

/** What customers agreed to, what they stopped, and the rules and words around it. */
export function createConsents(http: Transport) {
  const listSuppressions = (query?: Query<ListSuppressionsQuery>, options?: CallOptions) =>
    http.json<Page<Suppression>>({ method: 'GET', path: '/v1/suppressions', query, ...options });
  return {
    /** What holds for a contact now, what the send gate would say, and the history. */
    of: (contactId: string, query?: PageRequest, options?: CallOptions) =>
      http.json<ContactConsents>({ method: 'GET', path: pathOf`/v1/contacts/${contactId}/consents`, query, ...options }),
    record: (contactId: string, body: Input<typeof RecordConsentRequest>, options?: CallOptions) =>
      http.json<ConsentRecord>({ method: 'POST', path: pathOf`/v1/contacts/${contactId}/consents`, json: body, ...options }),
    /** Up to 1,000 at once; a refused row touches no other. */
    recordMany: (body: Input<typeof BulkConsentRequest>, options?: CallOptions) =>
      http.json<Output<typeof BulkConsentResponse>>({ method: 'POST', path: '/v1/consents', json: body, ...options }),
    suppressions: {
      list: listSuppressions,
      each: (query?: Query<ListSuppressionsQuery>, options?: CallOptions) => eachRow(query, (page) => listSuppressions(page, options)),
      add: (body: Input<typeof CreateSuppressionRequest>, options?: CallOptions) =>
        http.json<Suppression>({ method: 'POST', path: '/v1/suppressions', json: body, ...options }),
      /** On the customer's wish, of which the body gives evidence. */
      lift: (id: string, body: Input<typeof LiftSuppressionRequest>, options?: CallOptions) =>
        http.done({ method: 'POST', path: pathOf`/v1/suppressions/${id}/lift`, json: body, ...options }),
    },
    doubts: {
      list: (query?: Query<ListConsentDoubtsQuery>, options?: CallOptions) =>
        http.json<Page<ConsentDoubt>>({ method: 'GET', path: '/v1/consent-doubts', query, ...options }),
      decide: (id: string, body: Input<typeof DecideConsentDoubtRequest>, options?: CallOptions) =>
        http.json<ConsentDoubt>({ method: 'POST', path: pathOf`/v1/consent-doubts/${id}/decide`, json: body, ...options }),
    },
    wordings: {
      list: (query?: Query<ListConsentWordingsQuery>, options?: CallOptions) =>
        http.json<Page<ConsentWording>>({ method: 'GET', path: '/v1/consent-wordings', query, ...options }),
      create: (body: Input<typeof CreateConsentWordingRequest>, options?: CallOptions) =>
        http.json<ConsentWording>({ method: 'POST', path: '/v1/consent-wordings', json: body, ...options }),
      update: (id: string, body: Input<typeof UpdateConsentWordingRequest>, options?: CallOptions) =>
        http.json<ConsentWording>({ method: 'PATCH', path: pathOf`/v1/consent-wordings/${id}`, json: body, ...options }),
      delete: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/consent-wordings/${id}`, ...options }),
    },
    settings: {
      get: (options?: CallOptions) => http.json<ConsentSettings>({ method: 'GET', path: '/v1/consent-settings', ...options }),
      update: (body: Input<typeof UpdateConsentSettingsRequest>, options?: CallOptions) =>
        http.json<ConsentSettings>({ method: 'PATCH', path: '/v1/consent-settings', json: body, ...options }),
      /** What Kabar would make of a message, with the words of the workspace. */
      try: (body: Input<typeof TryConsentWordsRequest>, options?: CallOptions) =>
        http.json<Output<typeof TryConsentWordsResponse>>({
          method: 'POST',
          path: '/v1/consent-settings/try',
          json: body,
          reads: true,
          ...options,
        }),
    },
  };
}
