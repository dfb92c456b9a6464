import type { Page } from '@kabar/contract';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id behind which a page starts; null for the first page. Errors: `cursor_invalid`. */
export function readIdCursor(cursor: string | undefined): string | null {
  const position = decodeCursor(cursor, 1);
  if (position === null) return null;
  const [id] = position;
  if (typeof id !== 'string' || !uuidForm.test(id)) throw new AppError('cursor_invalid');
  return id;
}

/** Makes a page of `limit` rows out of up to one more, which only tells that there is a next page. */
export function pageById<Row extends { id: string }, Shown>(
  rows: readonly Row[],
  limit: number,
  present: (row: Row) => Shown,
): Page<Shown> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { data: page.map(present), next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.id]) : null };
}
