import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, verify, type KeyObject } from 'node:crypto';
import { canonicalJson, type JsonValue } from './canonical-json.ts';

/** A key pair that signs documents. `id` is the beginning of the SHA-256 of the public key, so that it names the key anywhere. */
export type SigningKey = { id: string; privateKey: KeyObject; publicKeyPem: string };

/** A document with proof of who wrote it and that nothing was changed since. `value` is base64. */
export type SignedDocument<Document extends JsonValue = JsonValue> = {
  document: Document;
  signature: { algorithm: 'Ed25519'; key_id: string; value: string };
};

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8. Source: https://www.rfc-editor.org/rfc/rfc8410#section-7 — read 2026-11-21. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The one signing key that belongs to a secret; the same secret always gives the same key. */
export function signingKeyOf(secret: KeyObject): SigningKey {
  const seed = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), 'kabar signing key', 32));
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  const fingerprint = createHash('sha256').update(publicKey.export({ format: 'der', type: 'spki' }));
  return {
    id: fingerprint.digest('hex').slice(0, 16),
    privateKey,
    publicKeyPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  };
}

/** Signs a document in its canonical form (RFC 8785), so that reading and writing it again does not break the signature. */
export function signDocument<Document extends JsonValue>(key: SigningKey, document: Document): SignedDocument<Document> {
  const value = sign(null, bytesOf(document), key.privateKey).toString('base64');
  return { document, signature: { algorithm: 'Ed25519', key_id: key.id, value } };
}

/** Whether the holder of the private key signed exactly this document. */
export function isSignedBy(publicKeyPem: string, { document, signature }: SignedDocument): boolean {
  return verify(null, bytesOf(document), createPublicKey(publicKeyPem), Buffer.from(signature.value, 'base64'));
}

function bytesOf(document: JsonValue): Buffer {
  return Buffer.from(canonicalJson(document), 'utf8');
}
