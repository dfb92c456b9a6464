import type { WebhookListenerItem } from '@kabar/contract';
import { followStream, type StreamOptions } from '../stream-events.ts';
import type { Transport } from '../transport.ts';

/**
 * What listening to webhooks gives, in order:
 * - `open`: connected, or connected again. What happened in between follows.
 * - `ready`: `secret` signs what comes now; a new connection has a new one.
 * - `webhook`: headers and body as an endpoint would get them, signature included; each event once.
 * - `missed`: the connection was away for so long that some of what happened is kept no longer.
 * - `broken`: the connection is gone; the next try starts after `retryInMs`.
 */
export type WebhookListenerStreamItem =
  | { kind: 'open' }
  | { kind: 'ready'; secret: string }
  | { kind: 'webhook'; headers: Readonly<Record<string, string>>; body: string }
  | { kind: 'missed' }
  | { kind: 'broken'; retryInMs: number; cause: unknown };

/** What to be told of, and how to follow it. */
export type ListenOptions = Omit<StreamOptions, 'lastEventId'> & {
  /** Types, families such as `message.*`, or `*`. Default: all that the caller may see. */
  eventTypes?: readonly string[] | undefined;
  /** `thin`: ids alone, which is the default. `full`: also the thing itself, with personal data. */
  payload?: 'thin' | 'full' | undefined;
};

/** Events that are remembered as told, so that what comes again after a reconnect is not told twice. */
const rememberedIds = 10_000;

/** Webhooks for a program that is being written, on a machine that Kabar cannot reach. */
export function createWebhookListeners(http: Transport) {
  return {
    /** Follows webhooks as long as the loop runs; reconnects by itself and goes on behind what it has given. A new loop begins now. */
    stream: async function* (options: ListenOptions = {}): AsyncGenerator<WebhookListenerStreamItem, void, undefined> {
      const { eventTypes, payload, ...follow } = options;
      const query = { event_types: eventTypes?.join(','), payload };
      const told = new Set<string>();
      for await (const item of followStream(http, { path: '/v1/webhook-listeners/stream', query }, follow)) {
        if (item.kind === 'message') {
          const said = JSON.parse(item.message.data) as WebhookListenerItem; // the server makes items by the contract's schema
          if (said.kind !== 'webhook' || isNew(told, said.headers['webhook-id'] ?? '')) yield said;
        } else yield item.kind === 'open' ? { kind: 'open' } : item;
      }
    },
  };
}

function isNew(told: Set<string>, id: string): boolean {
  if (told.has(id)) return false;
  told.add(id);
  const [oldest] = told;
  if (told.size > rememberedIds && oldest !== undefined) told.delete(oldest);
  return true;
}
