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
let timeText = '';
let timeTextMs = -1;

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
  if (lastMs !== timeTextMs) {
    const timeHex = lastMs.toString(16).padStart(12, '0');
    timeText = `${timeHex.slice(0, 8)}-${timeHex.slice(8)}-7`;
    timeTextMs = lastMs;
  }
  // A one above the highest digit keeps the leading zeros.
  const counterHex = (0x1000 | counter).toString(16).slice(1);
  const variantHex = ((pool.readUInt16BE(poolOffset + 2) & 0x3fff) | 0x8000).toString(16);
  const tailHex = pool.toString('hex', poolOffset + 4, poolOffset + 10);
  poolOffset += 10;
  return `${timeText}${counterHex}-${variantHex}-${tailHex}`;
}

/** Ids from the machine's clock and random source. */
export const systemIds: Ids = { uuid: newUuid };

/** The lowest uuidv7 of a moment: ids made at it or later are not below, ids made before it are. */
export function lowestUuidAt(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const publicLength = 26;
const uuidLength = 36;
/** Two characters at a time: ten bits. */
const pairs: readonly string[] = [...alphabet].flatMap((first) => [...alphabet].map((second) => first + second));
const digitPlaces: readonly number[] = Array.from({ length: uuidLength }, (_, place) => place).filter(
  (place) => ![8, 13, 18, 23].includes(place),
);
const publicForm = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;
const valueOf: readonly number[] = Array.from({ length: 128 }, (_, code) => Math.max(0, alphabet.indexOf(String.fromCharCode(code))));

/**
 * Turns a database uuid into the id that callers see: `msg_` + 26 characters of Crockford base32 in lower case.
 * `prefix` is given without the underscore.
 *
 * Errors: throws `TypeError` when the text is not a lower-case uuid (a defect of ours, never a caller's mistake).
 */
export function toPublicId(prefix: string, uuid: string): string {
  if (uuid.length !== uuidLength || uuid[8] !== '-' || uuid[13] !== '-' || uuid[18] !== '-' || uuid[23] !== '-') {
    throw new TypeError('not a uuid');
  }
  let text = `${prefix}_${pairs[(digit(uuid, 0) << 4) | digit(uuid, 1)] ?? ''}`;
  // Five hexadecimal digits are four characters, so no big number is needed.
  for (let at = 2; at < 32; at += 5) {
    const bits =
      (digit(uuid, at) << 16) | (digit(uuid, at + 1) << 12) | (digit(uuid, at + 2) << 8) | (digit(uuid, at + 3) << 4) | digit(uuid, at + 4);
    text += (pairs[bits >> 10] ?? '') + (pairs[bits & 1023] ?? '');
  }
  return text;
}

/** The value of the hexadecimal digit with this number; dashes are not counted. */
function digit(uuid: string, index: number): number {
  const code = uuid.charCodeAt(digitPlaces[index] ?? 0);
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  throw new TypeError('not a uuid');
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
  let hex = hexOf(body, 0, 2);
  for (let at = 2; at < publicLength; at += 4) hex += hexOf(body, at, 5);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The `digitCount` hexadecimal digits behind the two or four characters that begin at `at`. */
function hexOf(body: string, at: number, digitCount: 2 | 5): string {
  let bits = 0;
  for (let offset = 0; offset < (digitCount === 2 ? 2 : 4); offset += 1) bits = (bits << 5) | (valueOf[body.charCodeAt(at + offset)] ?? 0);
  // A one above the highest digit keeps the leading zeros.
  return ((1 << (digitCount * 4)) | bits).toString(16).slice(1);
}
