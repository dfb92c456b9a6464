import { AppError } from '../errors.ts';

/**
 * Refuses input with a NUL character or half of a surrogate pair in any text, however deep. PostgreSQL cannot store the one anywhere and the other in
 * JSON, and statements carry the rows of several callers at once: one such text would fail them all. Errors: `validation_failed`.
 */
export function refuseUnstorable(part: 'params' | 'body' | 'query', value: unknown): void {
  const found = findUnstorable(value);
  if (found === null) return;
  throw new AppError('validation_failed', { details: { issues: [{ path: `${part}${found.path}`, message: found.message }] } });
}

type Found = { path: string; message: string };

function findUnstorable(value: unknown): Found | null {
  if (typeof value === 'string') {
    const message = refusalOf(value);
    return message === null ? null : { path: '', message };
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const key in value) {
    const message = refusalOf(key);
    if (message !== null) return { path: '', message };
    const found = findUnstorable(Reflect.get(value, key));
    if (found !== null) return { path: `.${key}${found.path}`, message: found.message };
  }
  return null;
}

function refusalOf(text: string): string | null {
  if (text.includes('\0')) return 'must not contain the character U+0000';
  return text.isWellFormed() ? null : 'must not contain half of a surrogate pair';
}
