import { z } from 'zod';
import { webhookErrorSchema } from './graph-error.ts';
import { idSchema, timestampSchema } from './scalars.ts';

const optionalText = z.string().nullish();
const optionalId = idSchema.nullish();

/** Statuses of an outgoing message that Meta tells by webhook. Source: "Status messages webhook reference", 2026-04-30. */
export const MESSAGE_STATUSES = ['sent', 'delivered', 'read', 'played', 'failed', 'deleted', 'warning'] as const;

/** One status name of an outgoing message. */
export type MessageStatusName = (typeof MESSAGE_STATUSES)[number];

const pricingSchema = z.looseObject({
  pricing_model: optionalText,
  type: optionalText,
  category: optionalText,
  billable: z.boolean().nullish(),
});

/**
 * One entry of `value.statuses[]`. `status` is lower-cased but not limited to known names, so that a new one is
 * kept and counted. `pricing` is lifted out of `conversation` where Meta nests it, and both spellings of the
 * participant key end up as `recipient_participant_id`.
 * Source: Meta for Developers, "Status messages webhook reference", 2026-04-30.
 */
export const messageStatusSchema = z
  .looseObject({
    id: idSchema,
    status: z.string().min(1),
    timestamp: timestampSchema,
    type: optionalText,
    recipient_id: optionalId,
    recipient_user_id: optionalId,
    recipient_parent_user_id: optionalId,
    recipient_type: optionalText,
    recipient_participant_id: optionalId,
    participant_recipient_id: optionalId,
    recipient_participant_user_id: optionalId,
    recipient_participant_parent_user_id: optionalId,
    recipient_identity_key_hash: optionalText,
    biz_opaque_callback_data: optionalText,
    conversation: z
      .looseObject({
        id: optionalId,
        origin: z.looseObject({ type: optionalText }).nullish(),
        expiration_timestamp: timestampSchema.nullish(),
        pricing: pricingSchema.nullish(),
      })
      .nullish(),
    pricing: pricingSchema.nullish(),
    errors: z.array(webhookErrorSchema).nullish(),
  })
  .transform((status) => {
    status.status = status.status.toLowerCase();
    if (status.recipient_participant_id === undefined && status.participant_recipient_id !== undefined) {
      status.recipient_participant_id = status.participant_recipient_id;
    }
    if (!status.pricing && status.conversation?.pricing) status.pricing = status.conversation.pricing;
    // `authentication-international` is seen with a hyphen and with an underscore; all other names use underscores.
    if (status.pricing?.category) status.pricing.category = status.pricing.category.replaceAll('-', '_');
    return status;
  });

/** One delivery status. */
export type MessageStatus = z.output<typeof messageStatusSchema>;

/** True for a status name this package knows. */
export function isKnownMessageStatus(name: string): name is MessageStatusName {
  return (MESSAGE_STATUSES as readonly string[]).includes(name);
}
