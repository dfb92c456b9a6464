import { createPrivateKey, createSecretKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';

/** What signs for an endpoint. `meta` is the app secret of Meta's scheme. */
export type SecretKind = 'hmac' | 'ed25519' | 'meta';

/** A fresh secret in its text form, with the public key where there is one. */
export type NewSecret = { kind: SecretKind; text: string; publicKey: string | null };

/** PKCS #8 around a raw Ed25519 seed. RFC 8410, section 7; read 2026-11-21. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Makes a secret. Forms of Standard Webhooks 1.0.0, "Signature scheme" (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md,
 * read 2026-11-21): `whsec_` and 32 random bytes, or an Ed25519 pair as `whsk_` (seed and public key) and `whpk_`. Meta's app secrets are 32
 * hexadecimal characters.
 */
export function newSecret(kind: SecretKind): NewSecret {
  if (kind === 'hmac') return { kind, text: `whsec_${randomBytes(32).toString('base64')}`, publicKey: null };
  if (kind === 'meta') return { kind, text: randomBytes(16).toString('hex'), publicKey: null };
  const pair = generateKeyPairSync('ed25519');
  const seed = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
  const point = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    kind,
    text: `whsk_${Buffer.concat([seed, point]).toString('base64')}`,
    publicKey: `whpk_${point.toString('base64')}`,
  };
}

/** The key behind a secret's text. A KeyObject, because a Buffer costs several times as much per signature. */
export function readSecret(kind: SecretKind, text: string): KeyObject {
  if (kind === 'meta') return createSecretKey(Buffer.from(text, 'utf8'));
  const bytes = Buffer.from(text.slice(text.indexOf('_') + 1), 'base64');
  if (kind === 'hmac') return createSecretKey(bytes);
  return createPrivateKey({ key: Buffer.concat([pkcs8Prefix, bytes.subarray(0, 32)]), format: 'der', type: 'pkcs8' });
}
