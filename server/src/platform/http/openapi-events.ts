import {
  Contact,
  Message,
  Template,
  WEBHOOK_EVENTS,
  WebhookEvent,
  WhatsAppNumber,
  webhookExample,
  type WebhookEventType,
} from '@kabar/contract';
import { z, type ZodType } from 'zod';
import type { Json, WrittenSchemas } from './openapi-schemas.ts';

const things = { message: Message, contact: Contact, number: WhatsAppNumber, template: Template };
const types = Object.keys(WEBHOOK_EVENTS) as WebhookEventType[]; // the keys of a literal object

/** The body of each type of event, as endpoints in our own format get it. */
export const eventSchemas: ReadonlyMap<WebhookEventType, ZodType> = new Map(
  types.map((type) => {
    const { about, data, full, version } = WEBHOOK_EVENTS[type];
    const whole = full === null ? data : data.extend({ [full]: things[full].optional().describe('Only with `payload: "full"`') });
    return [type, WebhookEvent.extend({ type: z.literal(type), version: z.literal(version), data: whole }).describe(about)];
  }),
);

/** What is sent to servers of customers, as OpenAPI 3.1 describes calls in that direction. Source: OpenAPI 3.1.0, section 4.8.1. */
export function webhooksOf(schemas: WrittenSchemas): Json {
  return Object.fromEntries(
    types.map((type) => [
      type,
      {
        post: {
          operationId: `event_${type.replaceAll('.', '_')}`,
          summary: WEBHOOK_EVENTS[type].about.replace(/\.$/, ''),
          description: `${WEBHOOK_EVENTS[type].about} Signed by Standard Webhooks; an endpoint needs the permission \`${WEBHOOK_EVENTS[type].permission}\`.`,
          tags: ['Webhooks'],
          // Nobody signs in to be told; the signature among the headers is what shows who calls.
          security: [],
          parameters: signature.map((name) => ({ $ref: `#/components/parameters/${name}` })),
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: schemas.output(eventSchemas.get(type) ?? WebhookEvent), example: webhookExample(type) },
            },
          },
          responses: { '2XX': { description: 'Taken. Anything else is tried again; 410 switches the endpoint off' } },
        },
      },
    ]),
  );
}

const signature = ['WebhookId', 'WebhookTimestamp', 'WebhookSignature'] as const;

/** Headers of every webhook. Source: Standard Webhooks specification 1.0.0. */
export const webhookParameters: Json = {
  WebhookId: {
    name: 'webhook-id',
    in: 'header',
    required: true,
    description: 'The id of the event, the same at every try',
    schema: { type: 'string' },
  },
  WebhookTimestamp: {
    name: 'webhook-timestamp',
    in: 'header',
    required: true,
    description: 'Seconds since 1970 at which this try began',
    schema: { type: 'string', pattern: '^[0-9]+$' },
  },
  WebhookSignature: {
    name: 'webhook-signature',
    in: 'header',
    required: true,
    description: 'Signatures with a blank between them, each `v1,…` (HMAC-SHA256) or `v1a,…` (Ed25519) in base64',
    schema: { type: 'string' },
  },
};
