import { z } from 'zod';

/**
 * Content of a message as it is sent: the same object that Meta's Cloud API takes under the name of its type, so that what
 * one knows from Meta works here. `id` of a media object may be one of our media ids (`med_…`) or an id of Meta's.
 * Lengths and inner rules are checked by the server against Meta's limits and answered with `content_invalid`.
 */
const MetaObject = z.record(z.string(), z.unknown());

export const TextContent = z.object({ body: z.string().min(1).max(4096), preview_url: z.boolean().optional() });

/** A file by id or by link, with what Meta allows beside it for the type. */
export const MediaContent = z.object({
  id: z.string().max(200).optional().describe('A media id of ours (`med_…`) or of Meta'),
  link: z.url().max(2000).optional().describe('Public https address that Meta fetches'),
  caption: z.string().max(1024).optional(),
  filename: z.string().max(240).optional(),
  voice: z.boolean().optional(),
});

export const LocationContent = z.object({
  latitude: z.coerce.number().min(-90).max(90),
  longitude: z.coerce.number().min(-180).max(180),
  name: z.string().max(1000).optional(),
  address: z.string().max(1000).optional(),
});

export const ReactionContent = z.object({
  message_id: z.string().max(300).describe('Our id (`msg_…`) or the WhatsApp id of the message'),
  emoji: z.string().max(40).describe('Empty string removes the reaction'),
});

export const TemplateContent = z.looseObject({
  name: z.string().min(1).max(512),
  language: z.looseObject({ code: z.string().min(2).max(20) }),
  components: z.array(MetaObject).optional(),
});

export const InteractiveContent = z.looseObject({
  type: z.string().max(60),
  header: MetaObject.optional(),
  body: z.looseObject({ text: z.string() }).optional(),
  footer: z.looseObject({ text: z.string() }).optional(),
  action: MetaObject.optional(),
});

export const ContactsContent = z.array(MetaObject).min(1).max(257);

/** Types that can be sent with `POST /v1/messages`. */
export const SENDABLE_TYPES = [
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contacts',
  'reaction',
  'interactive',
  'template',
] as const;
export type SendableType = (typeof SENDABLE_TYPES)[number];

/** The content field of each sendable type. */
export const SendContent = {
  text: TextContent,
  image: MediaContent,
  video: MediaContent,
  audio: MediaContent,
  document: MediaContent,
  sticker: MediaContent,
  location: LocationContent,
  contacts: ContactsContent,
  reaction: ReactionContent,
  interactive: InteractiveContent,
  template: TemplateContent,
} as const satisfies Record<SendableType, z.ZodType>;

/**
 * Every type a stored message can have. Incoming ones beyond the sendable: `button` (tap on a template button), `order`,
 * `product`, `system` (the customer changed number or id), `unsupported` (WhatsApp does not hand it out), `unknown` (a type
 * that this version does not know yet; its raw object is kept).
 */
export const MESSAGE_TYPES = [...SENDABLE_TYPES, 'button', 'order', 'product', 'system', 'unsupported', 'unknown'] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];
