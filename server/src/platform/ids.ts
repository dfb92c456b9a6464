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
const publicForm = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;
const valueOf = new Map([...alphabet].map((char, value) => [char, value]));

/**
 * Turns a database uuid into the id that callers see: `msg_` + 26 characters of Crockford base32 in lower case.
 * `prefix` is given without the underscore.
 *
 * Errors: throws `TypeError` when the text is not a lower-case uuid (a defect of ours, never a caller's mistake).
 */
export function toPublicId(prefix: string, uuid: string): string {
  if (!uuidForm.test(uuid)) throw new TypeError('not a uuid');
  const hex = uuid.replaceAll('-', '');
  const head = Number.parseInt(hex.slice(0, 2), 16);
  let text = `${prefix}_${alphabet.charAt(head >> 5)}${alphabet.charAt(head & 31)}`;
  // Five hexadecimal digits are four characters, so no big number is needed.
  for (let at = 2; at < 32; at += 5) {
    const bits = Number.parseInt(hex.slice(at, at + 5), 16);
    text +=
      alphabet.charAt(bits >> 15) + alphabet.charAt((bits >> 10) & 31) + alphabet.charAt((bits >> 5) & 31) + alphabet.charAt(bits & 31);
  }
  return text;
}

/**
 * Reads a public id back into a uuid, or gives null when the text is not exactly one that `toPublicId` can make with
 * this prefix: right prefix, lower case, 26 characters, no look-alike letters, at most 128 bits. Strict on purpose, so
 * that two different texts never name the same row. Never throws.
 */
export function fromPublicId(prefix: string, text: string): string | null {
  const head = `${prefix}_`;
  if (text.length !== head.length + publicLength || !text.startsWith(head)) return null;
  const body = text.slice(head.length);
  if (!publicForm.test(body)) return null;
  let hex = readBits(body.slice(0, 2)).toString(16).padStart(2, '0');
  for (let at = 2; at < publicLength; at += 4)
    hex += readBits(body.slice(at, at + 4))
      .toString(16)
      .padStart(5, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function readBits(chars: string): number {
  let bits = 0;
  for (const char of chars) bits = (bits << 5) | (valueOf.get(char) ?? 0);
  return bits;
}
