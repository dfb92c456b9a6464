import { createHash, randomBytes } from 'node:crypto';

/** How many codes somebody gets. */
export const recoveryCodeCount = 10;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const codeBytes = 15;

/** Fresh codes of 120 random bits each, in six groups of four as people read them. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, () => grouped(encode(randomBytes(codeBytes))));
}

/** The stored form. Spaces, dashes and case do not matter, and letters that look like digits are read as them. */
export function hashRecoveryCode(code: string): Buffer {
  const plain = code.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  return createHash('sha256').update(`recovery code 1:${plain}`).digest();
}

function encode(bytes: Buffer): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let at = 0; at < (bytes.length * 8) / 5; at += 1) {
    text = (alphabet[Number(bits & 31n)] ?? '') + text;
    bits >>= 5n;
  }
  return text;
}

function grouped(text: string): string {
  return (text.match(/.{4}/g) ?? []).join('-');
}
