import { AppError } from '../errors.ts';

const form = /^[\x21-\x7e]{1,255}$/;

/** The text of the header `Idempotency-Key`, or null without one. Errors: `validation_failed` for anything that is not one key. */
export function readIdempotencyKey(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  if (typeof header !== 'string' || !form.test(header)) {
    throw new AppError('validation_failed', {
      details: { issues: [{ path: 'headers.idempotency-key', message: 'must be 1 to 255 printable ASCII characters without spaces' }] },
    });
  }
  return header;
}
