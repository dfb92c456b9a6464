import {
  CreateWebhookEndpointRequest,
  CreateWebhookReplayRequest,
  ID_PREFIXES,
  idSchema,
  ListWebhookDeliveriesQuery,
  ListWebhookEndpointsQuery,
  pageOf,
  RotateWebhookSecretRequest,
  UpdateWebhookEndpointRequest,
  WebhookDelivery,
  WebhookDeliveryDetail,
  WebhookEndpoint,
  WebhookEndpointSecret,
  WebhookEventTypeInfo,
  WebhookReplay,
  WebhookStatistics,
  WebhookStatisticsQuery,
} from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { getDelivery } from './deliveries/get-delivery.ts';
import { listDeliveries } from './deliveries/list-deliveries.ts';
import { replayDelivery } from './deliveries/replay-delivery.ts';
import { getReplay, replayRange } from './deliveries/replay-range.ts';
import { webhookStatistics } from './deliveries/statistics.ts';
import { createEndpoint } from './endpoints/create-endpoint.ts';
import { listEventTypes } from './endpoints/event-types.ts';
import { getEndpoint, listEndpoints } from './endpoints/list-endpoints.ts';
import { removeEndpoint } from './endpoints/remove-endpoint.ts';
import { rotateSecret } from './endpoints/rotate-secret.ts';
import { testEndpoint } from './endpoints/test-endpoint.ts';
import { updateEndpoint } from './endpoints/update-endpoint.ts';
import type { WebhooksContext } from './webhooks-context.ts';

const tag = 'Webhooks';
const auth = 'workspace';
const endpointParams = z.object({ id: idSchema('webhookEndpoint') });
const deliveryParams = z.object({ id: idSchema('webhookDelivery') });
const replayParams = z.object({ id: idSchema('webhookEndpoint'), replay_id: idSchema('webhookReplay') });

/** Routes of webhook endpoints, of what was sent to them, and of the catalogue of events. */
export function webhooksRoutes(ctx: WebhooksContext): Route[] {
  return [...endpointRoutes(ctx), ...deliveryRoutes(ctx)];
}

function endpointRoutes(ctx: WebhooksContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/webhook-event-types',
      summary: 'List event types',
      description: 'Everything webhooks can tell of, with a JSON Schema and an example of each.',
      tag,
      auth,
      permission: 'webhooks:read',
      responses: { 200: z.object({ data: z.array(WebhookEventTypeInfo) }) },
      handler: async () => listEventTypes(),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/webhook-endpoints',
      summary: 'List webhook endpoints',
      tag,
      auth,
      permission: 'webhooks:read',
      query: ListWebhookEndpointsQuery,
      responses: { 200: pageOf(WebhookEndpoint) },
      handler: ({ actor, query }) => listEndpoints(ctx, actor.workspaceId, query),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/webhook-endpoints',
      stepUp: true,
      summary: 'Create a webhook endpoint',
      description:
        'Events that fit the filter are posted to it from now on, signed by Standard Webhooks. The answer shows the secret, this once. You need the permission to see what it will be told.',
      tag,
      auth,
      permission: 'webhooks:write',
      body: CreateWebhookEndpointRequest,
      responses: { 201: WebhookEndpointSecret },
      handler: ({ actor, body }) => createEndpoint(ctx, actor, body),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/webhook-endpoints/:id',
      summary: 'Get a webhook endpoint',
      tag,
      auth,
      permission: 'webhooks:read',
      params: endpointParams,
      responses: { 200: WebhookEndpoint },
      handler: ({ actor, params }) => getEndpoint(ctx, actor.workspaceId, endpointUuid(params.id)),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/webhook-endpoints/:id',
      stepUp: true,
      summary: 'Change a webhook endpoint',
      description: 'Also switches it off and on. While it is off nothing is sent; replay the time it missed afterwards.',
      tag,
      auth,
      permission: 'webhooks:write',
      params: endpointParams,
      body: UpdateWebhookEndpointRequest,
      responses: { 200: WebhookEndpoint },
      handler: ({ actor, params, body }) => updateEndpoint(ctx, actor, endpointUuid(params.id), body),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/webhook-endpoints/:id',
      stepUp: true,
      summary: 'Remove a webhook endpoint',
      description: 'With its secrets and the log of what was sent to it.',
      tag,
      auth,
      permission: 'webhooks:write',
      params: endpointParams,
      responses: { 204: null },
      handler: ({ actor, params }) => removeEndpoint(ctx, actor, endpointUuid(params.id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/webhook-endpoints/:id/rotate-secret',
      stepUp: true,
      summary: 'Rotate the secret of a webhook endpoint',
      description: 'The answer shows the new secret, this once. Until the overlap ends each request carries a signature of both.',
      tag,
      auth,
      permission: 'webhooks:write',
      params: endpointParams,
      body: RotateWebhookSecretRequest,
      responses: { 200: WebhookEndpointSecret },
      handler: ({ actor, params, body }) => rotateSecret(ctx, actor, endpointUuid(params.id), body),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/webhook-endpoints/:id/test',
      summary: 'Send a test event',
      description: 'Through the same queue and client as all others. Watch the delivery until it ends.',
      tag,
      auth,
      permission: 'webhooks:write',
      params: endpointParams,
      responses: { 202: WebhookDelivery },
      handler: ({ actor, params }) => testEndpoint(ctx, actor, endpointUuid(params.id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/webhook-endpoints/:id/replays',
      summary: 'Replay a time',
      description: 'Sends what failed, what was never sent, or all that happened between two times; at most 10,000 events at once.',
      tag,
      auth,
      permission: 'webhooks:write',
      params: endpointParams,
      body: CreateWebhookReplayRequest,
      responses: { 202: WebhookReplay },
      handler: ({ actor, params, body }) => replayRange(ctx, actor, endpointUuid(params.id), body),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/webhook-endpoints/:id/replays/:replay_id',
      summary: 'Get a replay',
      description: 'With how far it is.',
      tag,
      auth,
      permission: 'webhooks:read',
      params: replayParams,
      responses: { 200: WebhookReplay },
      handler: ({ actor, params }) => getReplay(ctx, actor.workspaceId, endpointUuid(params.id), params.replay_id),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/webhook-endpoints/:id/statistics',
      summary: 'Get the statistics of a webhook endpoint',
      description: 'Successes, failures and durations by hour.',
      tag,
      auth,
      permission: 'webhooks:read',
      params: endpointParams,
      query: WebhookStatisticsQuery,
      responses: { 200: WebhookStatistics },
      handler: ({ actor, params, query }) => webhookStatistics(ctx, actor.workspaceId, endpointUuid(params.id), query.hours),
    }),
  ];
}

function deliveryRoutes(ctx: WebhooksContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/webhook-deliveries',
      summary: 'List webhook deliveries',
      description: 'What was sent to endpoints in the last 30 days, newest first.',
      tag,
      auth,
      permission: 'webhooks:read',
      query: ListWebhookDeliveriesQuery,
      responses: { 200: pageOf(WebhookDelivery) },
      handler: ({ actor, query }) => listDeliveries(ctx, actor.workspaceId, query),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/webhook-deliveries/:id',
      summary: 'Get a webhook delivery',
      description: 'With every try. What was said needs `messages:read` and `contacts:read`, too.',
      tag,
      auth,
      permission: 'webhooks:read',
      params: deliveryParams,
      responses: { 200: WebhookDeliveryDetail },
      handler: ({ actor, params }) => getDelivery(ctx, actor, deliveryUuid(params.id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/webhook-deliveries/:id/replay',
      summary: 'Replay a webhook delivery',
      description: 'Sends its event once more, with the same `webhook-id`.',
      tag,
      auth,
      permission: 'webhooks:write',
      params: deliveryParams,
      responses: { 202: WebhookDelivery },
      handler: ({ actor, params }) => replayDelivery(ctx, actor, deliveryUuid(params.id)),
    }),
  ];
}

function endpointUuid(id: string): string {
  return fromPublicId(ID_PREFIXES.webhookEndpoint, id) ?? refuse();
}

function deliveryUuid(id: string): string {
  return fromPublicId(ID_PREFIXES.webhookDelivery, id) ?? refuse();
}

function refuse(): never {
  throw new AppError('not_found');
}
