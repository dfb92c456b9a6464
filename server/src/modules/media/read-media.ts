import type { Readable } from 'node:stream';
import type { Media } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { StorageError } from '#platform/storage/object-storage';
import { fetchMedia } from './fetch-media.ts';
import type { MediaContext } from './media-context.ts';
import { leaseMs } from './media-fetcher.ts';
import { objectPlace, openColumn, ownerKeys } from './media-keys.ts';
import { claimOneMedia, selectMedia, type MediaRow } from './media.sql.ts';
import { presentMedia } from './present-media.ts';

/** A file ready to be read. The caller reads `stream` to its end or destroys it. */
export type OpenMedia = { mimeType: string; filename: string | null; sizeBytes: number; kind: MediaRow['kind']; open(): Promise<Readable> };

/** Facts of a file. Errors: `not_found`. */
export async function getMedia(ctx: MediaContext, workspaceId: string, id: string): Promise<Media> {
  const row = await load(ctx, workspaceId, id);
  return presentMedia(row, await filenameOf(ctx, row));
}

/**
 * Opens a file. One that still waits to be fetched from WhatsApp is fetched now.
 *
 * Errors: `not_found`; `media_gone`; `upstream_unavailable` when it could not be fetched just now.
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
  const keys = await ownerKeys(ctx, row);
  const { storageKey, objectKeySealed, sizeBytes } = row;
  if (row.status === 'gone' || keys === null || storageKey === null || objectKeySealed === null || sizeBytes === null)
    throw new AppError('media_gone');
  return {
    mimeType: row.mimeType,
    filename: row.filenameSealed === null ? null : openColumn(keys, row, 'filename', row.filenameSealed),
    sizeBytes,
    kind: row.kind,
    open: async () => {
      try {
        return await ctx.storage.get({ name: storageKey, owner: keys, place: objectPlace(workspaceId, id), sealedKey: objectKeySealed });
      } catch (cause) {
        if (cause instanceof StorageError && cause.code === 'not_found') throw new AppError('media_gone', { cause });
        throw cause;
      }
    },
  };
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
