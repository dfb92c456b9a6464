import type { KeyObject } from 'node:crypto';
import { keyedHash } from '#platform/crypto/keyed-hash';

/** The form in which a WhatsApp message id is looked up: the id holds the customer's phone number and is never stored plain. */
export function hashWamid(indexKey: KeyObject, wamid: string): Buffer {
  return keyedHash(indexKey, 'wamid', wamid);
}
