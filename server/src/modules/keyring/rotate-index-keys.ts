import { newIndexKey } from '#platform/crypto/keyed-hash';
import { seal } from '#platform/crypto/seal';
import { engineQuery } from '#platform/db/tx';
import { announcePurge } from './key-purge.ts';
import { indexKeyAad } from './keyring-context.ts';
import type { KeyringContext, KeyTx } from './keyring-context.ts';
import {
  insertIndexKeys,
  limitLockWait,
  lockIndexVersions,
  retireIndexKeyRows,
  selectIndexStates,
  updateOldestVersion,
  upsertWrittenVersion,
} from './keyring.sql.ts';
import type { IndexVersionState } from './keyring.sql.ts';
import { workspaceKeys } from './workspace-keys.ts';

/**
 * Purposes whose keys can be changed. `contacts`: hashes of identifiers and of personal values, which go up one by one. `search`: hashes of words, which are made
 * anew. The values behind other hashes cannot be tried (ids of WhatsApp and of ours), or are gone within days.
 */
export const rotatedPurposes = ['contacts', 'search'] as const;

export type RotatedPurpose = (typeof rotatedPurposes)[number];

/** Whoever writes hashes of the workspace queues behind this wait, so it is short. */
const lockWaitMs = 500;

/**
 * Has the hashes of a purpose written under a new key from the commit on, or under the newest there is when a restored database has not come to it yet. Waits for whoever is
 * about to write under the key before; from then on the database refuses older hashes. Gives the version.
 *
 * Errors: 55P03 when somebody is still writing after half a second, 40P01: try again.
 */
export async function advanceIndexKey(context: KeyringContext, tx: KeyTx, workspaceId: string, purpose: RotatedPurpose): Promise<number> {
  const { primary } = await workspaceKeys(context, workspaceId, tx);
  await awaitIndexWriters(tx, workspaceId);
  const [state] = await tx.query<IndexVersionState>(selectIndexStates(workspaceId, [purpose]));
  const { newest = 1, written = 1 } = state ?? {};
  const at = context.clock.now();
  let version = newest;
  if (newest === written || state === undefined) {
    const first = { purpose, version: 1, wrapped: seal(primary, indexKeyAad(workspaceId, purpose, 1), newIndexKey().bytes) };
    version = newest + 1;
    const next = { purpose, version, wrapped: seal(primary, indexKeyAad(workspaceId, purpose, version), newIndexKey().bytes) };
    const keys = [...(state === undefined ? [first] : []), next].map((key) => ({ ...key, workspaceKeyVersion: primary.id }));
    await tx.query(insertIndexKeys(workspaceId, keys, at));
  }
  await tx.query(upsertWrittenVersion(workspaceId, purpose, version, at));
  await announcePurge(tx, { kind: 'workspace', workspaceId });
  return version;
}

/**
 * Waits until everybody who had begun to write hashes of a workspace has committed or not. Errors: 55P03 when somebody is still writing after a while: try again.
 */
export async function awaitIndexWriters(tx: KeyTx, workspaceId: string): Promise<void> {
  await tx.query(limitLockWait(lockWaitMs));
  await tx.query(lockIndexVersions(workspaceId));
}

/** Notes that no hash lies under an older version any more, which the caller has counted. */
export async function settleIndexKey(context: KeyringContext, tx: KeyTx, workspaceId: string, purpose: RotatedPurpose): Promise<void> {
  await tx.query(updateOldestVersion(workspaceId, purpose, context.clock.now()));
  await announcePurge(tx, { kind: 'workspace', workspaceId });
}

/** Destroys the versions of an index key before the one that is written, under which nothing is hashed any more. Cannot be undone. Gives which. */
export async function retireIndexKeys(
  context: KeyringContext,
  tx: KeyTx,
  workspaceId: string,
  purpose: 'search',
  version: number,
): Promise<number[]> {
  const rows = await tx.query<{ version: number }>(retireIndexKeyRows(workspaceId, purpose, version, context.clock.now()));
  if (rows.length > 0) await announcePurge(tx, { kind: 'workspace', workspaceId });
  return rows.map((row) => row.version);
}

/** How the keys that can be changed stand, of all workspaces or of one. */
export function listIndexKeys(context: KeyringContext, workspaceId: string | null): Promise<IndexVersionState[]> {
  return engineQuery<IndexVersionState>(context.db, selectIndexStates(workspaceId, rotatedPurposes));
}
