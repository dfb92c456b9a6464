import { bareMimeType, MEDIA_LIFETIMES, MEDIA_RULES, mediaKindOf, type MediaKind } from '@kabar/cloud-api';

/** Kinds of messages that carry a file. */
export type FileKind = MediaKind;

/** The kind that a file of this type is sent as; everything that WhatsApp does not show itself is a document. */
export function fileKindOf(mimeType: string): FileKind {
  return mediaKindOf(mimeType);
}

/** `audio/ogg; codecs=opus` becomes `audio/ogg`. */
export function bareType(mimeType: string): string {
  return bareMimeType(mimeType);
}

/**
 * Largest file of a kind in bytes. Stickers that move may be larger than those that stand still.
 * Source: Meta for Developers, "Media" (supported media types), 2025-11.
 */
export function maxFileBytes(kind: FileKind, isAnimated = false): number {
  const rule = MEDIA_RULES[kind];
  return isAnimated ? (rule.animatedMaxBytes ?? rule.maxBytes) : rule.maxBytes;
}

/** Whether WhatsApp takes files of this type as this kind. */
export function isTypeAllowed(kind: FileKind, mimeType: string): boolean {
  const rule = MEDIA_RULES[kind];
  return rule.anyMimeType || rule.mimeTypes.includes(bareMimeType(mimeType));
}

/** Types that WhatsApp takes for a kind, for messages to people. */
export function allowedTypes(kind: FileKind): readonly string[] {
  return MEDIA_RULES[kind].mimeTypes;
}

/** Largest file that any message can carry, in either direction. */
export const maxAnyFileBytes: number = MEDIA_RULES.document.maxBytes;

/** How long WhatsApp keeps things, in milliseconds. Source: Meta for Developers, "Media", 2025-11. */
export const mediaLifetimesMs = {
  /** A file that was uploaded for sending. */
  uploaded: MEDIA_LIFETIMES.uploadedSeconds * 1000,
  /** A file of an incoming message, by its id. */
  inbound: MEDIA_LIFETIMES.inboundSeconds * 1000,
  /** The address of a file. */
  url: MEDIA_LIFETIMES.urlSeconds * 1000,
} as const;
