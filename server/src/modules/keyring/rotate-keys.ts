import { newDataKey } from '#platform/crypto/data-key';
import { open, seal } from '#platform/crypto/seal';
import { withEngine } from '#platform/db/tx';
import { announcePurge } from './key-purge.ts';
import { wrappingAad } from './keyring-context.ts';
import type { KeyringContext, KeyTx } from './keyring-context.ts';
import {
  claimOlderWrappings,
  claimWorkspaceKeysOfOtherRoot,
  insertWorkspaceKey,
  selectWorkspaceKeys,
  updateWorkspaceKeysSuperseded,
  updateWorkspaceKeyWrapping,
  updateWrapping,
  wrappedTableNames,
} from './keyring.sql.ts';
import type { WorkspaceKeyRow, WrappedRow, WrappedTable } from './keyring.sql.ts';
import { rootContext, workspaceKeys } from './workspace-keys.ts';

/**
 * Gives a workspace a new primary key. The older versions stay and open what they sealed; other processes go on sealing with
 * the one they know for at most the life of their cache. Gives the new version.
 *
 * Errors: 23505 when two rotations run at once; one of them succeeds.
 */
export async function rotateWorkspaceKey(context: KeyringContext, tx: KeyTx, workspaceId: string): Promise<number> {
  const rows = await tx.query<WorkspaceKeyRow>(selectWorkspaceKeys([workspaceId]));
  const version = (rows[0]?.version ?? 0) + 1;
  const at = context.clock.now();
  const wrapped = await context.rootKeys.wrap(newDataKey(version).bytes, rootContext(workspaceId, version));
  const rootKeyId = context.rootKeys.primaryId;
  const { text, values = [] } = insertWorkspaceKey({ workspaceId, version, wrapped, rootKeyId, at });
  await tx.query({ text: text.replace('on conflict do nothing', ''), values });
  await tx.query(updateWorkspaceKeysSuperseded(workspaceId, version, at));
  await announcePurge(tx, { kind: 'workspace', workspaceId });
  return version;
}

/**
 * Wraps keys of a workspace anew that are still wrapped by an older version of its key, at most `limit` per table and
 * call. Gives how many were done; call again until it is 0. Content is not touched: it is sealed by the keys inside.
 */
export async function rewrapOlderKeys(context: KeyringContext, workspaceId: string, limit = 500): Promise<number> {
  context.workspaces.forget(workspaceId); // the newest version may be younger than what is in memory
  let doneCount = 0;
  for (const table of wrappedTableNames) {
    doneCount += await withEngine(context.db, 'wrap the keys of a workspace anew', (tx) =>
      rewrapTable(context, tx, table, workspaceId, limit),
    );
  }
  return doneCount;
}

async function rewrapTable(context: KeyringContext, tx: KeyTx, table: WrappedTable, workspaceId: string, limit: number): Promise<number> {
  const ring = await workspaceKeys(context, workspaceId, tx);
  const rows = await tx.query<WrappedRow>(claimOlderWrappings(table, workspaceId, ring.primary.id, limit));
  await Promise.all(
    rows.map((row) => {
      const aad = wrappingAad(workspaceId, table, row.owner, row.keyId);
      const wrapped = seal(ring.primary, aad, open(ring, aad, row.wrapped));
      return tx.query(updateWrapping(table, workspaceId, { ...row, wrapped }, ring.primary.id));
    }),
  );
  return rows.length;
}

/**
 * Wraps workspace keys anew that are wrapped by another root key than the present primary, at most `limit` per call. Gives
 * how many were done; once it is 0 the older root key may be taken away.
 */
export async function rewrapUnderPrimaryRoot(context: KeyringContext, limit = 200): Promise<number> {
  return withEngine(context.db, 'wrap the keys of all workspaces under a new root key', async (tx) => {
    const { primaryId } = context.rootKeys;
    const rows = await tx.query<WorkspaceKeyRow>(claimWorkspaceKeysOfOtherRoot(primaryId, limit));
    for (const { workspaceId, version, wrapped } of rows) {
      const bytes = await context.rootKeys.unwrap(wrapped, rootContext(workspaceId, version));
      const rewrapped = await context.rootKeys.wrap(bytes, rootContext(workspaceId, version));
      await tx.query(updateWorkspaceKeyWrapping(workspaceId, version, rewrapped, primaryId));
    }
    return rows.length;
  });
}
