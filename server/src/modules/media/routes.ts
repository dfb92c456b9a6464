import {
  CreateMediaLinkRequest,
  ID_PREFIXES,
  idSchema,
  Media,
  MediaLink,
  MediaSettings,
  MediaUsage,
  UpdateMediaSettingsRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { takeFile } from '#platform/http/take-file';
import { fromPublicId } from '#platform/ids';
import { maxAnyFileBytes } from '#whatsapp/media-rules';
import type { MediaContext } from './media-context.ts';
import { createMediaLink, readMediaLink } from './media-links.ts';
import { getMediaSettings, getMediaUsage, updateMediaSettings } from './media-usage.ts';
import { getMedia, openMedia, openThumbnail } from './read-media.ts';
import { removeMedia } from './remove-media.ts';
import { sendFile } from './send-file.ts';
import { uploadMedia } from './upload-media.ts';

const tag = 'Media';
const params = z.object({ id: idSchema('media') });
const uploadQuery = z.object({
  number_id: idSchema('number').optional().describe('Hands the file to WhatsApp for this number at once'),
  as: z
    .enum(['image', 'video', 'audio', 'document', 'sticker'])
    .optional()
    .describe('Kind to send it as; default: by its type. A large picture can go `as=document`.'),
  compress: z
    .stringbool()
    .optional()
    .describe(
      'Pictures are turned upright, freed of their metadata and fitted to WhatsApp’s limits, from up to 25 MB. Default: as the workspace’s settings say.',
    ),
});

/** Files and the frame around them in one multipart body. */
const uploadLimitBytes = maxAnyFileBytes + 1024 * 1024;

/** Routes of media. */
export function mediaRoutes(ctx: MediaContext): Route[] {
  return [...fileRoutes(ctx), ...linkRoutes(ctx), ...careRoutes(ctx)];
}

function fileRoutes(ctx: MediaContext): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/media',
      summary: 'Upload a file',
      description:
        'One file as multipart/form-data in the field `file`. Its type is read from its bytes; its size is limited by what WhatsApp takes for its kind. Use the id in messages.',
      tag,
      auth: 'workspace',
      permission: 'media:write',
      query: uploadQuery,
      bodyKind: 'multipart',
      bodyLimitBytes: uploadLimitBytes,
      responses: { 201: Media },
      handler: async ({ actor, query, raw, signal }) => {
        const numberId = query.number_id === undefined ? undefined : uuidOf('number', query.number_id);
        const file = await takeFile(raw, signal);
        if (file === null)
          throw new AppError('validation_failed', { details: { issues: [{ path: 'body.file', message: 'a file is needed' }] } });
        return uploadMedia(ctx, {
          ...file,
          workspaceId: actor.workspaceId,
          ...(query.as === undefined ? {} : { asKind: query.as }),
          ...(query.compress === undefined ? {} : { compress: query.compress }),
          ...(numberId === undefined ? {} : { numberId }),
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/media/:id',
      summary: 'Get the facts of a file',
      description: 'With its state, and in words why it is not there.',
      tag,
      auth: 'workspace',
      permission: 'media:read',
      params,
      responses: { 200: Media },
      handler: async ({ actor, params: { id } }) => {
        await ctx.requireVisible(actor, uuidOf('media', id));
        return getMedia(ctx, actor.workspaceId, uuidOf('media', id));
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/media/:id/content',
      summary: 'Download a file',
      description:
        'The bytes, decrypted as they stream. Ranges are supported. A file that has not arrived from WhatsApp yet is fetched now.',
      tag,
      auth: 'workspace',
      permission: 'media:read',
      params,
      responses: { 200: 'application/octet-stream', 206: 'application/octet-stream', 416: null },
      handler: async ({ actor, params: { id }, raw, reply, signal }) => {
        await ctx.requireVisible(actor, uuidOf('media', id));
        const file = await openMedia(ctx, actor.workspaceId, uuidOf('media', id), signal);
        return sendFile(file, { range: raw.headers.range }, reply);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/media/:id/thumbnail',
      summary: 'Download the small picture of a picture',
      description: 'WebP, at most 320 pixels wide and high. Pictures and stickers have one, of a moving one its first frame.',
      tag,
      auth: 'workspace',
      permission: 'media:read',
      params,
      responses: { 200: 'image/webp', 206: 'image/webp', 416: null },
      handler: async ({ actor, params: { id }, raw, reply }) => {
        await ctx.requireVisible(actor, uuidOf('media', id));
        const file = await openThumbnail(ctx, actor.workspaceId, uuidOf('media', id));
        return sendFile(file, { range: raw.headers.range }, reply);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/media/:id',
      summary: 'Remove an upload',
      description: 'Only what no message, draft or template uses. Uploads that stay unused are removed by themselves after a while.',
      tag,
      auth: 'workspace',
      permission: 'media:write',
      params,
      responses: { 204: null },
      handler: async ({ actor, params: { id } }) => {
        await ctx.requireVisible(actor, uuidOf('media', id));
        return removeMedia(ctx, actor.workspaceId, uuidOf('media', id));
      },
    }),
  ];
}

function linkRoutes(ctx: MediaContext): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/media/:id/link',
      whileClosing: true,
      summary: 'Make a link to a file',
      description: 'An address that works for five minutes without signing in, for players and for handing a file on.',
      tag,
      auth: 'workspace',
      permission: 'media:read',
      params,
      body: CreateMediaLinkRequest,
      responses: { 200: MediaLink },
      handler: async ({ actor, params: { id }, body }) => {
        const mediaId = uuidOf('media', id);
        await ctx.requireVisible(actor, mediaId);
        await getMedia(ctx, actor.workspaceId, mediaId);
        const { thumbnail: isThumbnail, download: isDownload } = body;
        return createMediaLink(ctx, { workspaceId: actor.workspaceId, mediaId, isThumbnail, isDownload });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/files/:token',
      summary: 'Follow a link to a file',
      description: 'The bytes, as for `GET /v1/media/:id/content`. Over after five minutes, or when the file or its contact is erased.',
      tag,
      auth: 'public',
      params: z.object({ token: z.string().max(400) }),
      responses: { 200: 'application/octet-stream', 206: 'application/octet-stream', 416: null },
      handler: async ({ params: { token }, raw, reply, signal }) => {
        const { workspaceId, mediaId, isThumbnail, isDownload } = await readMediaLink(ctx, token);
        const file = isThumbnail ? await openThumbnail(ctx, workspaceId, mediaId) : await openMedia(ctx, workspaceId, mediaId, signal);
        return sendFile(file, { range: raw.headers.range, isDownload }, reply);
      },
    }),
  ];
}

function careRoutes(ctx: MediaContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/media-usage',
      summary: 'Get how much space files take',
      tag,
      auth: 'workspace',
      permission: 'media:read',
      responses: { 200: MediaUsage },
      handler: ({ actor }) => getMediaUsage(ctx, actor.workspaceId),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/media-settings',
      summary: 'Get the settings of files',
      tag,
      auth: 'workspace',
      permission: 'media:read',
      responses: { 200: MediaSettings },
      handler: ({ actor }) => getMediaSettings(ctx, actor.workspaceId),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/media-settings',
      summary: 'Change the settings of files',
      description: 'Whether pictures are made smaller by default, and how much space files may take.',
      tag,
      auth: 'workspace',
      permission: 'workspace:write',
      body: UpdateMediaSettingsRequest,
      responses: { 200: MediaSettings },
      handler: ({ actor, body }) => updateMediaSettings(ctx, actor, body),
    }),
  ];
}

function uuidOf(kind: 'media' | 'number', publicId: string): string {
  const id = fromPublicId(ID_PREFIXES[kind], publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
