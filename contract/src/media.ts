import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

export const MEDIA_SCANS = ['off', 'waiting', 'clean', 'infected', 'skipped'] as const;

/** Why a file is not there, in a stable word and a sentence for people. */
export const MEDIA_PROBLEMS = {
  unreachable: 'WhatsApp cannot be reached; the file is fetched again soon.',
  access_refused: 'WhatsApp refuses our access to the file. Check the access token of the number.',
  number_disconnected: 'The number is disconnected, so the file cannot be fetched from WhatsApp.',
  refused: 'WhatsApp no longer hands the file out.',
  not_stored: 'The file could not be written to the storage; it is fetched again soon.',
  wrong_hash: 'The file arrived damaged.',
  too_large: 'The file is larger than 100 MB.',
  expired: 'WhatsApp keeps files for seven days; this one could not be fetched in that time.',
  contact_erased: 'The contact was erased, and this file with it.',
  infected: 'The file carries malware and is locked away.',
  scan_waiting: 'The file waits to be checked for malware.',
  removed: 'The file was removed.',
  retention_over: 'The time for which files are kept is over.',
  lost: 'The file is no longer available.',
} as const;

export type MediaProblem = keyof typeof MEDIA_PROBLEMS;

const problemCodes = Object.keys(MEDIA_PROBLEMS) as [MediaProblem, ...MediaProblem[]];

/**
 * A stored file. `status`: `pending` while it is being fetched from WhatsApp or checked for malware, `gone` when it could not
 * be or was deleted, `quarantined` when it carries malware.
 */
export const Media = z.object({
  id: idSchema('media'),
  status: z.enum(['pending', 'stored', 'gone', 'quarantined']),
  kind: z.enum(['image', 'video', 'audio', 'document', 'sticker']),
  mime_type: z.string(),
  size_bytes: z.number().int().nullable(),
  filename: z.string().nullable(),
  sha256: z.string().nullable(),
  width: z.number().int().nullable().describe('Of pictures, in pixels'),
  height: z.number().int().nullable(),
  has_thumbnail: z.boolean(),
  scan: z.enum(MEDIA_SCANS).describe('`skipped`: the malware scanner was away and the file was let pass'),
  problem: z
    .object({ code: z.enum(problemCodes), message: z.string(), next_try_at: Timestamp.nullable() })
    .nullable()
    .describe('Why the file is not there, or what went wrong at the last try'),
  created_at: Timestamp,
});
export type Media = z.infer<typeof Media>;

/** `POST /v1/media/:id/link`. */
export const CreateMediaLinkRequest = z.strictObject({
  thumbnail: z.boolean().default(false).describe('Link to the small picture instead'),
  download: z.boolean().default(false).describe('Browsers save it instead of showing it'),
});

/** An address of a file that works for five minutes without signing in. Ranges are supported. */
export const MediaLink = z.object({ url: z.url(), expires_at: Timestamp });
export type MediaLink = z.infer<typeof MediaLink>;

/** `GET /v1/media-usage`. `quota_bytes` null: no limit. */
export const MediaUsage = z.object({
  bytes: z.number().int(),
  files: z.number().int(),
  quota_bytes: z.number().int().nullable().describe('The lower one of the workspace’s own limit and the installation’s'),
  is_over: z.boolean().describe('Uploads are refused; files of customers are fetched all the same'),
  warning: z.string().nullable().describe('In words, from 90 % on'),
});
export type MediaUsage = z.infer<typeof MediaUsage>;

/** `GET` and `PATCH /v1/media-settings`. */
export const MediaSettings = z.object({
  compress_images: z.boolean().describe('Pictures are made smaller when uploads do not say otherwise'),
  quota_bytes: z.number().int().nullable().describe('The workspace’s own limit'),
});
export type MediaSettings = z.infer<typeof MediaSettings>;

export const UpdateMediaSettingsRequest = z.strictObject({
  compress_images: z.boolean().optional(),
  quota_bytes: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable().optional(),
});
export type UpdateMediaSettingsRequest = z.infer<typeof UpdateMediaSettingsRequest>;
