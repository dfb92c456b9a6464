import type { WebhookListenerItem } from '@kabar/contract';
import { followStream, type StreamOptions } from '../stream-events.ts';
import type { Transport } from '../transport.ts';

/**
 * What listening to webhooks gives, in order:
 * - `open`: connected, or connected again. What happened in between is not told.
 * - `ready`: `secret` signs what comes now; a new connection has a new one.
 * - `webhook`: headers and body as an endpoint would get them, signature included.
 * - `broken`: the connection is gone; the next try starts after `retryInMs`.
 */
export type WebhookListenerStreamItem =
  | { kind: 'open' }
  | { kind: 'ready'; secret: string }
  | { kind: 'webhook'; headers: Readonly<Record<string, string>>; body: string }
  | { kind: 'broken'; retryInMs: number; cause: unknown };

/** What to be told of, and how to follow it. */
export type ListenOptions = Omit<StreamOptions, 'lastEventId'> & {
  /** Types, families such as `message.*`, or `*`. Default: all that the caller may see. */
  eventTypes?: readonly string[] | undefined;
  /** `thin`: ids alone, which is the default. `full`: also the thing itself, with personal data. */
  payload?: 'thin' | 'full' | undefined;
};

/** Webhooks for a program that is being written, on a machine that Kabar cannot reach. */
export function createWebhookListeners(http: Transport) {
  return {
    /** Follows webhooks as long as the loop runs; reconnects by itself. Nothing is kept for a listener that is gone. */
    stream: async function* (options: ListenOptions = {}): AsyncGenerator<WebhookListenerStreamItem, void, undefined> {
      const { eventTypes, payload, ...follow } = options;
      const query = { event_types: eventTypes?.join(','), payload };
      for await (const item of followStream(http, { path: '/v1/webhook-listeners/stream', query }, follow)) {
        // The server makes items by the contract's schema.
        if (item.kind === 'message') yield JSON.parse(item.message.data) as WebhookListenerItem;
        else yield item.kind === 'open' ? { kind: 'open' } : item;
      }
    },
  };
}
