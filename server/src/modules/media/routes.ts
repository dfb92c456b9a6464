import { Readable } from 'node:stream';
import { ID_PREFIXES, idSchema, Media } from '@kabar/contract';
import { z } from 'zod';
import { AppError } from '#platform/errors';
import { defineRoute, type Route } from '#platform/http/route';
import { fromPublicId } from '#platform/ids';
import { maxAnyFileBytes } from '#whatsapp/media-rules';
import { contentHeaders, readRange, sliceBytes } from './content-headers.ts';
import type { MediaContext } from './media-context.ts';
import { getMedia, openMedia } from './read-media.ts';
import { uploadMedia } from './upload-media.ts';

const tag = 'Media';
const params = z.object({ id: idSchema('media') });
const uploadQuery = z.object({
  number_id: idSchema('number').optional().describe('Hands the file to WhatsApp for this number at once'),
  as: z
    .enum(['image', 'video', 'audio', 'document', 'sticker'])
    .optional()
    .describe('Kind to send it as; default: by its type. A large picture can go `as=document`.'),
});

/** Files and the frame around them in one multipart body. */
const uploadLimitBytes = maxAnyFileBytes + 1024 * 1024;

/** Routes of media. */
export function mediaRoutes(ctx: MediaContext): Route[] {
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
        const part = await raw.file();
        if (part === undefined)
          throw new AppError('validation_failed', { details: { issues: [{ path: 'body.file', message: 'a file is needed' }] } });
        // A caller that goes away in the middle must not leave us waiting for the rest.
        signal.addEventListener('abort', () => part.file.destroy(), { once: true });
        return uploadMedia(ctx, {
          workspaceId: actor.workspaceId,
          filename: part.filename,
          mimeType: part.mimetype,
          content: part.file,
          isCut: () => part.file.truncated,
          ...(query.as === undefined ? {} : { asKind: query.as }),
          ...(numberId === undefined ? {} : { numberId }),
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/media/:id',
      summary: 'Get the facts of a file',
      tag,
      auth: 'workspace',
      permission: 'media:read',
      params,
      responses: { 200: Media },
      handler: ({ actor, params: { id } }) => getMedia(ctx, actor.workspaceId, uuidOf('media', id)),
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
        const file = await openMedia(ctx, actor.workspaceId, uuidOf('media', id), signal);
        const range = readRange(raw.headers.range, file.sizeBytes);
        if (range === 'unsatisfiable') {
          reply.code(416).header('content-range', `bytes */${file.sizeBytes}`);
          return undefined;
        }
        const stream = await file.open();
        reply.headers(contentHeaders(file));
        if (range === null) {
          reply.header('content-length', String(file.sizeBytes));
          return stream;
        }
        reply.code(206).headers({
          'content-range': `bytes ${range.first}-${range.last}/${file.sizeBytes}`,
          'content-length': String(range.last - range.first + 1),
        });
        return Readable.from(sliceBytes(stream, range), { objectMode: false });
      },
    }),
  ];
}

function uuidOf(kind: 'media' | 'number', publicId: string): string {
  const id = fromPublicId(ID_PREFIXES[kind], publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
