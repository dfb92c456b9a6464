import type { CreateViewRequest, OrderViewsRequest, SavedView, SavedViewList, UpdateViewRequest } from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** Filters of the inbox with a name. */
export function createViews(http: Transport) {
  return {
    /** Shared ones first, then one's own. */
    list: (options?: CallOptions) => http.json<SavedViewList>({ method: 'GET', path: '/v1/views', ...options }),
    create: (body: Input<typeof CreateViewRequest>, options?: CallOptions) =>
      http.json<SavedView>({ method: 'POST', path: '/v1/views', json: body, ...options }),
    update: (id: string, body: Input<typeof UpdateViewRequest>, options?: CallOptions) =>
      http.json<SavedView>({ method: 'PATCH', path: pathOf`/v1/views/${id}`, json: body, ...options }),
    remove: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/views/${id}`, ...options }),
    order: (body: Input<typeof OrderViewsRequest>, options?: CallOptions) =>
      http.json<SavedViewList>({ method: 'PUT', path: '/v1/views/order', json: body, ...options }),
  };
}
