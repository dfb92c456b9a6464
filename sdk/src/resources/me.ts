import type { AccountErasurePlan, AccountErasureReceipt, EraseAccountRequest, Me, UpdateMeRequest } from '@kabar/contract';
import type { Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** The signed-in person. */
export function createMe(http: Transport) {
  return {
    /** Who is signed in, with every workspace they belong to and what they may do there. Errors: `unauthenticated`. */
    get: (options?: CallOptions) => http.json<Me>({ method: 'GET', path: '/v1/me', ...options }),
    update: (body: Input<typeof UpdateMeRequest>, options?: CallOptions) =>
      http.json<Me>({ method: 'PATCH', path: '/v1/me', json: body, ...options }),
    /** What erasing one's own account would do; changes nothing. */
    planErasure: (options?: CallOptions) => http.json<AccountErasurePlan>({ method: 'GET', path: '/v1/me/erasure', ...options }),
    /** Erases one's own account at once and for good. Errors: `step_up_required`, `last_owner`. */
    erase: (body: Input<typeof EraseAccountRequest>, options?: CallOptions) =>
      http.json<AccountErasureReceipt>({ method: 'POST', path: '/v1/me/erasure', json: body, ...options }),
  };
}
