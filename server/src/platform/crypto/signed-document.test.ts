import { createSecretKey, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSignedBy, signDocument, signingKeyOf } from './signed-document.ts';

const secret = createSecretKey(randomBytes(32));
const key = signingKeyOf(secret);
const receipt = { erased: 214, kept: [{ what: 'invoices', until: '2036-11-21' }], name: 'Résumé' };

test('gives the same key for the same secret and another for another', () => {
  expect(signingKeyOf(secret).publicKeyPem).toBe(key.publicKeyPem);
  expect(signingKeyOf(createSecretKey(randomBytes(32))).id).not.toBe(key.id);
});

test('accepts what was signed, also after it was written and read again with its members in another order', () => {
  const signed = signDocument(key, receipt);
  const { name, kept, erased } = signed.document;
  expect(isSignedBy(key.publicKeyPem, signed)).toBe(true);
  const read: typeof signed = JSON.parse(JSON.stringify({ ...signed, document: { name, kept, erased } }));
  expect(isSignedBy(key.publicKeyPem, read)).toBe(true);
});

test.each([
  ['a changed number', { ...receipt, erased: 213 }],
  ['a member taken away', { erased: 214, name: 'Résumé' }],
  ['a member added', { ...receipt, more: true }],
])('refuses %s', (_what, document) => {
  const { signature } = signDocument(key, receipt);
  expect(isSignedBy(key.publicKeyPem, { document, signature })).toBe(false);
});

test('refuses the signature of another key', () => {
  const forged = signDocument(signingKeyOf(createSecretKey(randomBytes(32))), receipt);
  expect(isSignedBy(key.publicKeyPem, forged)).toBe(false);
});
