import { WebhookListenerQuery } from '@kabar/contract';
import { openSseResponse } from '#platform/events/sse-stream';
import { defineRoute, type Route } from '#platform/http/route';
import { readWish, type ListenerHub } from './listener-hub.ts';

/** The stream for programs that listen while they are developed. */
export function listenerRoutes(hub: ListenerHub): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/webhook-listeners/stream',
      support: 'never',
      summary: 'Listen to webhooks',
      description:
        'Server-sent events: first `ready` with a secret that lasts as long as the stream, then `webhook` with the headers and the body that an endpoint would get. For developing. Send the last `id` you saw as `Last-Event-ID` to go on where a connection broke: what was told since may come again with the same `webhook-id`; `missed` says that some of it is kept no longer. Without it the stream begins now.',
      tag: 'Webhooks',
      auth: 'workspace',
      permission: 'webhooks:read',
      query: WebhookListenerQuery,
      responses: { 200: 'text/event-stream' },
      handler: async ({ actor, query, raw, reply, signal }) => {
        const header = raw.headers['last-event-id'];
        const wish = { ...readWish(actor, query), lastEventId: typeof header === 'string' ? header : null };
        hub.attach(
          actor,
          wish,
          () => {
            reply.hijack();
            return openSseResponse(reply.raw, plainHeaders(reply.getHeaders()));
          },
          signal,
        );
        return undefined;
      },
    }),
  ];
}

/** The security headers that the app has set by now go along with the stream. */
function plainHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
