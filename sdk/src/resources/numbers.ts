import type { ConnectNumberRequest, ConnectNumberResponse, NumberEvent, Page, RenewTokenRequest, WhatsAppNumber } from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, PageRequest } from '../wire-types.ts';

/** WhatsApp numbers of the workspace. */
export function createNumbers(http: Transport) {
  const list = (query?: PageRequest, options?: CallOptions) =>
    http.json<Page<WhatsAppNumber>>({ method: 'GET', path: '/v1/numbers', query, ...options });
  const history = (id: string, query?: PageRequest, options?: CallOptions) =>
    http.json<Page<NumberEvent>>({ method: 'GET', path: pathOf`/v1/numbers/${id}/history`, query, ...options });
  return {
    list,
    each: (query?: PageRequest, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    get: (id: string, options?: CallOptions) => http.json<WhatsAppNumber>({ method: 'GET', path: pathOf`/v1/numbers/${id}`, ...options }),
    /**
     * Connects a Cloud API number; the token is checked with Meta first. `verify_token` is in this answer only.
     * Errors: `number_credentials_refused`, `number_taken`, `upstream_unavailable`.
     */
    connect: (body: Input<typeof ConnectNumberRequest>, options?: CallOptions) =>
      http.json<ConnectNumberResponse>({ method: 'POST', path: '/v1/numbers', json: body, ...options }),
    /** Connects a number of the local emulator. Errors: `emulator_unavailable`. */
    connectEmulator: (options?: CallOptions) =>
      http.json<ConnectNumberResponse>({ method: 'POST', path: '/v1/numbers/connect-emulator', ...options }),
    /** Reads quality, limit, throughput and status from Meta again. Errors: `upstream_unavailable`. */
    refresh: (id: string, options?: CallOptions) =>
      http.json<WhatsAppNumber>({ method: 'POST', path: pathOf`/v1/numbers/${id}/refresh`, ...options }),
    /** Replaces the access token; held messages then go out. Errors: `number_credentials_refused`. */
    renewToken: (id: string, body: Input<typeof RenewTokenRequest>, options?: CallOptions) =>
      http.json<WhatsAppNumber>({ method: 'POST', path: pathOf`/v1/numbers/${id}/token`, json: body, ...options }),
    disconnect: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/numbers/${id}`, ...options }),
    /** What happened to the number, newest first. */
    history,
    eachHistory: (id: string, query?: PageRequest, options?: CallOptions) => eachRow(query, (page) => history(id, page, options)),
  };
}
