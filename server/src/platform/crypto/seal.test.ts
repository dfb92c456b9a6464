import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { keyRing, newDataKey, dataKey, maxKeyId } from './data-key.ts';
import { keyedHash, newIndexKey } from './keyed-hash.ts';
import { SealError } from './seal-error.ts';
import { open, openText, seal, sealedKeyId, sealOverheadBytes } from './seal.ts';

const place = ['workspace-1', 'messages', 'body', 'row-1'];

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
  return 'opened';
}

test.each(['', 'halo', '😀 नमस्ते', 'x'.repeat(100_000)])('opens what it sealed: %.10s', (text) => {
  const { key } = newDataKey();
  const sealed = seal(key, place, text);
  expect(openText(key, place, sealed)).toBe(text);
  expect(sealed.byteLength).toBe(Buffer.byteLength(text) + sealOverheadBytes);
});

test('keeps bytes as they are', () => {
  const { key } = newDataKey();
  const bytes = Buffer.from([0, 255, 128, 7]);
  expect(open(key, place, seal(key, place, bytes))).toEqual(bytes);
});

test('never shows the same text twice in the same form', () => {
  const { key } = newDataKey();
  const forms = new Set(Array.from({ length: 5000 }, () => seal(key, place, 'halo').toString('hex')));
  const nonces = new Set([...forms].map((form) => form.slice(16, 40)));
  expect(forms.size).toBe(5000);
  expect(nonces.size).toBe(5000);
});

test('notices a change of any single byte', () => {
  const { key } = newDataKey(7);
  const sealed = seal(key, place, 'halo');
  for (let index = 0; index < sealed.byteLength; index += 1) {
    const changed = Buffer.from(sealed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(
      codeOf(() => open(key, place, changed)),
      `byte ${index}`,
    ).not.toBe('opened');
  }
});

test('notices every shortened and every lengthened form', () => {
  const { key } = newDataKey();
  const sealed = seal(key, place, 'halo halo');
  for (let length = 0; length < sealed.byteLength; length += 1) {
    expect(codeOf(() => open(key, place, sealed.subarray(0, length)))).not.toBe('opened');
  }
  expect(codeOf(() => open(key, place, Buffer.concat([sealed, Buffer.from([0])])))).toBe('broken_seal');
});

test.each([
  ['workspace', ['workspace-2', 'messages', 'body', 'row-1']],
  ['table', ['workspace-1', 'contacts', 'body', 'row-1']],
  ['column', ['workspace-1', 'messages', 'name', 'row-1']],
  ['row', ['workspace-1', 'messages', 'body', 'row-2']],
  ['a shifted boundary', ['workspace-1', 'messages', 'bodyrow', '-1']],
  ['a missing part', ['workspace-1', 'messages', 'body']],
])('does not open bytes moved to another %s', (_name, elsewhere) => {
  const { key } = newDataKey();
  expect(codeOf(() => open(key, elsewhere, seal(key, place, 'halo')))).toBe('broken_seal');
});

test('opens with the older key of a ring and says which key is missing', () => {
  const older = newDataKey(1).key;
  const primary = newDataKey(2).key;
  const sealed = seal(older, place, 'halo');
  expect(sealedKeyId(sealed)).toBe(1);
  expect(openText(keyRing(primary, older), place, sealed)).toBe('halo');
  expect(codeOf(() => open(keyRing(primary), place, sealed))).toBe('unknown_key');
  expect(codeOf(() => open(primary, place, sealed))).toBe('unknown_key');
});

test('does not open under another key with the same id', () => {
  const sealed = seal(newDataKey(1).key, place, 'halo');
  expect(codeOf(() => open(newDataKey(1).key, place, sealed))).toBe('broken_seal');
});

test('refuses formats from another time and bytes that were never sealed', () => {
  const { key } = newDataKey();
  const future = seal(key, place, 'halo');
  future[0] = 9;
  expect(codeOf(() => open(key, place, future))).toBe('unsupported');
  expect(codeOf(() => open(key, place, Buffer.from('halo')))).toBe('malformed');
});

test('carries the largest key id and refuses a larger one', () => {
  const largest = newDataKey(maxKeyId).key;
  expect(openText(largest, place, seal(largest, place, 'halo'))).toBe('halo');
  expect(() => dataKey(maxKeyId + 1, Buffer.alloc(32))).toThrow(RangeError);
  expect(() => dataKey(1, Buffer.alloc(16))).toThrow(RangeError);
});

test('reads a plain view of a larger buffer', () => {
  const { key } = newDataKey();
  const sealed = seal(key, place, 'halo');
  const inside = new Uint8Array(Buffer.concat([Buffer.alloc(5), sealed, Buffer.alloc(3)]).buffer).slice();
  const at = Buffer.from(inside).indexOf(sealed);
  expect(openText(key, place, inside.subarray(at, at + sealed.byteLength))).toBe('halo');
});

test('hashes equal values of one domain alike and of another domain or key differently', () => {
  const index = newIndexKey();
  const hash = keyedHash(index.key, 'phone', '6281200000001');
  expect(hash).toEqual(keyedHash(index.key, 'phone', '6281200000001'));
  expect(hash).not.toEqual(keyedHash(index.key, 'wa_id', '6281200000001'));
  expect(hash).not.toEqual(keyedHash(newIndexKey().key, 'phone', '6281200000001'));
  expect(keyedHash(index.key, 'ab', 'c')).not.toEqual(keyedHash(index.key, 'a', 'bc'));
  expect(hash).toEqual(createHmac('sha256', index.bytes).update('5:phone6281200000001').digest());
});
