import type { SigningKey } from '@kabar/contract';
import type { Transport } from '../transport.ts';
import type { CallOptions } from '../wire-types.ts';

/** The key that signs receipts and reports of the installation. */
export function createSigningKey(http: Transport) {
  return {
    /** The public half; needs no credentials. */
    get: (options?: CallOptions) => http.json<SigningKey>({ method: 'GET', path: '/v1/signing-key', ...options }),
  };
}
