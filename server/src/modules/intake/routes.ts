import { ID_PREFIXES, idSchema, IntakeDelivery, IntakeDeliveryDetail, ListDeliveriesQuery, pageOf } from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import type { IntakeContext } from './intake-context.ts';
import { getDelivery, listDeliveries } from './list-deliveries.ts';
import { answerHandshake, maxDeliveryBytes, receiveDelivery } from './receive-delivery.ts';
import { replayDelivery } from './replay-delivery.ts';

const WebhookParams = z.object({ key: z.string().max(100) });
const HandshakeQuery = z.object({
  'hub.mode': z.string().max(40).optional(),
  'hub.verify_token': z.string().max(500).optional(),
  'hub.challenge': z.string().max(1_000).optional(),
});
const DeliveryParams = z.object({ id: idSchema('delivery') });

/** Routes of the intake: the address that WhatsApp calls, and what was stored. */
export function intakeRoutes(ctx: IntakeContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/webhooks/meta/:key',
      summary: 'Answer the webhook handshake of Meta',
      tag: 'Intake',
      auth: 'public',
      hidden: true,
      params: WebhookParams,
      query: HandshakeQuery,
      responses: { 200: 'text/plain' },
      handler: async ({ params, query, reply }) => {
        const input = {
          webhookKey: params.key,
          mode: query['hub.mode'],
          token: query['hub.verify_token'],
          challenge: query['hub.challenge'],
        };
        const challenge = await answerHandshake(ctx, input);
        reply.type('text/plain; charset=utf-8');
        return challenge;
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/webhooks/meta/:key',
      summary: 'Take a webhook delivery of Meta',
      tag: 'Intake',
      auth: 'public',
      hidden: true,
      bodyKind: 'raw',
      bodyLimitBytes: maxDeliveryBytes,
      params: WebhookParams,
      responses: { 200: 'text/plain' },
      handler: async ({ params, raw, reply }) => {
        const header = raw.headers['x-hub-signature-256'];
        const body = Buffer.isBuffer(raw.body) ? raw.body : Buffer.alloc(0);
        await receiveDelivery(ctx, { webhookKey: params.key, signature: Array.isArray(header) ? header[0] : header, body });
        reply.type('text/plain; charset=utf-8');
        return 'ok';
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/intake/deliveries',
      summary: 'List stored webhook deliveries',
      description: 'Newest first, for as long as payloads are kept. `quarantined` are those of which nothing could be processed.',
      tag: 'Intake',
      auth: 'workspace',
      permission: 'intake:read',
      query: ListDeliveriesQuery,
      responses: { 200: pageOf(IntakeDelivery) },
      handler: ({ actor, query }) => listDeliveries(ctx, actor.workspaceId, query),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/intake/deliveries/:id',
      summary: 'Get a stored webhook delivery',
      description: 'With the units that could not be processed or are of an unknown kind, and why.',
      tag: 'Intake',
      auth: 'workspace',
      permission: 'intake:read',
      params: DeliveryParams,
      responses: { 200: IntakeDeliveryDetail },
      handler: ({ actor, params }) => getDelivery(ctx, actor.workspaceId, deliveryId(params.id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/intake/deliveries/:id/replay',
      support: 'help',
      summary: 'Process a stored webhook delivery again',
      description: 'Safe at any time: what took effect before is not repeated. Possible until `payload_until`.',
      tag: 'Intake',
      auth: 'workspace',
      permission: 'intake:replay',
      params: DeliveryParams,
      responses: { 202: IntakeDeliveryDetail },
      handler: ({ actor, params }) => replayDelivery(ctx, actor.workspaceId, deliveryId(params.id)),
    }),
  ];
}

function deliveryId(publicId: string): string {
  const id = fromPublicId(ID_PREFIXES.delivery, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
