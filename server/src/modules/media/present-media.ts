import { ID_PREFIXES, type Media } from '@kabar/contract';
import { toPublicId } from '#platform/ids';
import type { MediaRow } from './media.sql.ts';

/** The public id of a file. */
export function mediaPublicId(id: string): Media['id'] {
  return toPublicId(ID_PREFIXES.media, id) as Media['id']; // made with that very prefix
}

/** Shapes a file for the API; `filename` is the opened name. */
export function presentMedia(row: MediaRow, filename: string | null): Media {
  return {
    id: mediaPublicId(row.id),
    status: row.status,
    mime_type: row.mimeType,
    size_bytes: row.sizeBytes,
    filename,
    sha256: row.sha256?.toString('hex') ?? null,
    created_at: row.createdAt.toISOString(),
  };
}
