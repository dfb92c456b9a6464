import type {
  CreateSavedReplyRequest,
  ListSavedRepliesQuery,
  Page,
  RenderSavedReplyResponse,
  SavedReply,
  UpdateSavedReplyRequest,
} from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** Answers that are used again: shared ones and one's own. */
export function createSavedReplies(http: Transport) {
  const list = (query?: Query<ListSavedRepliesQuery>, options?: CallOptions) =>
    http.json<Page<SavedReply>>({ method: 'GET', path: '/v1/saved-replies', query, ...options });
  return {
    /** By name; with `q` the best fit first. */
    list,
    each: (query?: Query<ListSavedRepliesQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    get: (id: string, options?: CallOptions) => http.json<SavedReply>({ method: 'GET', path: pathOf`/v1/saved-replies/${id}`, ...options }),
    /** Errors: `conflict` when the shortcut is taken; `permission_denied` for a shared one without `inbox:configure`. */
    create: (body: Input<typeof CreateSavedReplyRequest>, options?: CallOptions) =>
      http.json<SavedReply>({ method: 'POST', path: '/v1/saved-replies', json: body, ...options }),
    update: (id: string, body: Input<typeof UpdateSavedReplyRequest>, options?: CallOptions) =>
      http.json<SavedReply>({ method: 'PATCH', path: pathOf`/v1/saved-replies/${id}`, json: body, ...options }),
    remove: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/saved-replies/${id}`, ...options }),
    /** The text filled in for a conversation, and which variables were empty. Counts as a use; sends nothing. */
    render: (id: string, body: { conversation_id: string }, options?: CallOptions) =>
      http.json<RenderSavedReplyResponse>({ method: 'POST', path: pathOf`/v1/saved-replies/${id}/render`, json: body, ...options }),
  };
}
