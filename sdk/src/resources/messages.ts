import type {
  BulkSendResponse,
  FindMessagesQuery,
  Message,
  MessageStory,
  Page,
  ResolveMessageRequest,
  SendMessageRequest,
  SendMessageResponse,
} from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** Sending messages and following what became of them. */
export function createMessages(http: Transport) {
  const list = (query?: Query<FindMessagesQuery>, options?: CallOptions) =>
    http.json<Page<Message>>({ method: 'GET', path: '/v1/messages', query, ...options });
  return {
    /** Messages of all conversations, newest first. With filters a page may hold fewer rows than asked for, even none, and have a next one; `each` goes on by itself. */
    list,
    each: (query?: Query<FindMessagesQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /**
     * Accepts a message for sending. When this resolves, the message is durable and will be tried; what becomes of it is
     * told by `get` and by the live events. Safe to repeat.
     * Errors: `content_invalid`, `recipient_invalid`, `number_not_connected`, `idempotency_key_reused`, `rate_limited`.
     */
    send: (body: Input<typeof SendMessageRequest>, options?: CallOptions) =>
      http.json<SendMessageResponse>({ method: 'POST', path: '/v1/messages', json: body, ...options }),
    /**
     * Accepts up to 1,000 messages; each has its own result, in the order given. Messages to one recipient leave in that order. Safe to repeat as a
     * whole. Errors: `validation_failed` when the list itself is wrong, `rate_limited`.
     */
    sendBulk: (body: { messages: Input<typeof SendMessageRequest>[] }, options?: CallOptions) =>
      http.json<BulkSendResponse>({ method: 'POST', path: '/v1/messages/bulk', json: body, ...options }),
    /** The message and its whole story: states with times, attempts, the reason in plain words and the next step. */
    get: (id: string, options?: CallOptions) => http.json<MessageStory>({ method: 'GET', path: pathOf`/v1/messages/${id}`, ...options }),
    /** Stops a message that is queued or held. Errors: `message_not_cancellable`. */
    cancel: (id: string, options?: CallOptions) =>
      http.json<MessageStory>({ method: 'POST', path: pathOf`/v1/messages/${id}/cancel`, ...options }),
    /** Decides about a message whose outcome is unknown. Errors: `message_not_unknown`. */
    resolve: (id: string, body: Input<typeof ResolveMessageRequest>, options?: CallOptions) =>
      http.json<MessageStory>({ method: 'POST', path: pathOf`/v1/messages/${id}/resolve`, json: body, ...options }),
  };
}
