import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** What a signature header is worth. */
export type SignatureVerdict = 'valid' | 'missing' | 'invalid';

const prefix = 'sha256=';
const headerForm = /^sha256=[0-9a-fA-F]{64}$/;

/**
 * Checks `X-Hub-Signature-256` against the very bytes of the body with each app secret of the account, in constant time
 * per secret. More than one secret is valid while a secret is being changed, and where several apps share an address.
 *
 * Never throws. A missing header is never accepted.
 * Source: Meta for Developers, "Create a webhook endpoint", 2026-04-21.
 */
export function verifySignature(header: string | undefined, body: Uint8Array, secrets: readonly KeyObject[]): SignatureVerdict {
  if (header === undefined || header === '') return 'missing';
  if (!headerForm.test(header)) return 'invalid';
  const given = Buffer.from(header.slice(prefix.length), 'hex');
  let isValid = false;
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(body).digest();
    if (timingSafeEqual(expected, given)) isValid = true;
  }
  return isValid ? 'valid' : 'invalid';
}
