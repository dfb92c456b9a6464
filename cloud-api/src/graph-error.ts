import { z } from 'zod';
import { idSchema } from './scalars.ts';

/** Error object inside webhooks: `statuses[].errors`, `messages[].errors` and `value.errors`. */
export const webhookErrorSchema = z.looseObject({
  code: z.union([z.number(), z.string().transform(Number)]),
  title: z.string().nullish(),
  message: z.string().nullish(),
  error_data: z.looseObject({ details: z.string().nullish() }).nullish(),
  href: z.string().nullish(),
});

/** One error told by webhook. Rely on `code` and `error_data.details`, never on titles. */
export type WebhookError = z.output<typeof webhookErrorSchema>;

/**
 * Error body of a Graph answer. The order of keys differs between captures; only `code` is sure.
 * Source: Meta for Developers, "Error codes", 2026-09-11.
 */
export const graphErrorBodySchema = z.looseObject({
  error: z.looseObject({
    message: z.string().nullish(),
    type: z.string().nullish(),
    code: z.union([z.number(), z.string().transform(Number)]),
    error_subcode: z.union([z.number(), z.string().transform(Number)]).nullish(),
    error_data: z
      .union([
        z.looseObject({ messaging_product: z.string().nullish(), details: z.string().nullish() }),
        // Some management endpoints answer with a bare text here.
        z.string().transform((details) => ({ details })),
      ])
      .nullish(),
    error_user_title: z.string().nullish(),
    error_user_msg: z.string().nullish(),
    is_transient: z.boolean().nullish(),
    fbtrace_id: idSchema.nullish(),
  }),
});

/** Parsed error body of a Graph answer. */
export type GraphErrorBody = z.output<typeof graphErrorBodySchema>;
