import { createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { AgeError, ageDecrypt, newAgeKey } from '#platform/crypto/age-file';
import type { AgeIdentities } from '#platform/crypto/age-file';
import { dataKey } from '#platform/crypto/data-key';
import type { DataKey } from '#platform/crypto/data-key';
import type { RootKeyProvider } from '#platform/crypto/root-keys';
import { SealError } from '#platform/crypto/seal-error';
import { BackupError } from './backup-error.ts';

/**
 * What opens one backup. `secret` seals its parts and lives in the key store until the backup's last day, whoever holds whatever else;
 * `identity` is the age key that its files are made for, which the recipients of the operator open, too.
 */
export type BackupKeys = { secret: KeyObject; identity: string; recipient: string };

const secretBytes = 32;

/** Makes the keys of a new backup, together with their wrapped form for the key store. */
export async function newBackupKeys(rootKeys: RootKeyProvider, backupId: string): Promise<{ keys: BackupKeys; wrapped: Buffer }> {
  const secret = randomBytes(secretBytes);
  const { identity, recipient } = await newAgeKey();
  const wrapped = await rootKeys.wrap(Buffer.concat([secret, Buffer.from(identity)]), ['backup', backupId]);
  return { keys: { secret: createSecretKey(secret), identity, recipient }, wrapped };
}

/** Opens the wrapped keys of a backup. Errors: `BackupError` `no_key` with another root key. */
export async function openBackupKeys(rootKeys: RootKeyProvider, backupId: string, wrapped: Buffer): Promise<Omit<BackupKeys, 'recipient'>> {
  try {
    const bytes = await rootKeys.unwrap(wrapped, ['backup', backupId]);
    return { secret: createSecretKey(bytes.subarray(0, secretBytes)), identity: bytes.subarray(secretBytes).toString() };
  } catch (error) {
    if (error instanceof SealError) throw new BackupError('no_key', 'the root key does not fit', { cause: error });
    throw error;
  }
}

/** The key of one object of a backup: each is sealed under its own. */
export function objectKey(secret: KeyObject, backupId: string, name: string): DataKey {
  return dataKey(1, Buffer.from(hkdfSync('sha256', secret, Buffer.from(backupId), `kabar backup object ${name}`, 32)));
}

/** Reads an age file of a few bytes whole. Errors: `BackupError` `wrong_key` or `changed`. */
export async function readSmallAge(identities: AgeIdentities, source: AsyncIterable<Uint8Array>, name: string): Promise<Buffer> {
  try {
    const pieces: Buffer[] = [];
    for await (const piece of ageDecrypt(identities, source)) pieces.push(piece);
    return Buffer.concat(pieces);
  } catch (error) {
    throw explainAge(error, name);
  }
}

/** Says in the words of backups what an age file or a sealed stream found. */
export function explainAge(error: unknown, name: string): unknown {
  if (error instanceof AgeError) return new BackupError(error.code === 'broken' ? 'changed' : 'wrong_key', name, { cause: error });
  if (error instanceof SealError) return new BackupError('changed', name, { cause: error });
  return error;
}
