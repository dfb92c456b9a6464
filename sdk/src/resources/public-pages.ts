import type {
  DeletionStatus,
  HeldData,
  OpenPublicSessionRequest,
  OpenSelfRequest,
  PublicPage,
  PublicPhoneRequest,
  PublicSession,
  RefusePurposeRequest,
  RequestStatus,
  SelfRequestList,
  SelfServiceSettings,
  UpdateSelfServiceSettings,
} from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** The page of a business on which its customers look after their own data; made for browsers, which keep the cookie of the visit. */
export function createPublicPages(http: Transport) {
  return {
    get: (slug: string, options?: CallOptions) => http.json<PublicPage>({ method: 'GET', path: pathOf`/v1/public/${slug}`, ...options }),
    /** The same answer for every number. */
    askCode: (slug: string, body: Input<typeof PublicPhoneRequest>, options?: CallOptions) =>
      http.done({ method: 'POST', once: true, path: pathOf`/v1/public/${slug}/codes`, json: body, ...options }),
    /** Errors: `token_invalid`. */
    begin: (slug: string, body: Input<typeof OpenPublicSessionRequest>, options?: CallOptions) =>
      http.json<PublicSession>({ method: 'POST', once: true, path: pathOf`/v1/public/${slug}/session`, json: body, ...options }),
    end: (slug: string, options?: CallOptions) =>
      http.done({ method: 'DELETE', once: true, path: pathOf`/v1/public/${slug}/session`, ...options }),
    stopMarketing: (slug: string, body: Input<typeof PublicPhoneRequest>, options?: CallOptions) =>
      http.done({ method: 'POST', once: true, path: pathOf`/v1/public/${slug}/stop`, json: body, ...options }),
    held: (slug: string, options?: CallOptions) => http.json<HeldData>({ method: 'GET', path: pathOf`/v1/public/${slug}/me`, ...options }),
    refuse: (slug: string, body: Input<typeof RefusePurposeRequest>, options?: CallOptions) =>
      http.json<HeldData>({ method: 'POST', once: true, path: pathOf`/v1/public/${slug}/me/consents`, json: body, ...options }),
    requests: (slug: string, options?: CallOptions) =>
      http.json<SelfRequestList>({ method: 'GET', path: pathOf`/v1/public/${slug}/me/requests`, ...options }),
    ask: (slug: string, body: Input<typeof OpenSelfRequest>, options?: CallOptions) =>
      http.json<{ reference: string }>({
        method: 'POST',
        once: true,
        path: pathOf`/v1/public/${slug}/me/requests`,
        json: body,
        ...options,
      }),
    cancel: (slug: string, reference: string, options?: CallOptions) =>
      http.done({ method: 'POST', once: true, path: pathOf`/v1/public/${slug}/me/requests/${reference}/cancel`, ...options }),
    file: (slug: string, reference: string, options?: CallOptions) =>
      http.blob({ method: 'GET', path: pathOf`/v1/public/${slug}/me/requests/${reference}/file`, accept: '*/*', ...options }),
    status: (slug: string, reference: string, options?: CallOptions) =>
      http.json<RequestStatus>({ method: 'GET', path: pathOf`/v1/public/${slug}/requests/${reference}`, ...options }),
    /** A confirmation that Meta was given. Errors: `not_found` for a code that is none of ours. */
    deletion: (slug: string, code: string, options?: CallOptions) =>
      http.json<DeletionStatus>({ method: 'GET', path: pathOf`/v1/public/${slug}/deletions/${code}`, ...options }),
  };
}

/** How a workspace set up that page. */
export function createPublicPageSettings(http: Transport) {
  return {
    get: (options?: CallOptions) => http.json<SelfServiceSettings>({ method: 'GET', path: '/v1/privacy/public-page', ...options }),
    update: (body: Input<typeof UpdateSelfServiceSettings>, options?: CallOptions) =>
      http.json<SelfServiceSettings>({ method: 'PATCH', path: '/v1/privacy/public-page', json: body, ...options }),
  };
}
