import { z } from 'zod';
import { webhookErrorSchema } from './graph-error.ts';
import { unknownInboundMessageSchema } from './inbound-message.ts';
import { idSchema, normaliseLanguageCode, timestampSchema } from './scalars.ts';

const optionalText = z.string().nullish();
const optionalId = idSchema.nullish();
const limitSchema = z.union([z.number(), z.string()]).nullish();
const language = z.string().transform(normaliseLanguageCode);

/** One marketing preference: `stop`, `resume` or `signup`. Source: "user_preferences webhook reference", 2026-06. */
export const userPreferenceSchema = z.looseObject({
  wa_id: optionalId,
  user_id: optionalId,
  detail: optionalText,
  category: optionalText,
  value: z.string().min(1),
  signup_id: optionalId,
  timestamp: timestampSchema,
});

/** One message the business wrote in its own app. Source: "smb_message_echoes webhook reference", 2025-12. */
export const messageEchoSchema = unknownInboundMessageSchema.extend({
  to: optionalId,
  to_user_id: optionalId,
  to_parent_user_id: optionalId,
});

/** One call event. The docs print `status` with brackets, live data does not. Source: "Calling API", 2025-12. */
export const callSchema = z.looseObject({
  id: idSchema,
  event: optionalText,
  timestamp: timestampSchema,
  from: optionalId,
  to: optionalId,
  from_user_id: optionalId,
  direction: optionalText,
  status: z
    .union([z.string(), z.array(z.string()).transform((names) => names[0] ?? '')])
    .nullish()
    .transform((status) => status?.replaceAll(/[[\]\s]/g, '')),
  session: z.looseObject({ sdp_type: optionalText, sdp: optionalText }).nullish(),
  start_time: timestampSchema.nullish(),
  end_time: timestampSchema.nullish(),
  duration: z.union([z.number(), z.string().transform(Number)]).nullish(),
  biz_opaque_callback_data: optionalText,
});

const templateRefShape = {
  message_template_id: idSchema,
  message_template_name: optionalText,
  message_template_language: language.nullish(),
};

/**
 * Review and lifecycle event of a template. `reason` is `null` when Meta says `NONE`.
 * Source: "message_template_status_update webhook reference", 2026-09; `NONE` seen on the real platform.
 */
export const templateStatusSchema = z.looseObject({
  ...templateRefShape,
  event: z.string().transform((event) => event.toUpperCase()),
  message_template_category: optionalText,
  reason: z
    .string()
    .nullish()
    .transform((reason) => (reason === undefined || reason === null || reason === 'NONE' ? null : reason)),
  disable_info: z.looseObject({ disable_date: z.union([z.string(), z.number()]).nullish() }).nullish(),
  other_info: z.looseObject({ title: optionalText, description: optionalText }).nullish(),
  rejection_info: z.looseObject({ reason: optionalText, recommendation: optionalText }).nullish(),
});

/** Quality of a template moved. Source: "message_template_quality_update webhook reference", 2025-12. */
export const templateQualitySchema = z.looseObject({
  ...templateRefShape,
  previous_quality_score: optionalText,
  new_quality_score: z.string(),
});

/** Content of a template changed. Source: "message_template_components_update webhook reference", 2025-12. */
export const templateComponentsSchema = z.looseObject({
  ...templateRefShape,
  message_template_title: optionalText,
  message_template_element: optionalText,
  message_template_footer: optionalText,
  message_template_buttons: z.array(z.looseObject({})).nullish(),
});

/** Category notice, category change, or detected misuse. Source: "template_category_update webhook reference", 2026. */
export const templateCategorySchema = z.looseObject({
  ...templateRefShape,
  category: optionalText,
  previous_category: optionalText,
  new_category: optionalText,
  correct_category: optionalText,
  category_update_timestamp: timestampSchema.nullish(),
});

const accountBase = {
  event: optionalText,
  decision: optionalText,
  display_phone_number: optionalId,
  phone_number_id: optionalId,
};

/**
 * Everything about the business account and its numbers, discriminated by the webhook field.
 * Source: Meta for Developers, webhook reference pages of the named fields, 2025-12 to 2026-06.
 */
export const accountValueSchemas = {
  account_update: z.looseObject({
    ...accountBase,
    event: z.string(),
    country: optionalText,
    ban_info: z.looseObject({ waba_ban_state: z.unknown().optional(), waba_ban_date: optionalText }).nullish(),
    violation_info: z.looseObject({ violation_type: optionalText }).nullish(),
    restriction_info: z.array(z.looseObject({ restriction_type: optionalText, expiration: timestampSchema.nullish() })).nullish(),
    waba_info: z.looseObject({ waba_id: optionalId, owner_business_id: optionalId }).nullish(),
    disconnection_info: z.looseObject({ reason: optionalText, initiated_by: optionalText }).nullish(),
    volume_tier_info: z.looseObject({}).nullish(),
    auth_international_rate_eligibility: z.looseObject({}).nullish(),
    partner_client_certification_info: z.looseObject({}).nullish(),
  }),
  account_review_update: z.looseObject({ ...accountBase, decision: z.string() }),
  account_alerts: z.looseObject({
    ...accountBase,
    entity_type: optionalText,
    entity_id: optionalId,
    alert_info: z
      .looseObject({
        alert_severity: optionalText,
        alert_status: optionalText,
        alert_type: optionalText,
        alert_description: optionalText,
      })
      .nullish(),
    alert_severity: optionalText,
    alert_status: optionalText,
    alert_type: optionalText,
    alert_description: optionalText,
  }),
  account_settings_update: z.looseObject({
    ...accountBase,
    type: optionalText,
    timestamp: timestampSchema.nullish(),
    phone_number_settings: z.looseObject({ phone_number_id: optionalId }).nullish(),
  }),
  business_capability_update: z.looseObject({
    ...accountBase,
    max_daily_conversations_per_business: limitSchema,
    max_daily_conversation_per_phone: limitSchema,
    max_phone_numbers_per_business: limitSchema,
    max_phone_numbers_per_waba: limitSchema,
  }),
  phone_number_quality_update: z.looseObject({
    ...accountBase,
    max_daily_conversations_per_business: limitSchema,
    current_limit: limitSchema,
    old_limit: limitSchema,
  }),
  phone_number_name_update: z.looseObject({
    ...accountBase,
    decision: z.string(),
    requested_verified_name: optionalText,
    rejection_reason: optionalText,
  }),
  security: z.looseObject({ ...accountBase, event: z.string(), requester: optionalId }),
  business_username_update: z.looseObject({ ...accountBase, username: optionalText, status: optionalText }),
  business_username_updates: z.looseObject({ ...accountBase, username: optionalText, status: optionalText }),
  payment_configuration_update: z.looseObject({
    ...accountBase,
    configuration_name: optionalText,
    provider_name: optionalText,
    provider_mid: optionalId,
    status: optionalText,
    created_timestamp: timestampSchema.nullish(),
    updated_timestamp: timestampSchema.nullish(),
  }),
  partner_solutions: z.looseObject({ ...accountBase, solution_id: optionalId, solution_status: optionalText }),
} as const;

/** Webhook field that tells about the account or a number. */
export type AccountField = keyof typeof accountValueSchemas;

/** `flows` events. Source: "flows webhook reference", 2025-12. */
export const flowEventSchema = z.looseObject({
  event: z.string(),
  flow_id: optionalId,
  message: optionalText,
  old_status: optionalText,
  new_status: optionalText,
});

/** One group event. Source: "Groups API webhooks", 2025-12. */
export const groupEventSchema = z.looseObject({
  type: z.string(),
  group_id: optionalId,
  request_id: optionalId,
  timestamp: timestampSchema.nullish(),
  subject: optionalText,
  description: optionalText,
  invite_link: optionalText,
  reason: optionalText,
  initiated_by: optionalText,
  join_request_id: optionalId,
  errors: z.array(webhookErrorSchema).nullish(),
});

/** One contact of the business's own address book. Source: "smb_app_state_sync webhook reference", 2025-12. */
export const contactSyncSchema = z.looseObject({
  type: optionalText,
  action: z.string(),
  contact: z.looseObject({ full_name: optionalText, first_name: optionalText, phone_number: optionalId }).nullish(),
  metadata: z.looseObject({ timestamp: timestampSchema.nullish() }).nullish(),
});

/** One chunk of chat history, or its refusal. Source: "history webhook reference", 2025-12. */
export const historyChunkSchema = z.looseObject({
  metadata: z
    .looseObject({
      phase: z.union([z.number(), z.string()]).nullish(),
      chunk_order: z.union([z.number(), z.string()]).nullish(),
      progress: z.union([z.number(), z.string()]).nullish(),
    })
    .nullish(),
  threads: z.array(z.looseObject({ id: idSchema, messages: z.array(z.unknown()) })).nullish(),
  errors: z.array(webhookErrorSchema).nullish(),
});

/** Control of a conversation moved between applications. Source: "messaging_handovers webhook reference", 2026. */
export const handoverSchema = z.looseObject({
  type: optionalText,
  sender: z.unknown().optional(),
  recipient: z.looseObject({ phone_number_id: optionalId, display_phone_number: optionalId }).nullish(),
  control_passed: z.looseObject({}).nullish(),
  control_taken: z.looseObject({}).nullish(),
});

/** A lead or a purchase that Meta recognised by itself. Source: "automatic_events webhook reference", 2026. */
export const automaticEventSchema = z.looseObject({
  id: optionalId,
  event_name: z.string(),
  timestamp: timestampSchema,
  ctwa_clid: optionalText,
  custom_data: z.looseObject({}).nullish(),
});
