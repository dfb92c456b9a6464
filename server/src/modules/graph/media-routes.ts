import type { Media } from '@kabar/contract';
import { createMediaLink, getMedia, openMedia, readMediaLink, removeMedia, sendFile, uploadMedia } from '#modules/media';
import { AppError } from '#platform/errors';
import type { Route } from '#platform/http/route';
import { maxAnyFileBytes } from '#whatsapp/media-rules';
import { requireNumber } from './find-objects.ts';
import { requirePermission, type GraphContext } from './graph-context.ts';
import { GraphRefusal, parameterInvalid, parameterMissing, unknownObject } from './graph-refusal.ts';
import { defineGraphRoute, nameSubject, type GraphCall } from './graph-routes.ts';
import { graphMediaId, readGraphMediaId } from './media-ids.ts';
import { requireProduct } from './read-send-request.ts';

/** The largest file and the frame around it in one multipart body. */
const uploadLimitBytes = maxAnyFileBytes + 1024 * 1024;

/** Files: uploaded as streams, described, handed out. */
export function mediaRoutes(ctx: GraphContext): Route[] {
  return [
    defineGraphRoute({
      method: 'POST',
      path: '/:phone_number_id/media',
      summary: 'Upload a file',
      isMultipart: true,
      bodyLimitBytes: uploadLimitBytes,
      answer: async (call) => {
        requirePermission(call.actor, 'media:write');
        await requireNumber(ctx, call.actor, call.ids['phone_number_id'] ?? '', 'POST');
        const id = await receiveUpload(ctx, call);
        nameSubject(call, 'media', id);
        return { id: graphMediaId(id) };
      },
    }),
    defineGraphRoute({
      method: 'GET',
      path: '/attachments/:token',
      summary: 'Download a file from the address that its node names',
      answer: (call) => download(ctx, call),
    }),
  ];
}

/**
 * Takes the file as it streams in, wherever the other fields stand in the form. What Meta needs besides may come after it: then the file is removed again
 * when it is missing. Gives the file's database id.
 */
async function receiveUpload(ctx: GraphContext, { actor, query, request }: GraphCall): Promise<string> {
  const fields: Record<string, unknown> = { ...query };
  let uploaded: Media | null = null;
  try {
    for await (const part of request.raw.parts()) {
      if (part.type === 'field') {
        fields[part.fieldname] = part.value;
        continue;
      }
      if (part.fieldname !== 'file') throw parameterInvalid(`Unexpected file in the field ${part.fieldname}.`);
      // A caller that goes away in the middle must not leave us waiting for the rest.
      request.signal.addEventListener('abort', () => part.file.destroy(), { once: true });
      uploaded = await uploadMedia(ctx.media, {
        workspaceId: actor.workspaceId,
        filename: part.filename,
        mimeType: part.mimetype,
        content: part.file,
        isCut: () => part.file.truncated,
      });
    }
    if (uploaded === null) throw parameterMissing('file');
    requireProduct(fields);
  } catch (error) {
    if (uploaded !== null) await removeMedia(ctx.media, actor.workspaceId, mediaUuid(uploaded));
    throw isBrokenForm(error) ? parameterInvalid('The form could not be read to its end.') : error;
  }
  return mediaUuid(uploaded);
}

/** What the parser of forms throws about what it was sent; anything else is a refusal of ours or a fault. */
function isBrokenForm(error: unknown): boolean {
  if (error instanceof AppError || !(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    /^FST_(FILES|FIELDS|PARTS)_LIMIT$|^FST_PROTO_VIOLATION$|^FST_INVALID_MULTIPART|^ERR_STREAM_PREMATURE_CLOSE$/.test(code) ||
    /^(Unexpected end of form|Unexpected end of file|Malformed part header|Part terminated early|Multipart: Boundary not found)/.test(
      error.message,
    )
  );
}

function mediaUuid(media: Media): string {
  const id = readGraphMediaId(media.id);
  if (id === null) throw new Error('a file has an id that is none');
  return id;
}

/**
 * A file as the Graph shows it, with an address that works for five minutes. One that has not come from WhatsApp yet is fetched first.
 * Errors: 100 (33) for a file that is not there, is somebody else's, or belongs to another number than the one that was named.
 */
export async function mediaNode(ctx: GraphContext, call: GraphCall, mediaId: string, asked: string): Promise<object> {
  const { actor, query, request, version } = call;
  requirePermission(actor, 'media:read');
  const media = await seen(ctx, call, mediaId, asked, 'GET');
  if (query['phone_number_id'] !== undefined) await requireNumber(ctx, actor, query['phone_number_id'], 'GET');
  const file = await openMedia(ctx.media, actor.workspaceId, mediaId, request.signal);
  const facts = media.sha256 === null ? await getMedia(ctx.media, actor.workspaceId, mediaId) : media;
  const link = { workspaceId: actor.workspaceId, mediaId, isThumbnail: false, isDownload: false };
  const { url } = await createMediaLink(ctx.media, link);
  return {
    messaging_product: 'whatsapp',
    url: `${ctx.publicUrl}/graph/${version}/attachments/${url.slice(url.lastIndexOf('/') + 1)}`,
    mime_type: file.mimeType,
    sha256: facts.sha256 ?? '',
    file_size: file.sizeBytes,
    id: graphMediaId(mediaId),
  };
}

/** Removes an upload. Errors: 100 (33) as for reading; 100 when a message, draft or template uses the file. */
export async function deleteMedia(ctx: GraphContext, call: GraphCall, mediaId: string, asked: string): Promise<{ success: true }> {
  requirePermission(call.actor, 'media:write');
  await seen(ctx, call, mediaId, asked, 'DELETE');
  try {
    await removeMedia(ctx.media, call.actor.workspaceId, mediaId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict')
      throw parameterInvalid('A message, draft or template uses this file; it goes when those go.');
    throw error;
  }
  return { success: true };
}

async function seen(ctx: GraphContext, call: GraphCall, mediaId: string, asked: string, method: 'GET' | 'DELETE'): Promise<Media> {
  try {
    await ctx.media.requireVisible(call.actor, mediaId);
    const media = await getMedia(ctx.media, call.actor.workspaceId, mediaId);
    nameSubject(call, 'media', mediaId);
    return media;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') throw unknownObject(method, asked);
    throw error;
  }
}

/** The bytes, decrypted as they stream. Needs the key like Meta's own address; outdated and foreign addresses are 404, as there. */
async function download(ctx: GraphContext, { actor, ids, request }: GraphCall): Promise<object | undefined> {
  requirePermission(actor, 'media:read');
  try {
    const { workspaceId, mediaId } = await readMediaLink(ctx.media, ids['token'] ?? '');
    if (workspaceId !== actor.workspaceId) throw new AppError('not_found');
    await ctx.media.requireVisible(actor, mediaId);
    const file = await openMedia(ctx.media, workspaceId, mediaId, request.signal);
    return await sendFile(file, { range: request.raw.headers.range }, request.reply);
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'not_found' && error.code !== 'media_gone')) throw error;
    throw new GraphRefusal(
      'not_found',
      { code: 100, subcode: 33, http: 404, title: 'This address of a file does not work (any more). Ask for the file again.' },
      error,
    );
  }
}
