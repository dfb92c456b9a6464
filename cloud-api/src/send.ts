import { z } from 'zod';
import { CONTENT_LIMITS as LIMITS } from './limits.ts';
import { boundedText, codePointLength, decimalSchema, idSchema } from './scalars.ts';

// Sending is strict where receiving is tolerant: Meta refuses unknown keys and over-long text with code 100 or 131009,
// and a refusal before the request is cheaper for everyone.

const text = (max: number) => boundedText(max);

/**
 * Reference to a media file by upload id or public link, exactly one of them.
 * Source: Meta for Developers, "Image messages" and its sisters, 2025-11.
 */
const mediaShape = { id: idSchema.optional(), link: z.url({ protocol: /^https?$/ }).optional(), provider: z.string().optional() };
const exactlyOne = (media: { id?: string | undefined; link?: string | undefined }) =>
  (media.id === undefined) !== (media.link === undefined);
const exactlyOneError = { error: 'needs exactly one of id and link' };
const caption = text(LIMITS.caption).optional();

const captionedMediaSchema = z.strictObject({ ...mediaShape, caption }).refine(exactlyOne, exactlyOneError);
const documentSchema = z.strictObject({ ...mediaShape, caption, filename: text(240).optional() }).refine(exactlyOne, exactlyOneError);
const audioSchema = z.strictObject({ ...mediaShape, voice: z.boolean().optional() }).refine(exactlyOne, exactlyOneError);
const stickerSchema = z.strictObject(mediaShape).refine(exactlyOne, exactlyOneError);

const latitudeSchema = decimalSchema.refine((value) => value >= -90 && value <= 90, { error: 'must lie between -90 and 90' });
const longitudeSchema = decimalSchema.refine((value) => value >= -180 && value <= 180, {
  error: 'must lie between -180 and 180',
});
const locationSchema = z.strictObject({
  latitude: latitudeSchema,
  longitude: longitudeSchema,
  name: z.string().optional(),
  address: z.string().optional(),
});

const contactCardSchema = z.strictObject({
  name: z.strictObject({
    formatted_name: z.string().min(1),
    first_name: z.string().optional(),
    last_name: z.string().optional(),
    middle_name: z.string().optional(),
    prefix: z.string().optional(),
    suffix: z.string().optional(),
  }),
  phones: z.array(z.strictObject({ phone: z.string().optional(), type: z.string().optional(), wa_id: z.string().optional() })).optional(),
  emails: z.array(z.strictObject({ email: z.string().optional(), type: z.string().optional() })).optional(),
  addresses: z
    .array(
      z.strictObject({
        street: z.string().optional(),
        city: z.string().optional(),
        state: z.string().optional(),
        zip: z.string().optional(),
        country: z.string().optional(),
        country_code: z.string().optional(),
        type: z.string().optional(),
      }),
    )
    .optional(),
  org: z.strictObject({ company: z.string().optional(), department: z.string().optional(), title: z.string().optional() }).optional(),
  urls: z.array(z.strictObject({ url: z.string().optional(), type: z.string().optional() })).optional(),
  birthday: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
});

const mediaHeaders = [
  z.strictObject({ type: z.literal('image'), image: stickerSchema }),
  z.strictObject({ type: z.literal('video'), video: stickerSchema }),
  z.strictObject({ type: z.literal('document'), document: documentSchema }),
] as const;
const textHeader = z.strictObject({ type: z.literal('text'), text: text(LIMITS.interactiveHeaderText) });
const anyHeader = z.discriminatedUnion('type', [textHeader, ...mediaHeaders]).optional();
const footer = z.strictObject({ text: text(LIMITS.footer) }).optional();
const body = z.strictObject({ text: text(LIMITS.interactiveBody) });

const replyButton = z.strictObject({
  type: z.literal('reply'),
  reply: z.strictObject({ id: text(LIMITS.replyButtonId), title: text(LIMITS.replyButtonTitle) }),
});

function allDifferent(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

const listAction = z
  .strictObject({
    button: text(LIMITS.listButton),
    sections: z
      .array(
        z.strictObject({
          title: text(LIMITS.listSectionTitle).optional(),
          rows: z
            .array(
              z.strictObject({
                id: text(LIMITS.listRowId),
                title: text(LIMITS.listRowTitle),
                description: text(LIMITS.listRowDescription).optional(),
              }),
            )
            .min(1),
        }),
      )
      .min(1)
      .max(LIMITS.listSectionCount),
  })
  .refine((action) => action.sections.length === 1 || action.sections.every((section) => section.title !== undefined), {
    error: 'every section needs a title when there is more than one',
    path: ['sections'],
  })
  .refine((action) => action.sections.reduce((sum, section) => sum + section.rows.length, 0) <= LIMITS.listRowCount, {
    error: `at most ${LIMITS.listRowCount} rows over all sections`,
    path: ['sections'],
  })
  .refine((action) => allDifferent(action.sections.flatMap((section) => section.rows.map((row) => row.id))), {
    error: 'row ids must differ',
    path: ['sections'],
  });

const ctaAction = z.strictObject({
  name: z.literal('cta_url'),
  parameters: z.strictObject({ display_text: text(LIMITS.ctaLabel), url: z.url() }),
});

const carouselCard = z.looseObject({
  card_index: z
    .number()
    .int()
    .min(0)
    .max(LIMITS.carouselCardMax - 1),
  type: z.string(),
  body: z.strictObject({ text: text(LIMITS.carouselCardBody) }).optional(),
  action: z.looseObject({}),
});

/**
 * The `interactive` object of a send, discriminated by its own `type`.
 * Source: Meta for Developers, "Interactive messages" pages, 2025-11 to 2026-05.
 */
export const interactiveContentSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('button'),
    header: anyHeader,
    body,
    footer,
    action: z
      .strictObject({ buttons: z.array(replyButton).min(1).max(LIMITS.replyButtonCount) })
      .refine((action) => allDifferent(action.buttons.map((button) => button.reply.title)), {
        error: 'button titles must differ',
        path: ['buttons'],
      })
      .refine((action) => allDifferent(action.buttons.map((button) => button.reply.id)), {
        error: 'button ids must differ',
        path: ['buttons'],
      }),
  }),
  z.strictObject({
    type: z.literal('list'),
    header: textHeader.optional(),
    body: z.strictObject({ text: text(LIMITS.listBody) }),
    footer,
    action: listAction,
  }),
  z.strictObject({ type: z.literal('cta_url'), header: anyHeader, body, footer, action: ctaAction }),
  z.strictObject({
    type: z.literal('location_request_message'),
    body,
    action: z.strictObject({ name: z.literal('send_location') }),
  }),
  z.strictObject({
    type: z.literal('address_message'),
    header: anyHeader,
    body,
    footer,
    action: z.strictObject({
      name: z.literal('address_message'),
      parameters: z.looseObject({ country: z.string().min(2).max(2) }),
    }),
  }),
  z.strictObject({
    type: z.literal('flow'),
    header: anyHeader,
    body,
    footer,
    action: z.strictObject({
      name: z.literal('flow'),
      parameters: z
        .looseObject({
          flow_message_version: z.string(),
          flow_token: z.string().optional(),
          flow_id: idSchema.optional(),
          flow_name: z.string().optional(),
          flow_cta: text(LIMITS.flowCta),
          mode: z.enum(['draft', 'published']).optional(),
          flow_action: z.enum(['navigate', 'data_exchange']).optional(),
          flow_action_payload: z.looseObject({}).optional(),
        })
        .refine((flow) => (flow.flow_id === undefined) !== (flow.flow_name === undefined), {
          error: 'needs exactly one of flow_id and flow_name',
        }),
    }),
  }),
  z.strictObject({
    type: z.literal('product'),
    body: body.optional(),
    footer,
    action: z.strictObject({ catalog_id: idSchema, product_retailer_id: idSchema }),
  }),
  z.strictObject({
    type: z.literal('product_list'),
    header: textHeader,
    body,
    footer,
    action: z
      .strictObject({
        catalog_id: idSchema,
        sections: z
          .array(
            z.strictObject({
              title: text(LIMITS.listSectionTitle).optional(),
              product_items: z.array(z.strictObject({ product_retailer_id: idSchema })).min(1),
            }),
          )
          .min(1)
          .max(LIMITS.productSectionCount),
      })
      .refine((action) => action.sections.reduce((sum, section) => sum + section.product_items.length, 0) <= LIMITS.productCount, {
        error: `at most ${LIMITS.productCount} products over all sections`,
        path: ['sections'],
      }),
  }),
  z.strictObject({
    type: z.literal('catalog_message'),
    body,
    footer,
    action: z.strictObject({
      name: z.literal('catalog_message'),
      parameters: z.strictObject({ thumbnail_product_retailer_id: idSchema.optional() }).optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('carousel'),
    body,
    action: z.strictObject({
      cards: z
        .array(carouselCard)
        .min(LIMITS.carouselCardMin)
        .max(LIMITS.carouselCardMax)
        .refine((cards) => new Set(cards.map((card) => card.type)).size === 1, { error: 'all cards must be of one kind' }),
    }),
  }),
  z.strictObject({
    type: z.literal('order_details'),
    header: anyHeader,
    body,
    footer,
    action: z.strictObject({ name: z.literal('review_and_pay'), parameters: z.looseObject({ reference_id: z.string().min(1) }) }),
  }),
  z.strictObject({
    type: z.literal('order_status'),
    body,
    footer,
    action: z.strictObject({ name: z.literal('review_order'), parameters: z.looseObject({ reference_id: z.string().min(1) }) }),
  }),
  z.strictObject({
    type: z.literal('voice_call'),
    body,
    action: z.strictObject({
      name: z.literal('voice_call'),
      parameters: z
        .strictObject({
          display_text: text(LIMITS.ctaLabel).optional(),
          ttl_minutes: z.number().int().positive().optional(),
          payload: z.string().optional(),
        })
        .optional(),
    }),
  }),
  z.strictObject({
    type: z.literal('call_permission_request'),
    body: body.optional(),
    action: z.strictObject({ name: z.literal('call_permission_request') }),
  }),
  z.strictObject({
    type: z.literal('request_contact_info'),
    body,
    action: z.strictObject({ name: z.literal('request_contact_info') }),
  }),
]);

/** The `interactive` object of a send. */
export type InteractiveContent = z.output<typeof interactiveContentSchema>;

const parameterName = z.string().min(1).optional();

/** One template parameter, discriminated by `type`. Source: "Template components" pages, 2025-11. */
export const templateParameterSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), parameter_name: parameterName }),
  z.strictObject({
    type: z.literal('currency'),
    currency: z.strictObject({
      fallback_value: z.string(),
      code: z.string().length(3),
      amount_1000: z.number().int(),
    }),
    parameter_name: parameterName,
  }),
  z.strictObject({
    type: z.literal('date_time'),
    date_time: z.looseObject({ fallback_value: z.string() }),
    parameter_name: parameterName,
  }),
  z.strictObject({ type: z.literal('image'), image: stickerSchema, parameter_name: parameterName }),
  z.strictObject({ type: z.literal('video'), video: stickerSchema, parameter_name: parameterName }),
  z.strictObject({ type: z.literal('gif'), gif: stickerSchema, parameter_name: parameterName }),
  z.strictObject({ type: z.literal('document'), document: documentSchema, parameter_name: parameterName }),
  z.strictObject({ type: z.literal('location'), location: locationSchema, parameter_name: parameterName }),
  z.strictObject({
    type: z.literal('product'),
    product: z.strictObject({ product_retailer_id: idSchema, catalog_id: idSchema.optional() }),
  }),
  z.strictObject({ type: z.literal('payload'), payload: z.string() }),
  z.strictObject({ type: z.literal('coupon_code'), coupon_code: text(LIMITS.couponCode) }),
  z.strictObject({ type: z.literal('action'), action: z.looseObject({}) }),
  z.strictObject({ type: z.literal('ttl_minutes'), ttl_minutes: z.number().int() }),
  z.strictObject({ type: z.literal('group_id'), group_id: z.string() }),
  z.strictObject({
    type: z.literal('limited_time_offer'),
    limited_time_offer: z.strictObject({ expiration_time_ms: z.number().int() }),
  }),
  z.strictObject({ type: z.literal('order_status'), order_status: z.looseObject({}) }),
  z.strictObject({ type: z.literal('tap_target_configuration'), tap_target_configuration: z.array(z.looseObject({})) }),
]);

/** One template parameter. */
export type TemplateParameter = z.output<typeof templateParameterSchema>;

const lowerCased = z.string().transform((value) => value.toLowerCase());

const plainComponentSchema = z.looseObject({
  type: lowerCased,
  sub_type: lowerCased.optional(),
  index: z.union([z.number().int(), z.string().regex(/^\d$/).transform(Number)]).optional(),
  parameters: z.array(templateParameterSchema).optional(),
});

const componentSchema = plainComponentSchema.extend({
  cards: z
    .array(
      z.strictObject({
        card_index: z
          .number()
          .int()
          .min(0)
          .max(LIMITS.carouselCardMax - 1),
        components: z.array(plainComponentSchema),
      }),
    )
    .max(LIMITS.carouselCardMax)
    .optional(),
});

/** One component of a template send; `type` and `sub_type` come back in lower case, `index` as a number. */
export type TemplateSendComponent = z.output<typeof componentSchema>;

/** The `template` object of a send. Whether its parameters fit the template is not decided here: see `template.ts`. */
export const templateContentSchema = z.strictObject({
  name: text(LIMITS.templateName),
  language: z.strictObject({ code: z.string().min(2), policy: z.string().optional() }),
  components: z.array(componentSchema).optional(),
});

/** The `template` object of a send. */
export type TemplateContent = z.output<typeof templateContentSchema>;

/** Content schemas by message type: `contentSchemas[type]` reads the object that stands under `<type>`. */
export const contentSchemas = {
  text: z.strictObject({ body: text(LIMITS.textBody), preview_url: z.boolean().optional() }),
  image: captionedMediaSchema,
  video: captionedMediaSchema,
  audio: audioSchema,
  document: documentSchema,
  sticker: stickerSchema,
  location: locationSchema,
  contacts: z.array(contactCardSchema).min(1).max(LIMITS.contactCount),
  reaction: z.strictObject({
    message_id: z.string().min(1),
    emoji: z.string().refine((emoji) => codePointLength(emoji) <= 16, { error: 'must be one emoji or empty' }),
  }),
  interactive: interactiveContentSchema,
  template: templateContentSchema,
  pin: z.strictObject({
    type: z.enum(['pin', 'unpin']),
    message_id: z.string().min(1),
    expiration_days: z.number().int().min(1).max(30).optional(),
  }),
} as const;

/** Type of an outgoing message. */
export type SendType = keyof typeof contentSchemas;

/** All types of outgoing messages. */
export const SEND_TYPES = Object.keys(contentSchemas) as readonly SendType[]; // keys of a literal are exactly its type

const envelopeShape = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.enum(['individual', 'group']).optional(),
  to: idSchema.optional(),
  recipient: idSchema.optional(),
  recipient_identity_key_hash: z.string().optional(),
  context: z.strictObject({ message_id: z.string().min(1) }).optional(),
  biz_opaque_callback_data: z
    .string()
    .refine((data) => codePointLength(data) <= LIMITS.callbackData, { error: `must be at most ${LIMITS.callbackData} characters long` })
    .optional(),
};

function sendVariant<Type extends SendType>(type: Type) {
  return z.strictObject({
    ...envelopeShape,
    type: z.literal(type),
    [type]: contentSchemas[type],
  } as typeof envelopeShape & { type: z.ZodLiteral<Type> } & { [K in Type]: (typeof contentSchemas)[K] }); // computed key
}

/**
 * Body of `POST /{phone_number_id}/messages`, discriminated by `type`; a missing `type` means text.
 * At least one of `to` and `recipient` is required, `to` wins. A reaction cannot quote.
 * Source: Meta for Developers, "Send messages", 2025-12; `recipient` from "Business-scoped user ids", 2026-08.
 */
export const sendMessageRequestSchema = z.preprocess(
  (input) => (typeof input === 'object' && input !== null && !('type' in input) && 'text' in input ? { ...input, type: 'text' } : input),
  z
    .discriminatedUnion('type', [
      sendVariant('text'),
      sendVariant('image'),
      sendVariant('video'),
      sendVariant('audio'),
      sendVariant('document'),
      sendVariant('sticker'),
      sendVariant('location'),
      sendVariant('contacts'),
      sendVariant('reaction'),
      sendVariant('interactive'),
      sendVariant('template'),
      sendVariant('pin'),
    ])
    .refine((request) => request.to !== undefined || request.recipient !== undefined, {
      error: 'needs to or recipient',
      path: ['to'],
    })
    .refine((request) => request.type !== 'reaction' || request.context === undefined, {
      error: 'a reaction cannot quote a message',
      path: ['context'],
    })
    .refine((request) => request.type !== 'pin' || request.recipient_type === 'group', {
      error: 'only messages in groups can be pinned',
      path: ['recipient_type'],
    }),
);

/** A complete send request. */
export type SendMessageRequest = z.output<typeof sendMessageRequestSchema>;

/** Mark as read, with or without a typing indicator; same endpoint as sending. Source: "Typing indicators", 2025-11. */
export const markReadRequestSchema = z.strictObject({
  messaging_product: z.literal('whatsapp'),
  status: z.literal('read'),
  message_id: z.string().min(1),
  typing_indicator: z.strictObject({ type: z.literal('text') }).optional(),
});

/** Answer of an accepted send: accepted is not delivered. `message_status` comes with templates. */
export const sendMessageResponseSchema = z.looseObject({
  messaging_product: z.string().nullish(),
  contacts: z.array(z.looseObject({ input: idSchema.nullish(), wa_id: idSchema.nullish(), user_id: idSchema.nullish() })).nullish(),
  messages: z.array(z.looseObject({ id: z.string().min(1), message_status: z.string().nullish(), group_id: z.string().nullish() })).min(1),
});

/** Answer of an accepted send. */
export type SendMessageResponse = z.output<typeof sendMessageResponseSchema>;

/** Answer of most writes. */
export const successResponseSchema = z.looseObject({ success: z.boolean() });
