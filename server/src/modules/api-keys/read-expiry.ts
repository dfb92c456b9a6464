import { AppError } from '#platform/errors';

const yearMs = 365 * 24 * 60 * 60 * 1_000;

/** When a key ends: a year after `now` unless said otherwise; null is for ever, said by a person who means it. Errors: `validation_failed` for the past. */
export function readExpiry(asked: string | null | undefined, now: Date, lifeMs: number = yearMs): Date | null {
  if (asked === null) return null;
  if (asked === undefined) return new Date(now.getTime() + lifeMs);
  const expiresAt = new Date(asked);
  if (expiresAt <= now)
    throw new AppError('validation_failed', { details: { issues: [{ path: 'body.expires_at', message: 'must be in the future' }] } });
  return expiresAt;
}
