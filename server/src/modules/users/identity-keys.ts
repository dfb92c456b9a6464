import { createSecretKey, hkdfSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { installationId, type Keyring } from '#modules/keyring';
import { dataKey, keyRing } from '#platform/crypto/data-key';
import type { KeyRing } from '#platform/crypto/data-key';

/** Keys of the identity system. None of them is in the database except wrapped by the root key. */
export type IdentityKeys = {
  /** Keys the hash that goes into bcrypt. */
  pepper: KeyObject;
  /** Seals the finished password hash. */
  passwordRing: KeyRing;
  /** Seals the seeds of codes by time. */
  factorRing: KeyRing;
  /** Signs session cookies, so that a made-up cookie costs no query. */
  cookieMac: KeyObject;
  /** Hides addresses and networks in throttle buckets. */
  throttle: KeyObject;
  /** Secret of better-auth, which signs links that confirm an e-mail. */
  authSecret: string;
};

const keyBytes = 32;

/**
 * Loads the identity keys, making their master key on the very first start. The key ring keeps it wrapped by the
 * installation's key, and that by the root key, which is outside the database.
 *
 * Errors: rejects with `SealError` when the root key is another one than before.
 */
export async function loadIdentityKeys(keyring: Pick<Keyring, 'indexKey'>): Promise<IdentityKeys> {
  return deriveKeys(await keyring.indexKey(installationId, 'identity'));
}

/** Derives every identity key from the master key, each under its own label. */
export function deriveKeys(master: KeyObject): IdentityKeys {
  const derive = (label: string): Buffer => Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `kabar identity ${label}`, keyBytes));
  const secretKey = (label: string): KeyObject => createSecretKey(derive(label));
  return {
    pepper: secretKey('password pepper'),
    passwordRing: keyRing(dataKey(1, derive('password seal'))),
    factorRing: keyRing(dataKey(1, derive('factor seal'))),
    cookieMac: secretKey('session cookie'),
    throttle: secretKey('throttle'),
    authSecret: derive('auth secret').toString('base64url'),
  };
}
