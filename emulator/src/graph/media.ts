import { createHash, createHmac } from 'node:crypto';
import { bareMimeType, MEDIA_LIFETIMES, mediaKindOf, mediaRefusal } from '@kabar/cloud-api';
import { createId } from '../emulator.ts';
import type { Emulator } from '../emulator.ts';
import type { FormFile } from '../http/form.ts';
import type { Media, Token } from '../world/entities.ts';
import { requireNumber, textParam } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { GraphError, unknownNode } from './graph-error.ts';

// The signature in media URLs only has to be hard to guess for clients of this one installation.
const URL_KEY = 'kabar-emulator-media-url';

function urlSignature(id: string, expiresAtSeconds: number): string {
  return createHmac('sha256', URL_KEY).update(`${id}.${expiresAtSeconds}`).digest('base64url').slice(0, 32);
}

/** Stores a file for a number. Uploads live 30 days, what customers send 7 days. Source: "Media", 2025-11. */
export function storeMedia(emulator: Emulator, ownerNumberId: string, file: FormFile, isInbound: boolean): Media {
  const now = emulator.clock.nowMs();
  const lifetimeSeconds = isInbound ? MEDIA_LIFETIMES.inboundSeconds : MEDIA_LIFETIMES.uploadedSeconds;
  const media: Media = {
    id: createId(emulator.random),
    ownerNumberId,
    mimeType: file.mimeType,
    sha256Hex: createHash('sha256').update(file.bytes).digest('hex'),
    sizeBytes: file.bytes.length,
    fileName: file.fileName,
    createdAtMs: now,
    expiresAtMs: now + lifetimeSeconds * 1000,
    isInbound,
  };
  emulator.mediaFiles.write(media.id, file.bytes);
  emulator.world.save('media', media);
  return media;
}

/** The address of a media file, good for five minutes, in the form of the real one. */
export function mediaUrl(emulator: Emulator, media: Media, baseUrl: string): string {
  const expiresAtSeconds = emulator.clock.nowSeconds() + MEDIA_LIFETIMES.urlSeconds;
  const query = new URLSearchParams({ mid: media.id, ext: String(expiresAtSeconds), hash: urlSignature(media.id, expiresAtSeconds) });
  return `${baseUrl}/whatsapp_business/attachments/?${query.toString()}`;
}

/** `POST /{phone}/media`. Errors: 100 for a missing file, a type Meta does not take, or a file that is too large. */
export function uploadMedia(emulator: Emulator, call: GraphCall, id: string): GraphAnswer {
  requireNumber(emulator.world, call.token, id, 'whatsapp_business_messaging');
  const refuse = (details: string) => new GraphError(100, 'Invalid parameter', { details });
  if (call.params['messaging_product'] !== 'whatsapp') throw refuse('messaging_product must be whatsapp');
  const file = call.files['file'];
  if (!file) throw refuse('Param file is required');
  const mimeType =
    bareMimeType(file.mimeType) === 'application/octet-stream' ? (textParam(call.params, 'type') ?? file.mimeType) : file.mimeType;
  const refusal = mediaRefusal(mediaKindOf(mimeType), { mimeType, sizeBytes: file.bytes.length });
  if (refusal !== undefined) throw refuse(`Param file must be a file with one of the supported types and sizes (${refusal})`);
  const media = storeMedia(emulator, id, { ...file, mimeType }, false);
  return { json: { id: media.id } };
}

function requireMedia(emulator: Emulator, token: Token, call: GraphCall, id: string): Media {
  const media = emulator.world.media.get(id);
  if (!media || media.expiresAtMs <= emulator.clock.nowMs()) throw unknownNode(id);
  requireNumber(emulator.world, token, media.ownerNumberId, 'whatsapp_business_messaging');
  const owner = textParam(call.params, 'phone_number_id');
  if (owner !== undefined && owner !== media.ownerNumberId) throw unknownNode(id);
  return media;
}

/** `GET /{media_id}`. */
export function getMedia(emulator: Emulator, call: GraphCall, id: string): GraphAnswer {
  const media = requireMedia(emulator, call.token, call, id);
  return {
    json: {
      url: mediaUrl(emulator, media, call.baseUrl),
      mime_type: media.mimeType,
      sha256: media.sha256Hex,
      file_size: media.sizeBytes,
      id: media.id,
      messaging_product: 'whatsapp',
    },
  };
}

/** `DELETE /{media_id}`. */
export function deleteMedia(emulator: Emulator, call: GraphCall, id: string): GraphAnswer {
  const media = requireMedia(emulator, call.token, call, id);
  emulator.mediaFiles.remove(media.id);
  emulator.world.remove('media', media.id);
  return { json: { success: true } };
}

/**
 * The bytes behind a media URL, or undefined when it is wrong, older than five minutes, or the token may not see it: the
 * real address then answers 404 and does not tell why.
 */
export function downloadMedia(emulator: Emulator, query: URLSearchParams, token: Token): { bytes: Buffer; mimeType: string } | undefined {
  const id = query.get('mid') ?? '';
  const expiresAtSeconds = Number(query.get('ext'));
  const media = emulator.world.media.get(id);
  const number = media && emulator.world.numbers.get(media.ownerNumberId);
  if (!media || !number || !token.wabaIds.includes(number.wabaId)) return undefined;
  if (query.get('hash') !== urlSignature(id, expiresAtSeconds)) return undefined;
  if (!(expiresAtSeconds * 1000 > emulator.clock.nowMs()) || media.expiresAtMs <= emulator.clock.nowMs()) return undefined;
  const bytes = emulator.mediaFiles.read(id);
  return bytes && { bytes, mimeType: media.mimeType };
}
