import { ID_PREFIXES, MEDIA_PROBLEMS, type Media, type MediaProblem } from '@kabar/contract';
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
    // Nobody gets a file that waits for the scanner.
    status: row.status === 'stored' && row.scan === 'waiting' ? 'pending' : row.status,
    kind: row.kind,
    mime_type: row.mimeType,
    size_bytes: row.sizeBytes,
    filename,
    sha256: row.sha256?.toString('hex') ?? null,
    width: row.width,
    height: row.height,
    has_thumbnail: row.status === 'stored' && row.scan !== 'waiting' && row.thumbKey !== null,
    scan: row.scan,
    problem: problemOf(row),
    created_at: row.createdAt.toISOString(),
  };
}

/** What is wrong with a file; null when it is there or simply on its way. */
function problemOf(row: MediaRow): Media['problem'] {
  if (row.status === 'stored') return row.scan === 'waiting' ? inWords('scan_waiting', null) : null;
  if (row.error === null) return row.status === 'gone' ? inWords('lost', null) : null;
  return inWords(isProblem(row.error) ? row.error : 'lost', row.status === 'pending' ? row.nextTryAt : null);
}

function inWords(code: MediaProblem, nextTryAt: Date | null): NonNullable<Media['problem']> {
  return { code, message: MEDIA_PROBLEMS[code], next_try_at: nextTryAt?.toISOString() ?? null };
}

function isProblem(word: string): word is MediaProblem {
  return Object.hasOwn(MEDIA_PROBLEMS, word);
}
