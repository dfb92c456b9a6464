import { z } from 'zod';
import { idSchema } from './scalars.ts';

const qualityText = z.string().nullish();

/** `can_send_message` and its reasons, for a number, a WABA or a template. Source: "Health status", 2025-11. */
export const healthStatusSchema = z.looseObject({
  can_send_message: z.string(),
  entities: z
    .array(
      z.looseObject({
        entity_type: z.string(),
        id: idSchema.nullish(),
        can_send_message: z.string(),
        errors: z
          .array(
            z.looseObject({
              error_code: z.number(),
              error_description: z.string().nullish(),
              possible_solution: z.string().nullish(),
            }),
          )
          .nullish(),
        additional_info: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
});

/** Health of one entity. */
export type HealthStatus = z.output<typeof healthStatusSchema>;

/**
 * Phone number node of the Graph. All but `id` depend on the `fields` that were asked for.
 * Source: Meta for Developers, "WhatsApp Business Account phone number" reference, 2025-12.
 */
export const phoneNumberNodeSchema = z.looseObject({
  id: idSchema,
  display_phone_number: z.string().nullish(),
  verified_name: z.string().nullish(),
  status: z.string().nullish(),
  quality_rating: qualityText,
  quality_score: z.looseObject({ score: z.string() }).nullish(),
  whatsapp_business_manager_messaging_limit: z.string().nullish(),
  throughput: z.looseObject({ level: z.string() }).nullish(),
  name_status: z.string().nullish(),
  new_name_status: z.string().nullish(),
  code_verification_status: z.string().nullish(),
  account_mode: z.string().nullish(),
  platform_type: z.string().nullish(),
  is_on_biz_app: z.boolean().nullish(),
  is_official_business_account: z.boolean().nullish(),
  is_pin_enabled: z.boolean().nullish(),
  is_preverified_number: z.boolean().nullish(),
  last_onboarded_time: z.string().nullish(),
  certificate: z.string().nullish(),
  search_visibility: z.string().nullish(),
  username: z.string().nullish(),
  health_status: healthStatusSchema.nullish(),
  webhook_configuration: z
    .looseObject({
      application: z.string().nullish(),
      whatsapp_business_account: z.string().nullish(),
      phone_number: z.string().nullish(),
    })
    .nullish(),
});

/** One business phone number as the Graph shows it. */
export type PhoneNumberNode = z.output<typeof phoneNumberNodeSchema>;

/** The fields worth asking for when a number is connected or refreshed, in Meta's spelling. */
export const PHONE_NUMBER_FIELDS = [
  'id',
  'display_phone_number',
  'verified_name',
  'status',
  'quality_rating',
  'quality_score',
  'whatsapp_business_manager_messaging_limit',
  'throughput',
  'name_status',
  'code_verification_status',
  'account_mode',
  'platform_type',
  'is_on_biz_app',
  'is_official_business_account',
  'health_status',
  'username',
] as const;

/** Business profile of a number, as read. Source: "Business profiles", 2025-11. */
export const businessProfileSchema = z.looseObject({
  about: z.string().nullish(),
  address: z.string().nullish(),
  description: z.string().nullish(),
  email: z.string().nullish(),
  profile_picture_url: z.string().nullish(),
  websites: z.array(z.string()).nullish(),
  vertical: z.string().nullish(),
});

/** Answer of `GET /debug_token`. `target_ids` list the WABAs a scope was granted for. Source: "debug_token", 2025-11. */
export const debugTokenSchema = z.looseObject({
  data: z.looseObject({
    app_id: idSchema.nullish(),
    type: z.string().nullish(),
    application: z.string().nullish(),
    expires_at: z.number().nullish(),
    data_access_expires_at: z.number().nullish(),
    is_valid: z.boolean(),
    scopes: z.array(z.string()).nullish(),
    granular_scopes: z.array(z.looseObject({ scope: z.string(), target_ids: z.array(idSchema).nullish() })).nullish(),
    user_id: idSchema.nullish(),
    error: z.looseObject({ code: z.number().nullish(), message: z.string().nullish() }).nullish(),
  }),
});

/** A page of any Graph list; `item` reads one element. */
export function graphListSchema<Item extends z.ZodType>(item: Item) {
  return z.looseObject({
    data: z.array(item),
    paging: z
      .looseObject({
        cursors: z.looseObject({ before: z.string().nullish(), after: z.string().nullish() }).nullish(),
        next: z.string().nullish(),
        previous: z.string().nullish(),
      })
      .nullish(),
  });
}
