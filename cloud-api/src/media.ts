import { z } from 'zod';
import { MEDIA_KINDS } from './limits.ts';
import type { MediaKind } from './limits.ts';
import { idSchema } from './scalars.ts';

const MEBIBYTE = 1024 * 1024;

/**
 * What Meta accepts per kind of media. A document may be of any type in practice, so `mimeTypes` is what is documented.
 * `animatedMaxBytes` only exists for stickers.
 * Source: Meta for Developers, "Media" (supported media types), 2025-11.
 */
export const MEDIA_RULES: {
  [K in MediaKind]: { mimeTypes: readonly string[]; anyMimeType: boolean; maxBytes: number; animatedMaxBytes?: number };
} = {
  audio: {
    mimeTypes: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'],
    anyMimeType: false,
    maxBytes: 16 * MEBIBYTE,
  },
  document: {
    mimeTypes: [
      'text/plain',
      'application/pdf',
      'application/msword',
      'application/vnd.ms-excel',
      'application/vnd.ms-powerpoint',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    ],
    anyMimeType: true,
    maxBytes: 100 * MEBIBYTE,
  },
  image: { mimeTypes: ['image/jpeg', 'image/png'], anyMimeType: false, maxBytes: 5 * MEBIBYTE },
  sticker: { mimeTypes: ['image/webp'], anyMimeType: false, maxBytes: 100 * 1024, animatedMaxBytes: 500 * 1024 },
  video: { mimeTypes: ['video/mp4', 'video/3gpp'], anyMimeType: false, maxBytes: 16 * MEBIBYTE },
};

/** Lifetimes in seconds. Source: "Media", 2025-11; the five minutes were also observed on the real platform. */
export const MEDIA_LIFETIMES = {
  uploadedSeconds: 30 * 24 * 3600,
  inboundSeconds: 7 * 24 * 3600,
  urlSeconds: 5 * 60,
} as const;

/** Strips parameters: `audio/ogg; codecs=opus` becomes `audio/ogg`. */
export function bareMimeType(mimeType: string): string {
  return (mimeType.split(';')[0] ?? '').trim().toLowerCase();
}

/** The media kind a file of this MIME type would be sent as; everything unknown is a document. */
export function mediaKindOf(mimeType: string): MediaKind {
  const bare = bareMimeType(mimeType);
  for (const kind of MEDIA_KINDS) {
    if (kind !== 'document' && MEDIA_RULES[kind].mimeTypes.includes(bare)) return kind;
  }
  return 'document';
}

/** Why a file cannot be sent as `kind`, or `undefined` when it can. `sizeBytes` is the whole file. */
export function mediaRefusal(
  kind: MediaKind,
  file: { mimeType: string; sizeBytes: number },
): 'unsupported_type' | 'too_large' | 'empty' | undefined {
  const rule = MEDIA_RULES[kind];
  if (!rule.anyMimeType && !rule.mimeTypes.includes(bareMimeType(file.mimeType))) return 'unsupported_type';
  if (file.sizeBytes === 0) return 'empty';
  if (file.sizeBytes > (rule.animatedMaxBytes ?? rule.maxBytes)) return 'too_large';
  return undefined;
}

/** Answer of the media upload. */
export const mediaUploadResponseSchema = z.looseObject({ id: idSchema });

/** Answer of `GET /{media_id}`. `file_size` is a string in some captures and a number in others. */
export const mediaNodeSchema = z.looseObject({
  id: idSchema,
  url: z.string().min(1),
  mime_type: z.string(),
  sha256: z.string().nullish(),
  file_size: z.union([z.number(), z.string().transform(Number)]).nullish(),
});

/** What Meta tells about one media file. */
export type MediaNode = z.output<typeof mediaNodeSchema>;
