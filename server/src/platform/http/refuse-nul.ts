import { AppError } from '../errors.ts';

/**
 * Refuses input with a NUL character in any text, however deep. PostgreSQL cannot store one, and statements carry the rows
 * of several callers at once: one such text would fail them all. Errors: `validation_failed`.
 */
export function refuseNul(part: 'body' | 'query', value: unknown): void {
  const path = findNul(value);
  if (path === null) return;
  throw new AppError('validation_failed', {
    details: { issues: [{ path: `${part}${path}`, message: 'must not contain the character U+0000' }] },
  });
}

function findNul(value: unknown): string | null {
  if (typeof value === 'string') return value.includes('\0') ? '' : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const key in value) {
    if (key.includes('\0')) return '';
    const found = findNul(Reflect.get(value, key));
    if (found !== null) return `.${key}${found}`;
  }
  return null;
}
