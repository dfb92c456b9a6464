/**
 * A fresh idempotency key: 128 random bits in hex. Not `crypto.randomUUID`, which browsers offer on secure origins only,
 * while Kabar may run on a plain address in a company's own network.
 */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
