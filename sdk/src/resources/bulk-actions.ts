import type { BulkAction } from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions } from '../wire-types.ts';

/** Changes of many conversations at once; made with `conversations.bulk`. */
export function createBulkActions(http: Transport) {
  return {
    get: (id: string, options?: CallOptions) => http.json<BulkAction>({ method: 'GET', path: pathOf`/v1/bulk-actions/${id}`, ...options }),
    /** Puts back what nobody has changed since. Errors: `conflict` when its time is over. */
    undo: (id: string, options?: CallOptions) =>
      http.json<BulkAction>({ method: 'POST', path: pathOf`/v1/bulk-actions/${id}/undo`, ...options }),
  };
}
