import type { Readable } from 'node:stream';
import { MEDIA_PROBLEMS, type Media } from '@kabar/contract';
import type { KeyRing } from '#platform/crypto/data-key';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { StorageError, type ObjectRange } from '#platform/storage/object-storage';
import { bareType } from '#whatsapp/media-rules';
import { storeThumbnail } from './check-file.ts';
import { fetchMedia } from './fetch-media.ts';
import type { MediaContext } from './media-context.ts';
import { leaseMs } from './media-fetcher.ts';
import { objectPlace, openColumn, ownerKeys, thumbnailPlace } from './media-keys.ts';
import { claimOneMedia, selectMedia, updateThumbnail, type MediaRow } from './media.sql.ts';
import { presentMedia } from './present-media.ts';
import { thumbnailType } from './shrink-image.ts';

/** A file ready to be read, whole or in part. The caller reads the stream to its end or destroys it. */
export type OpenMedia = {
  mimeType: string;
  filename: string | null;
  sizeBytes: number;
  open(range?: ObjectRange): Promise<Readable>;
};

/** Facts of a file. Errors: `not_found`. */
export async function getMedia(ctx: MediaContext, workspaceId: string, id: string): Promise<Media> {
  const row = await load(ctx, workspaceId, id);
  return presentMedia(row, await filenameOf(ctx, row));
}

/**
 * Opens a file. One that still waits to be fetched from WhatsApp is fetched now.
 *
 * Errors: `not_found`; `media_gone`; `media_not_usable` with the reason for malware and what waits to be checked for it;
 * `upstream_unavailable` when it could not be fetched just now.
 */
export async function openMedia(ctx: MediaContext, workspaceId: string, id: string, signal: AbortSignal): Promise<OpenMedia> {
  let row = await load(ctx, workspaceId, id);
  if (row.status === 'pending') {
    const leaseUntil = new Date(ctx.clock.now().getTime() + leaseMs);
    const [claimed] = await tenantQuery<MediaRow>(ctx.db, workspaceId, claimOneMedia(workspaceId, id, leaseUntil));
    if (claimed !== undefined) await fetchMedia(ctx, claimed, signal);
    row = await load(ctx, workspaceId, id);
    if (row.status === 'pending') throw new AppError('upstream_unavailable');
  }
  const { keys, storageKey, objectKeySealed, sizeBytes } = await requireStored(ctx, row);
  const object = { name: storageKey, owner: keys, place: objectPlace(workspaceId, id), sealedKey: objectKeySealed, sizeBytes };
  return {
    mimeType: row.mimeType,
    filename: row.filenameSealed === null ? null : openColumn(keys, row, 'filename', row.filenameSealed),
    sizeBytes,
    open: (range) => orGone(range === undefined ? ctx.storage.get(object) : ctx.storage.getPart(object, range)),
  };
}

/**
 * Opens the small picture of a picture, which is made now where it was not made before.
 *
 * Errors: `not_found` when there is no file or no thumbnail of it; `media_gone`; `media_not_usable`.
 */
export async function openThumbnail(ctx: MediaContext, workspaceId: string, id: string): Promise<OpenMedia> {
  const row = await load(ctx, workspaceId, id);
  const { keys, storageKey, objectKeySealed, sizeBytes } = await requireStored(ctx, row);
  const thumbnail = async (): Promise<{ key: string; sizeBytes: number; objectKeySealed: Buffer } | null> => {
    if (row.thumbKey !== null && row.thumbBytes !== null && row.thumbObjectKeySealed !== null)
      return { key: row.thumbKey, sizeBytes: row.thumbBytes, objectKeySealed: row.thumbObjectKeySealed };
    const picture = {
      workspaceId,
      id,
      mimeType: bareType(row.mimeType),
      sizeBytes,
      owner: keys.primary,
      version: ctx.clock.now().getTime(),
    };
    const whole = { name: storageKey, owner: keys, place: objectPlace(workspaceId, id), sealedKey: objectKeySealed };
    const made = await storeThumbnail(ctx, picture, () => orGone(ctx.storage.get(whole)));
    if (made !== null) await tenantQuery(ctx.db, workspaceId, updateThumbnail(workspaceId, id, made));
    return made;
  };
  const found = await thumbnail();
  if (found === null) throw new AppError('not_found');
  const object = { name: found.key, owner: keys, place: thumbnailPlace(workspaceId, id), sealedKey: found.objectKeySealed };
  return {
    mimeType: thumbnailType,
    filename: null,
    sizeBytes: found.sizeBytes,
    open: (range) =>
      orGone(range === undefined ? ctx.storage.get(object) : ctx.storage.getPart({ ...object, sizeBytes: found.sizeBytes }, range)),
  };
}

type Stored = { keys: KeyRing; storageKey: string; objectKeySealed: Buffer; sizeBytes: number };

/** What is needed to open a file that anybody may have. */
async function requireStored(ctx: MediaContext, row: MediaRow): Promise<Stored> {
  if (row.status === 'quarantined') throw notUsable('infected');
  const keys = await ownerKeys(ctx, row);
  const { storageKey, objectKeySealed, sizeBytes } = row;
  if (row.status !== 'stored' || keys === null || storageKey === null || objectKeySealed === null || sizeBytes === null)
    throw new AppError('media_gone');
  if (row.scan === 'waiting') throw notUsable('scan_waiting');
  return { keys, storageKey, objectKeySealed, sizeBytes };
}

async function orGone(opened: Promise<Readable>): Promise<Readable> {
  try {
    return await opened;
  } catch (cause) {
    if (cause instanceof StorageError && cause.code === 'not_found') throw new AppError('media_gone', { cause });
    throw cause;
  }
}

function notUsable(problem: 'infected' | 'scan_waiting'): AppError<'media_not_usable'> {
  return new AppError('media_not_usable', { details: { reason: MEDIA_PROBLEMS[problem] } });
}

async function load(ctx: MediaContext, workspaceId: string, id: string): Promise<MediaRow> {
  const [row] = await tenantQuery<MediaRow>(ctx.db, workspaceId, selectMedia(workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  return row;
}

async function filenameOf(ctx: MediaContext, row: MediaRow): Promise<string | null> {
  if (row.filenameSealed === null) return null;
  const keys = await ownerKeys(ctx, row);
  return keys === null ? null : openColumn(keys, row, 'filename', row.filenameSealed);
}
