import { hash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { API_KEY_PATTERN } from '@kabar/contract';

const prefix = 'kabar_live_';
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const randomLength = 32;
const checksumLength = 6;

/** A fresh key with 190 random bits and its checksum. */
export function newApiKey(): string {
  let body = prefix;
  for (let index = 0; index < randomLength; index += 1) body += alphabet.charAt(randomInt(alphabet.length));
  return body + checksumOf(body);
}

/**
 * Whether a text can be a key at all: right form and checksum. Mistyped, cut and made-up keys end here without a query.
 * It proves nothing else. Never throws.
 */
export function isWellFormedKey(text: string): boolean {
  return API_KEY_PATTERN.test(text) && checksumOf(text.slice(0, -checksumLength)) === text.slice(-checksumLength);
}

/** What the database keeps of a key. */
export function hashApiKey(key: string): Buffer {
  return hash('sha256', key, 'buffer');
}

/** CRC-32 in six base62 digits, highest first. */
function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let index = 0; index < checksumLength; index += 1) {
    digits = alphabet.charAt(rest % alphabet.length) + digits;
    rest = Math.floor(rest / alphabet.length);
  }
  return digits;
}
