/** Who wrote a message: the business (`out`) or the customer (`in`). */
export type Direction = 'in' | 'out';

const MULTIPLIER = 0x9e3779b1;

/** Multiplicative inverse modulo 2^32 by Newton's iteration; `odd` must be odd. */
function inverse32(odd: number): number {
  let result = odd;
  for (let round = 0; round < 5; round += 1) result = Math.imul(result, 2 - Math.imul(odd, result));
  return result >>> 0;
}

const MULTIPLIER_INVERSE = inverse32(MULTIPLIER);

// Both directions of a bijection on 32 bits, so that order numbers look like chance but can be read back without an index.
function scramble(order: number): number {
  const mixed = Math.imul(order, MULTIPLIER) >>> 0;
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function unscramble(value: number): number {
  return Math.imul((value ^ (value >>> 16)) >>> 0, MULTIPLIER_INVERSE) >>> 0;
}

/**
 * A message id in the byte shape of real ones: `1C 18 <len> <peer> 15 02 00 <11|12> 18 <len> <hex id> 00`, base64.
 * The order number of the message is hidden in the hex id; `salt` is 12 hex digits of the installation.
 * Source: decoded from public captures, 2025 to 2026 (`11` = sent by the business, `12` = by the user).
 */
export function createWamid(direction: Direction, peer: string, order: number, salt: string): string {
  const hex = scramble(order).toString(16).padStart(8, '0').toUpperCase() + salt.slice(0, direction === 'out' ? 10 : 12);
  const head = `\x1c\x18${String.fromCharCode(peer.length & 0x7f)}${peer}\x15\x02\x00${direction === 'out' ? '\x11' : '\x12'}`;
  return `wamid.${Buffer.from(`${head}\x18${String.fromCharCode(hex.length)}${hex}\x00`, 'latin1').toString('base64')}`;
}

/** The order number hidden in one of our own ids; undefined for anything else. Callers compare the stored id. */
export function orderOfWamid(wamid: string): number | undefined {
  if (!wamid.startsWith('wamid.')) return undefined;
  const raw = Buffer.from(wamid.slice('wamid.'.length), 'base64').toString('latin1');
  // The tail is: 18, length of the hex id (18 or 20), the hex id, 00.
  for (const length of [18, 20]) {
    const hex = raw.slice(-1 - length, -1);
    if (raw.charCodeAt(raw.length - 2 - length) === length && /^[0-9A-F]+$/.test(hex)) {
      return unscramble(Number.parseInt(hex.slice(0, 8), 16));
    }
  }
  return undefined;
}
