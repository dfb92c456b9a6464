import { WEBHOOK_EVENT_TYPES, WEBHOOK_EVENTS, WebhookEvent, webhookExample, type WebhookEventTypeInfo } from '@kabar/contract';
import { z } from 'zod';

/** The catalogue of events with a JSON Schema and an example of each. */
export function listEventTypes(): { data: WebhookEventTypeInfo[] } {
  return {
    data: WEBHOOK_EVENT_TYPES.map((type) => {
      const { about, version, permission, data, full, meta } = WEBHOOK_EVENTS[type];
      const body = WebhookEvent.extend({ type: z.literal(type), data: data.loose() });
      return {
        type,
        family: type.slice(0, type.indexOf('.')),
        about,
        version,
        permission,
        full,
        meta,
        schema: z.toJSONSchema(body, { unrepresentable: 'any' }),
        example: webhookExample(type),
      };
    }),
  };
}
