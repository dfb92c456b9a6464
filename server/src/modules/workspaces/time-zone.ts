import { AppError } from '#platform/errors';

/**
 * The canonical spelling of an IANA time zone, e.g. `Asia/Jakarta`. Offsets such as `+07:00` are refused, because they know
 * no summer time. Errors: `validation_failed` naming `path`.
 */
export function readTimeZone(name: string, path: string): string {
  try {
    const zone = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    if (/^[A-Za-z]/.test(name)) return zone;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
  }
  throw new AppError('validation_failed', { details: { issues: [{ path, message: 'must be an IANA time zone such as Asia/Jakarta' }] } });
}
