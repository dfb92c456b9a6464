import { z } from 'zod';
import { type SendMessageRequest, SendMessageResponse } from './messages.ts';

/** Most messages in one call of `POST /v1/messages/bulk`. */
export const MAX_BULK_MESSAGES = 1_000;

/** Body of `POST /v1/messages/bulk`. */
export const BulkSendRequest = z.strictObject({
  messages: z
    // The server checks each message by itself, so that a wrong one fails alone; OpenAPI names what each is to be.
    .array(z.unknown().meta({ $ref: '#/components/schemas/SendMessageRequest' }))
    .min(1)
    .max(MAX_BULK_MESSAGES)
    .describe('Each as the body of `POST /v1/messages`. A wrong one is refused by itself; the others are accepted.'),
});
export type BulkSendRequest = { messages: SendMessageRequest[] };

/** What became of one message: accepted and durable, or refused with the error that `POST /v1/messages` would give. */
export const BulkSendResult = z.discriminatedUnion('outcome', [
  z.object({
    index: z.number().int().min(0).describe('Place in `messages`, from 0'),
    outcome: z.literal('accepted'),
    message: SendMessageResponse,
  }),
  z.object({
    index: z.number().int().min(0).describe('Place in `messages`, from 0'),
    outcome: z.literal('refused'),
    error: z.object({
      code: z.string().describe('Code of the error catalogue'),
      title: z.string(),
      message: z.string(),
      doc_url: z.string(),
      retryable: z.boolean().describe('The same message may be accepted later'),
      details: z.unknown().optional(),
    }),
  }),
]);
export type BulkSendResult = z.infer<typeof BulkSendResult>;

/** Answer of `POST /v1/messages/bulk`; `results` has one entry per message, in their order. */
export const BulkSendResponse = z.object({
  accepted_count: z.number().int(),
  refused_count: z.number().int(),
  results: z.array(BulkSendResult),
});
export type BulkSendResponse = z.infer<typeof BulkSendResponse>;
