import { AppError } from '../errors.ts';

/** Encodes the position behind the last row of a page as an opaque cursor. */
export function encodeCursor(position: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * Decodes a cursor of `length` parts. Null in, null out (first page).
 * Errors: `cursor_invalid` for anything that `encodeCursor` did not make.
 */
export function decodeCursor(cursor: string | undefined, length: number): (string | number | null)[] | null {
  if (cursor === undefined) return null;
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch (cause) {
    throw new AppError('cursor_invalid', { cause });
  }
  if (!Array.isArray(position) || position.length !== length || !position.every(isPart)) throw new AppError('cursor_invalid');
  return position;
}

function isPart(value: unknown): value is string | number | null {
  return value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
}
