import type { ApiKey, CreateApiKeyRequest, CreateApiKeyResponse, Page } from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, PageRequest } from '../wire-types.ts';

/** API keys of the workspace. Only a person may manage them; no API key can. */
export function createApiKeys(http: Transport) {
  const list = (query?: PageRequest, options?: CallOptions) =>
    http.json<Page<ApiKey>>({ method: 'GET', path: '/v1/api-keys', query, ...options });
  return {
    list,
    each: (query?: PageRequest, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** Makes a key. `key` is in this answer only and cannot be read again. */
    create: (body: Input<typeof CreateApiKeyRequest>, options?: CallOptions) =>
      http.json<CreateApiKeyResponse>({ method: 'POST', path: '/v1/api-keys', json: body, ...options }),
    get: (id: string, options?: CallOptions) => http.json<ApiKey>({ method: 'GET', path: pathOf`/v1/api-keys/${id}`, ...options }),
    /** Ends a key for good, at once. */
    revoke: (id: string, options?: CallOptions) =>
      http.json<ApiKey>({ method: 'POST', path: pathOf`/v1/api-keys/${id}/revoke`, ...options }),
  };
}
