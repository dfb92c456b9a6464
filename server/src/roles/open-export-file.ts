import type { ExportsContext } from '#modules/exports';
import { openMedia, type MediaContext } from '#modules/media';
import { AppError } from '#platform/errors';

/** Opens a stored file for an export; null when it is gone, or not to be had from WhatsApp any more. */
export function openExportFile(media: MediaContext): ExportsContext['openFile'] {
  return async (workspaceId, mediaId) =>
    openMedia(media, workspaceId, mediaId, AbortSignal.timeout(30_000)).catch((error: unknown) => {
      if (error instanceof AppError) return null;
      throw error;
    });
}
