import { newIndexKey } from '#platform/crypto/keyed-hash';
import { seal } from '#platform/crypto/seal';
import { signingKeyOf, type SigningKey } from '#platform/crypto/signed-document';
import type { EngineTx } from '#platform/db/tx';
import { indexKey } from './index-keys.ts';
import { announcePurge } from './key-purge.ts';
import { indexKeyAad, run } from './keyring-context.ts';
import type { KeyringContext } from './keyring-context.ts';
import { insertFormerSigningKey, lockIndexKey, selectFormerSigningKeys, updateIndexKey } from './keyring.sql.ts';
import { installationId, workspaceKeys } from './workspace-keys.ts';

const purpose = 'signing';

/** The public half of a signing key that was replaced. What it signed before `replacedAt` stays proved. */
export type FormerSigningKey = { keyId: string; publicKeyPem: string; replacedAt: Date };

/**
 * The key with which this installation signs receipts and reports. It follows from a secret of the key store, so it is kept, backed up and wrapped by the
 * root key like every other key, and stays the same until it is replaced.
 */
export async function signingKey(context: KeyringContext): Promise<SigningKey> {
  return signingKeyOf(await indexKey(context, installationId, purpose));
}

/** Signing keys of earlier, newest first. */
export function formerSigningKeys(context: KeyringContext): Promise<FormerSigningKey[]> {
  return run<FormerSigningKey>(context, undefined, selectFormerSigningKeys());
}

/**
 * Replaces the signing key. The public half of the one before is kept for ever, its secret half is overwritten. Other processes go on signing with it for at
 * most the life of their cache. Gives the ids of both.
 */
export async function replaceSigningKey(context: KeyringContext, tx: EngineTx): Promise<{ before: string; after: string }> {
  const before = await signingKey(context);
  await tx.query(lockIndexKey(installationId, purpose));
  const { key, bytes } = newIndexKey();
  const after = signingKeyOf(key);
  const { primary } = await workspaceKeys(context, installationId);
  const wrapped = seal(primary, indexKeyAad(installationId, purpose, 1), bytes);
  const at = context.clock.now();
  await tx.query(insertFormerSigningKey({ keyId: before.id, publicKeyPem: before.publicKeyPem, replacedAt: at }));
  await tx.query(updateIndexKey(installationId, purpose, wrapped, primary.id, at));
  await announcePurge(tx, { kind: 'workspace', workspaceId: installationId });
  return { before: before.id, after: after.id };
}
