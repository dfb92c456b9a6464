import { newDataKey } from '#platform/crypto/data-key';
import { open, seal } from '#platform/crypto/seal';
import { engineQuery, withEngine } from '#platform/db/tx';
import { announcePurge } from './key-purge.ts';
import { run, wrappingAad } from './keyring-context.ts';
import type { KeyringContext, KeyTx } from './keyring-context.ts';
import {
  claimOlderWrappings,
  claimWorkspaceKeysOfOtherRoot,
  insertWorkspaceKey,
  selectWorkspaceKeys,
  updateWorkspaceKeysSuperseded,
  updateWorkspaceKeyWrapping,
  updateWrappings,
  countWrappings,
  retireWorkspaceKeyRow,
  selectKeyStates,
  wrappedTableNames,
} from './keyring.sql.ts';
import type { WorkspaceKeyRow, WorkspaceKeyState, WrappedRow, WrappedTable } from './keyring.sql.ts';
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
  const rootKeyId = context.rootKeys.idOf(wrapped);
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
  const rewrapped = rows.map((row) => {
    const aad = wrappingAad(workspaceId, table, row.owner, row.keyId);
    return { ...row, wrapped: seal(ring.primary, aad, open(ring, aad, row.wrapped)) };
  });
  if (rewrapped.length > 0) await tx.query(updateWrappings(table, workspaceId, rewrapped, ring.primary.id));
  return rows.length;
}

/**
 * Wraps workspace keys anew that are wrapped by another root key than the present primary, at most `limit` per call. Gives
 * how many were done; once it is 0 the older root key may be taken away.
 */
export async function rewrapUnderPrimaryRoot(context: KeyringContext, limit = 200): Promise<number> {
  return withEngine(context.db, 'wrap the keys of all workspaces under a new root key', async (tx) => {
    const primaryId = await context.rootKeys.primaryId();
    const rows = await tx.query<WorkspaceKeyRow>(claimWorkspaceKeysOfOtherRoot(primaryId, limit));
    for (const { workspaceId, version, wrapped } of rows) {
      const rewrapped = await context.rootKeys.rewrap(wrapped, rootContext(workspaceId, version));
      await tx.query(updateWorkspaceKeyWrapping(workspaceId, version, rewrapped, context.rootKeys.idOf(rewrapped)));
    }
    return rows.length;
  });
}

/** Living versions of the keys of all workspaces (the installation among them), or of one, oldest first. */
export function listWorkspaceKeys(context: KeyringContext, workspaceId: string | null): Promise<WorkspaceKeyState[]> {
  return engineQuery<WorkspaceKeyState>(context.db, selectKeyStates(workspaceId));
}

/** How many living keys each version of a workspace's key wraps. */
export async function countWrappedKeys(context: KeyringContext, tx: KeyTx | undefined, workspaceId: string): Promise<Map<number, number>> {
  const rows = await run<{ version: number; count: number }>(context, tx, countWrappings(workspaceId));
  return new Map(rows.map(({ version, count }) => [version, count]));
}

/**
 * Destroys one older version of a workspace's key; false for the newest one. What is still sealed under it can never be opened again, so the caller has
 * counted that there is nothing.
 */
export async function retireWorkspaceKey(context: KeyringContext, tx: KeyTx, workspaceId: string, version: number): Promise<boolean> {
  const rows = await tx.query(retireWorkspaceKeyRow(workspaceId, version, context.clock.now()));
  if (rows.length > 0) await announcePurge(tx, { kind: 'workspace', workspaceId });
  return rows.length > 0;
}
