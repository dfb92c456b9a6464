import type { Conversation, ListConversationsQuery, ListMessagesQuery, MarkReadRequest, Message, Page } from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** Conversations (a contact on a number) and their messages. */
export function createConversations(http: Transport) {
  const list = (query?: Query<ListConversationsQuery>, options?: CallOptions) =>
    http.json<Page<Conversation>>({ method: 'GET', path: '/v1/conversations', query, ...options });
  const messages = (id: string, query?: Query<ListMessagesQuery>, options?: CallOptions) =>
    http.json<Page<Message>>({ method: 'GET', path: pathOf`/v1/conversations/${id}/messages`, query, ...options });
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
  };
}
