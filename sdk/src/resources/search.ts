import type { QuickSearchRequest, QuickSearchResponse, SearchRebuildResponse, SearchRequest, SearchResponse } from '@kabar/contract';
import type { Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** Finding messages, notes and contacts again. */
export function createSearch(http: Transport) {
  return {
    /** Messages and notes newest first, contacts beside them; `next_cursor` goes on. */
    find: (body: Input<typeof SearchRequest>, options?: CallOptions) =>
      http.json<SearchResponse>({ method: 'POST', path: '/v1/search', json: body, reads: true, ...options }),
    /** Conversations, contacts and templates by name, while one types. */
    quick: (body: Input<typeof QuickSearchRequest>, options?: CallOptions) =>
      http.json<QuickSearchResponse>({ method: 'POST', path: '/v1/search/quick', json: body, reads: true, ...options }),
    /** Has the index of the workspace made anew, in the background. */
    rebuild: (options?: CallOptions) => http.json<SearchRebuildResponse>({ method: 'POST', path: '/v1/search/rebuild', ...options }),
  };
}
