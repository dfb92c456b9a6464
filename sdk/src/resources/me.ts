import type { Me, UpdateMeRequest } from '@kabar/contract';
import type { Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** The signed-in person. */
export function createMe(http: Transport) {
  return {
    /** Who is signed in, with every workspace they belong to and what they may do there. Errors: `unauthenticated`. */
    get: (options?: CallOptions) => http.json<Me>({ method: 'GET', path: '/v1/me', ...options }),
    update: (body: Input<typeof UpdateMeRequest>, options?: CallOptions) =>
      http.json<Me>({ method: 'PATCH', path: '/v1/me', json: body, ...options }),
  };
}
