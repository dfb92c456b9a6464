import type {
  ApiKey,
  CreateApiKeyRequest,
  CreateApiKeyResponse,
  IpAllowlist,
  ListApiKeysQuery,
  Page,
  ReportLeakedKeysRequest,
  ReportLeakedKeysResponse,
  RotateApiKeyRequest,
  RotateApiKeyResponse,
  SetIpAllowlistRequest,
  UpdateApiKeyRequest,
} from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** API keys of the workspace. Only a person may manage them; no API key can. */
export function createApiKeys(http: Transport) {
  const list = (query?: Query<ListApiKeysQuery>, options?: CallOptions) =>
    http.json<Page<ApiKey>>({ method: 'GET', path: '/v1/api-keys', query, ...options });
  return {
    list,
    each: (query?: Query<ListApiKeysQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** Makes a key. `key` is in this answer only and cannot be read again. */
    create: (body: Input<typeof CreateApiKeyRequest>, options?: CallOptions) =>
      http.json<CreateApiKeyResponse>({ method: 'POST', path: '/v1/api-keys', json: body, ...options }),
    get: (id: string, options?: CallOptions) => http.json<ApiKey>({ method: 'GET', path: pathOf`/v1/api-keys/${id}`, ...options }),
    /** Changes a key. Errors: `lockout_unconfirmed` for addresses that leave out one in use, `api_key_ended`. */
    update: (id: string, body: Input<typeof UpdateApiKeyRequest>, options?: CallOptions) =>
      http.json<ApiKey>({ method: 'PATCH', path: pathOf`/v1/api-keys/${id}`, json: body, ...options }),
    /** Makes a key in the place of another; both work until the overlap ends. `key` is in this answer only. */
    rotate: (id: string, body: Input<typeof RotateApiKeyRequest> = {}, options?: CallOptions) =>
      http.json<RotateApiKeyResponse>({ method: 'POST', path: pathOf`/v1/api-keys/${id}/rotate`, json: body, ...options }),
    /** Ends a key for good, at once. */
    revoke: (id: string, options?: CallOptions) =>
      http.json<ApiKey>({ method: 'POST', path: pathOf`/v1/api-keys/${id}/revoke`, ...options }),
  };
}

/** Addresses from which the workspace may be used. */
export function createIpAllowlist(http: Transport) {
  return {
    get: (options?: CallOptions) => http.json<IpAllowlist>({ method: 'GET', path: '/v1/workspace/ip-allowlist', ...options }),
    /** Sets the whole list; an empty one lifts it. Errors: `lockout_unconfirmed` when it leaves out an address in use. */
    set: (body: Input<typeof SetIpAllowlistRequest>, options?: CallOptions) =>
      http.json<IpAllowlist>({ method: 'PUT', path: '/v1/workspace/ip-allowlist', json: body, ...options }),
  };
}

/** Keys that were found in public. Needs no key of one's own. */
export function createLeakedKeys(http: Transport) {
  return {
    /** Ends keys at once and mails their owners; the keys themselves are the proof. */
    report: (body: Input<typeof ReportLeakedKeysRequest>, options?: CallOptions) =>
      http.json<ReportLeakedKeysResponse>({ method: 'POST', once: true, path: '/v1/leaked-keys', json: body, ...options }),
  };
}
