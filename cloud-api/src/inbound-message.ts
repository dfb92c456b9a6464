import { z } from 'zod';
import { webhookErrorSchema } from './graph-error.ts';
import { decimalSchema, idSchema, timestampSchema } from './scalars.ts';

// Everything here is tolerant on purpose: unknown keys are kept, optional values may be null or absent,
// because undocumented fields do appear and documented ones do go missing.

const optionalText = z.string().nullish();
const optionalId = idSchema.nullish();

/** Someone who wrote, as told beside messages. `wa_id` and the profile name may be missing. */
export const webhookContactSchema = z.looseObject({
  wa_id: optionalId,
  user_id: optionalId,
  parent_user_id: optionalId,
  profile: z.looseObject({ name: optionalText, username: optionalText }).nullish(),
  identity_key_hash: optionalText,
});

/** Contact object of a webhook. */
export type WebhookContact = z.output<typeof webhookContactSchema>;

const contextSchema = z.looseObject({
  from: optionalId,
  id: optionalId,
  forwarded: z.boolean().nullish(),
  frequently_forwarded: z.boolean().nullish(),
  referred_product: z.looseObject({ catalog_id: optionalId, product_retailer_id: optionalId }).nullish(),
});

const referralSchema = z.looseObject({
  source_url: optionalText,
  source_id: optionalId,
  source_type: optionalText,
  headline: optionalText,
  body: optionalText,
  media_type: optionalText,
  image_url: optionalText,
  video_url: optionalText,
  thumbnail_url: optionalText,
  ctwa_clid: optionalText,
  welcome_message: z.looseObject({ text: optionalText }).nullish(),
});

const envelopeShape = {
  id: idSchema,
  timestamp: timestampSchema,
  from: optionalId,
  from_user_id: optionalId,
  from_parent_user_id: optionalId,
  group_id: optionalId,
  context: contextSchema.nullish(),
  referral: referralSchema.nullish(),
  identity: z
    .looseObject({ acknowledged: z.unknown().optional(), created_timestamp: z.unknown().optional(), hash: optionalText })
    .nullish(),
  errors: z.array(webhookErrorSchema).nullish(),
};

const mediaShape = {
  id: idSchema,
  mime_type: optionalText,
  sha256: optionalText,
  url: optionalText,
};

const captionedMedia = z.looseObject({ ...mediaShape, caption: optionalText });
const documentMedia = z.looseObject({ ...mediaShape, caption: optionalText, filename: optionalText });
const audioMedia = z.looseObject({ ...mediaShape, voice: z.boolean().nullish() });
const stickerMedia = z.looseObject({ ...mediaShape, animated: z.boolean().nullish() });

const locationContent = z.looseObject({
  latitude: decimalSchema,
  longitude: decimalSchema,
  name: optionalText,
  address: optionalText,
  url: optionalText,
});

const contactCard = z.looseObject({
  name: z
    .looseObject({
      formatted_name: optionalText,
      first_name: optionalText,
      last_name: optionalText,
      middle_name: optionalText,
      prefix: optionalText,
      suffix: optionalText,
    })
    .nullish(),
  phones: z.array(z.looseObject({ phone: optionalId, type: optionalText, wa_id: optionalId })).nullish(),
  emails: z.array(z.looseObject({ email: optionalText, type: optionalText })).nullish(),
  addresses: z.array(z.looseObject({})).nullish(),
  org: z.looseObject({ company: optionalText, department: optionalText, title: optionalText }).nullish(),
  urls: z.array(z.looseObject({ url: optionalText, type: optionalText })).nullish(),
  birthday: optionalText,
  vcard: optionalText,
  origin: optionalText,
});

const interactiveContent = z.looseObject({
  type: optionalText,
  button_reply: z.looseObject({ id: idSchema, title: optionalText }).nullish(),
  list_reply: z.looseObject({ id: idSchema, title: optionalText, description: optionalText }).nullish(),
  nfm_reply: z.looseObject({ name: optionalText, body: optionalText, response_json: z.unknown().optional() }).nullish(),
  call_permission_reply: z
    .looseObject({
      response: optionalText,
      expiration_timestamp: timestampSchema.nullish(),
      is_permanent: z.boolean().nullish(),
      response_source: optionalText,
    })
    .nullish(),
});

const orderContent = z.looseObject({
  catalog_id: optionalId,
  text: optionalText,
  product_items: z
    .array(
      z.looseObject({
        product_retailer_id: optionalId,
        quantity: decimalSchema.nullish(),
        item_price: decimalSchema.nullish(),
        currency: optionalText,
      }),
    )
    .nullish(),
});

const systemContent = z.looseObject({
  type: optionalText,
  body: optionalText,
  wa_id: optionalId,
  new_wa_id: optionalId,
  user_id: optionalId,
  parent_user_id: optionalId,
  previous_user_id: optionalId,
  previous_parent_user_id: optionalId,
  identity: optionalText,
  customer: optionalId,
});

/**
 * Inbound message of a known type, discriminated by `type`.
 *
 * Tolerated: missing `from`, `interactive` without its inner object, `button` without `context`,
 * `unsupported` without details, reaction without emoji (= removed).
 * Source: Meta for Developers, "messages webhook reference" and its per-type pages, 2025-12 to 2026-08.
 */
export const inboundMessageSchema = z.discriminatedUnion('type', [
  z.looseObject({ ...envelopeShape, type: z.literal('text'), text: z.looseObject({ body: z.string() }) }),
  z.looseObject({ ...envelopeShape, type: z.literal('image'), image: captionedMedia }),
  z.looseObject({ ...envelopeShape, type: z.literal('video'), video: captionedMedia }),
  z.looseObject({ ...envelopeShape, type: z.literal('audio'), audio: audioMedia }),
  // Older bodies name a voice note by its own type.
  z.looseObject({ ...envelopeShape, type: z.literal('voice'), voice: audioMedia }),
  z.looseObject({ ...envelopeShape, type: z.literal('document'), document: documentMedia }),
  z.looseObject({ ...envelopeShape, type: z.literal('sticker'), sticker: stickerMedia }),
  z.looseObject({ ...envelopeShape, type: z.literal('location'), location: locationContent }),
  z.looseObject({ ...envelopeShape, type: z.literal('contacts'), contacts: z.array(contactCard) }),
  z.looseObject({
    ...envelopeShape,
    type: z.literal('reaction'),
    reaction: z.looseObject({ message_id: idSchema, emoji: optionalText }),
  }),
  z.looseObject({ ...envelopeShape, type: z.literal('interactive'), interactive: interactiveContent.nullish() }),
  z.looseObject({
    ...envelopeShape,
    type: z.literal('button'),
    button: z.looseObject({ payload: optionalText, text: optionalText }),
  }),
  z.looseObject({ ...envelopeShape, type: z.literal('order'), order: orderContent }),
  z.looseObject({ ...envelopeShape, type: z.literal('product'), product: z.looseObject({}).nullish() }),
  z.looseObject({ ...envelopeShape, type: z.literal('system'), system: systemContent }),
  z.looseObject({
    ...envelopeShape,
    type: z.literal('edit'),
    edit: z.looseObject({
      original_message_id: idSchema,
      message: z.looseObject({ type: optionalText }).nullish(),
    }),
  }),
  z.looseObject({
    ...envelopeShape,
    type: z.literal('revoke'),
    revoke: z.looseObject({ original_message_id: idSchema }),
  }),
  z.looseObject({
    ...envelopeShape,
    type: z.literal('unsupported'),
    unsupported: z.looseObject({ type: optionalText }).nullish(),
  }),
  z.looseObject({ ...envelopeShape, type: z.literal('request_welcome') }),
  z.looseObject({ ...envelopeShape, type: z.literal('media_placeholder') }),
]);

/** Inbound message of a known type. */
export type InboundMessage = z.output<typeof inboundMessageSchema>;

/** The inbound types with a schema of their own. */
export const INBOUND_MESSAGE_TYPES = [
  'text',
  'image',
  'video',
  'audio',
  'voice',
  'document',
  'sticker',
  'location',
  'contacts',
  'reaction',
  'interactive',
  'button',
  'order',
  'product',
  'system',
  'edit',
  'revoke',
  'unsupported',
  'request_welcome',
  'media_placeholder',
] as const satisfies readonly InboundMessage['type'][];

/** Inbound message of a type that this package does not know (yet): envelope only, content kept as it came. */
export const unknownInboundMessageSchema = z.looseObject({ ...envelopeShape, type: z.string().nullish() });

/** Inbound message of an unknown type. */
export type UnknownInboundMessage = z.output<typeof unknownInboundMessageSchema>;
