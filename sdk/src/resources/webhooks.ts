import type {
  CreateWebhookEndpointRequest,
  CreateWebhookReplayRequest,
  ListWebhookDeliveriesQuery,
  ListWebhookEndpointsQuery,
  Page,
  RotateWebhookSecretRequest,
  UpdateWebhookEndpointRequest,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookEndpoint,
  WebhookEndpointSecret,
  WebhookEventTypeInfo,
  WebhookReplay,
  WebhookStatistics,
} from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** Servers of yours that are told what happens. */
export function createWebhookEndpoints(http: Transport) {
  const list = (query?: Query<ListWebhookEndpointsQuery>, options?: CallOptions) =>
    http.json<Page<WebhookEndpoint>>({ method: 'GET', path: '/v1/webhook-endpoints', query, ...options });
  return {
    list,
    each: (query?: Query<ListWebhookEndpointsQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    get: (id: string, options?: CallOptions) =>
      http.json<WebhookEndpoint>({ method: 'GET', path: pathOf`/v1/webhook-endpoints/${id}`, ...options }),
    /** Makes an endpoint. `secret` is in this answer only. Errors: `webhook_url_refused`, `webhook_challenge_failed`, `webhook_endpoint_limit`. */
    create: (body: Input<typeof CreateWebhookEndpointRequest>, options?: CallOptions) =>
      http.json<WebhookEndpointSecret>({ method: 'POST', path: '/v1/webhook-endpoints', json: body, ...options }),
    /** Changes an endpoint; `status` switches it off and on. */
    update: (id: string, body: Input<typeof UpdateWebhookEndpointRequest>, options?: CallOptions) =>
      http.json<WebhookEndpoint>({ method: 'PATCH', path: pathOf`/v1/webhook-endpoints/${id}`, json: body, ...options }),
    /** Removes an endpoint with its log. */
    remove: (id: string, options?: CallOptions) =>
      http.json<undefined>({ method: 'DELETE', path: pathOf`/v1/webhook-endpoints/${id}`, ...options }),
    /** Gives a new secret, in this answer only; both sign until the overlap ends (24 hours unless said otherwise). */
    rotateSecret: (id: string, body: Input<typeof RotateWebhookSecretRequest> = {}, options?: CallOptions) =>
      http.json<WebhookEndpointSecret>({ method: 'POST', path: pathOf`/v1/webhook-endpoints/${id}/rotate-secret`, json: body, ...options }),
    /** Sends a test event; watch the delivery until it ends. Errors: `webhook_endpoint_disabled`. */
    test: (id: string, options?: CallOptions) =>
      http.json<WebhookDelivery>({ method: 'POST', path: pathOf`/v1/webhook-endpoints/${id}/test`, ...options }),
    /** Sends what happened in a time once more, at most 10,000 events; `continue_from` says where to go on. */
    replay: (id: string, body: Input<typeof CreateWebhookReplayRequest>, options?: CallOptions) =>
      http.json<WebhookReplay>({ method: 'POST', path: pathOf`/v1/webhook-endpoints/${id}/replays`, json: body, ...options }),
    /** How far a replay is. */
    getReplay: (id: string, replayId: string, options?: CallOptions) =>
      http.json<WebhookReplay>({ method: 'GET', path: pathOf`/v1/webhook-endpoints/${id}/replays/${replayId}`, ...options }),
    /** Successes, failures and durations by hour, of the last 24 hours unless said otherwise. */
    statistics: (id: string, query?: { hours?: number | undefined }, options?: CallOptions) =>
      http.json<WebhookStatistics>({ method: 'GET', path: pathOf`/v1/webhook-endpoints/${id}/statistics`, query, ...options }),
    /** Everything that can be told of, with a JSON Schema and an example each. */
    eventTypes: (options?: CallOptions) =>
      http.json<{ data: WebhookEventTypeInfo[] }>({ method: 'GET', path: '/v1/webhook-event-types', ...options }),
  };
}

/** What was sent to webhook endpoints in the last 30 days, newest first. */
export function createWebhookDeliveries(http: Transport) {
  const list = (query?: Query<ListWebhookDeliveriesQuery>, options?: CallOptions) =>
    http.json<Page<WebhookDelivery>>({ method: 'GET', path: '/v1/webhook-deliveries', query, ...options });
  return {
    list,
    each: (query?: Query<ListWebhookDeliveriesQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** A delivery with every try. */
    get: (id: string, options?: CallOptions) =>
      http.json<WebhookDeliveryDetail>({ method: 'GET', path: pathOf`/v1/webhook-deliveries/${id}`, ...options }),
    /** Sends the event once more, with the same `webhook-id`. Errors: `webhook_endpoint_disabled`. */
    replay: (id: string, options?: CallOptions) =>
      http.json<WebhookDelivery>({ method: 'POST', path: pathOf`/v1/webhook-deliveries/${id}/replay`, ...options }),
  };
}
