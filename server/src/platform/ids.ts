import { randomFillSync } from 'node:crypto';

/** Makes identifiers; injected so that tests can fix them. */
export type Ids = {
  /** A new uuidv7 in its usual lower-case text form. Later calls sort after earlier ones within a process. */
  uuid(): string;
};

const poolBytes = 16_384;
const pool = Buffer.alloc(poolBytes);
let poolOffset = poolBytes;
let lastMs = 0;
let counter = 0;

/**
 * Makes a uuidv7 (RFC 9562): 48 bits of Unix milliseconds, a 12-bit counter that keeps ids of one process in order,
 * 62 random bits. Random bytes come from a pool, because one call to the generator per id costs a quarter of the
 * insert rate.
 *
 * Never throws. When the machine's clock goes back, or more than 3,000 ids fall into one millisecond, the time part
 * runs ahead of the clock instead of breaking the order.
 */
export function newUuid(): string {
  if (poolOffset + 10 > poolBytes) {
    randomFillSync(pool);
    poolOffset = 0;
  }
  const nowMs = Date.now();
  if (nowMs > lastMs) {
    lastMs = nowMs;
    counter = pool.readUInt16BE(poolOffset) & 0x3ff;
  } else if (counter === 0xfff) {
    lastMs += 1;
    counter = 0;
  } else {
    counter += 1;
  }
  const timeHex = lastMs.toString(16).padStart(12, '0');
  const counterHex = counter.toString(16).padStart(3, '0');
  const variantHex = ((pool.readUInt16BE(poolOffset + 2) & 0x3fff) | 0x8000).toString(16);
  const tailHex = pool.toString('hex', poolOffset + 4, poolOffset + 10);
  poolOffset += 10;
  return `${timeHex.slice(0, 8)}-${timeHex.slice(8)}-7${counterHex}-${variantHex}-${tailHex}`;
}

/** Ids from the machine's clock and random source. */
export const systemIds: Ids = { uuid: newUuid };

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const publicLength = 26;
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const valueOf = new Map([...alphabet].map((char, value) => [char, BigInt(value)]));

/**
 * Turns a database uuid into the id that callers see: `msg_` + 26 characters of Crockford base32 in lower case.
 * `prefix` is given without the underscore.
 *
 * Errors: throws `TypeError` when the text is not a lower-case uuid (a defect of ours, never a caller's mistake).
 */
export function toPublicId(prefix: string, uuid: string): string {
  if (!uuidForm.test(uuid)) throw new TypeError('not a uuid');
  let rest = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let text = '';
  for (let index = 0; index < publicLength; index += 1) {
    text = alphabet.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return `${prefix}_${text}`;
}

/**
 * Reads a public id back into a uuid, or gives null when the text is not exactly one that `toPublicId` can make with
 * this prefix: right prefix, lower case, 26 characters, no look-alike letters, at most 128 bits. Strict on purpose, so
 * that two different texts never name the same row. Never throws.
 */
export function fromPublicId(prefix: string, text: string): string | null {
  const head = `${prefix}_`;
  if (text.length !== head.length + publicLength || !text.startsWith(head)) return null;
  let bits = 0n;
  for (const char of text.slice(head.length)) {
    const value = valueOf.get(char);
    if (value === undefined) return null;
    bits = (bits << 5n) | value;
  }
  if (bits >> 128n !== 0n) return null;
  const hex = bits.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
