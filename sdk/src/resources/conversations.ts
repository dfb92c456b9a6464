import type {
  BulkAction,
  Conversation,
  ConversationCounts,
  CreateBulkActionRequest,
  Entry,
  ListConversationsQuery,
  ListEntriesQuery,
  ListMessagesQuery,
  MarkReadRequest,
  Message,
  Page,
  SetConversationTagsRequest,
  UpdateConversationRequest,
} from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** Conversations (a contact on a number) and their messages. */
export function createConversations(http: Transport) {
  const list = (query?: Query<ListConversationsQuery>, options?: CallOptions) =>
    http.json<Page<Conversation>>({ method: 'GET', path: '/v1/conversations', query, ...options });
  const messages = (id: string, query?: Query<ListMessagesQuery>, options?: CallOptions) =>
    http.json<Page<Message>>({ method: 'GET', path: pathOf`/v1/conversations/${id}/messages`, query, ...options });
  const entries = (id: string, query?: Query<ListEntriesQuery>, options?: CallOptions) =>
    http.json<Page<Entry>>({ method: 'GET', path: pathOf`/v1/conversations/${id}/entries`, query, ...options });
  return {
    /** Newest activity first. */
    list,
    each: (query?: Query<ListConversationsQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    get: (id: string, options?: CallOptions) =>
      http.json<Conversation>({ method: 'GET', path: pathOf`/v1/conversations/${id}`, ...options }),
    /** Newest first; the next page is older. `around` starts with the page that holds this message. */
    messages,
    eachMessage: (id: string, query?: Query<ListMessagesQuery>, options?: CallOptions) =>
      eachRow(query, (page) => messages(id, page, options)),
    /** Marks read, up to one message or all; the customer sees blue ticks unless `receipt` is false. */
    markRead: (id: string, body: Input<typeof MarkReadRequest> = {}, options?: CallOptions) =>
      http.done({ method: 'POST', path: pathOf`/v1/conversations/${id}/read`, json: body, ...options }),
    markUnread: (id: string, options?: CallOptions) =>
      http.done({ method: 'POST', path: pathOf`/v1/conversations/${id}/unread`, ...options }),
    /** Shows "typing…" to the customer for a few seconds. */
    typing: (id: string, options?: CallOptions) => http.done({ method: 'POST', path: pathOf`/v1/conversations/${id}/typing`, ...options }),
    /** State, assignment, team, bot. Errors: `conflict` when `if_assignee_id` or `if_status` no longer holds. */
    update: (id: string, body: Input<typeof UpdateConversationRequest>, options?: CallOptions) =>
      http.json<Conversation>({ method: 'PATCH', path: pathOf`/v1/conversations/${id}`, json: body, ...options }),
    /** The tags it has from now on. */
    setTags: (id: string, body: Input<typeof SetConversationTagsRequest>, options?: CallOptions) =>
      http.json<Conversation>({ method: 'PUT', path: pathOf`/v1/conversations/${id}/tags`, json: body, ...options }),
    /** Keeps it on top of one's own list. */
    pin: (id: string, options?: CallOptions) => http.done({ method: 'PUT', path: pathOf`/v1/conversations/${id}/pin`, ...options }),
    unpin: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/conversations/${id}/pin`, ...options }),
    /** How many open conversations each place of the inbox holds for whoever asks. */
    counts: (options?: CallOptions) => http.json<ConversationCounts>({ method: 'GET', path: '/v1/conversations/counts', ...options }),
    /** Changes many at once; over 200 in the background (`status: "running"`). Undo with `bulkActions.undo`. */
    bulk: (body: Input<typeof CreateBulkActionRequest>, options?: CallOptions) =>
      http.json<BulkAction>({ method: 'POST', path: '/v1/conversations/bulk', json: body, ...options }),
    /** Notes and lines that tell who did what, newest first. */
    entries,
    eachEntry: (id: string, query?: Query<ListEntriesQuery>, options?: CallOptions) => eachRow(query, (page) => entries(id, page, options)),
  };
}
