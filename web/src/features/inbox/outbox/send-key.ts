/**
 * A fresh name for one send, used as idempotency key and as the caller's own reference of the message. Not
 * `crypto.randomUUID`, which browsers offer on secure origins only.
 */
export function newSendKey(): string {
  return `inbox-${Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
