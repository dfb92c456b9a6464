import { createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { dataKey, keyRing } from '#platform/crypto/data-key';
import type { KeyRing } from '#platform/crypto/data-key';
import type { RootKeyProvider } from '#platform/crypto/root-keys';
import type { Clock } from '#platform/clock';
import { engineQuery } from '#platform/db/tx';
import type { Database } from '#platform/db/database';
import { insertIdentityKey, selectIdentityKey } from './identity-keys.sql.ts';

/** Keys of the identity system. None of them is in the database except wrapped by the root key. */
export type IdentityKeys = {
  /** Keys the hash that goes into bcrypt. */
  pepper: KeyObject;
  /** Seals the finished password hash. */
  passwordRing: KeyRing;
  /** Signs session cookies, so that a made-up cookie costs no query. */
  cookieMac: KeyObject;
  /** Hides addresses and networks in throttle buckets. */
  throttle: KeyObject;
  /** Secret of better-auth, which signs links that confirm an e-mail. */
  authSecret: string;
  /** Seals and commits personal values in the audit chain of accounts. */
  auditRing: KeyRing;
  auditCommitment: KeyObject;
};

const masterPurpose = 'master.1';
const keyBytes = 32;

/**
 * Loads the identity keys, making the master key on the very first start. Safe when several processes start at once.
 *
 * Errors: rejects with `SealError` when the root key is another one than that which wrapped the master key.
 */
export async function loadIdentityKeys(db: Database, rootKeys: RootKeyProvider, clock: Clock): Promise<IdentityKeys> {
  const context = ['identity_keys', masterPurpose];
  let wrapped = await selectMaster(db);
  if (wrapped === undefined) {
    const fresh = await rootKeys.wrap(randomBytes(keyBytes), context);
    await engineQuery(db, insertIdentityKey(masterPurpose, fresh, clock.now()));
    wrapped = await selectMaster(db);
  }
  if (wrapped === undefined) throw new Error('the identity master key vanished while it was being made');
  return deriveKeys(await rootKeys.unwrap(wrapped, context));
}

/** Derives every identity key from the master key, each under its own label. */
export function deriveKeys(master: Buffer): IdentityKeys {
  const derive = (label: string): Buffer => Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `kabar identity ${label}`, keyBytes));
  const secretKey = (label: string): KeyObject => createSecretKey(derive(label));
  return {
    pepper: secretKey('password pepper'),
    passwordRing: keyRing(dataKey(1, derive('password seal'))),
    cookieMac: secretKey('session cookie'),
    throttle: secretKey('throttle'),
    authSecret: derive('auth secret').toString('base64url'),
    auditRing: keyRing(dataKey(1, derive('audit seal'))),
    auditCommitment: secretKey('audit commitment'),
  };
}

async function selectMaster(db: Database): Promise<Buffer | undefined> {
  const rows = await engineQuery<{ wrapped: Buffer }>(db, selectIdentityKey(masterPurpose));
  return rows[0]?.wrapped;
}
