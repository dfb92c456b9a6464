import { dataKey, dataKeyBytes, keyRing, newDataKey } from '#platform/crypto/data-key';
import type { KeyRing } from '#platform/crypto/data-key';
import { newIndexKey } from '#platform/crypto/keyed-hash';
import { RootKeyUnavailableError } from '#platform/crypto/root-keys';
import { seal } from '#platform/crypto/seal';
import { SealError } from '#platform/crypto/seal-error';
import { AppError } from '#platform/errors';
import { announcePurge } from './key-purge.ts';
import { indexKeyAad, run } from './keyring-context.ts';
import type { KeyringContext, KeyTx } from './keyring-context.ts';
import { destroyWorkspaceRows, insertIndexKeys, insertWorkspaceKey, selectWorkspaceKeys } from './keyring.sql.ts';
import type { WorkspaceKeyRow } from './keyring.sql.ts';

/** Stands for the installation itself where a workspace id is asked for: what is sealed belongs to no workspace. */
export const installationId = '00000000-0000-0000-0000-000000000000';

/** Index keys that every workspace has from the beginning; others are made when first asked for. */
const firstIndexPurposes = ['contacts', 'wamid', 'search', 'suppress'];

/** What the root key binds a wrapped workspace key to. */
export function rootContext(workspaceId: string, version: number): string[] {
  return [workspaceId, 'workspace_keys', String(version)];
}

/** Makes the first key of a workspace and its index keys, in the transaction that makes the workspace. */
export async function createWorkspaceKeys(context: KeyringContext, tx: KeyTx, workspaceId: string): Promise<void> {
  const at = context.clock.now();
  const { key, bytes } = newDataKey(1);
  const wrapped = await context.rootKeys.wrap(bytes, rootContext(workspaceId, key.id));
  await tx.query(insertWorkspaceKey({ workspaceId, version: key.id, wrapped, rootKeyId: context.rootKeys.idOf(wrapped), at }));
  // Sealed under what is stored: another process may have been first with the installation's key.
  const ring = await loadRing(context, tx, workspaceId);
  const indexKeys = firstIndexPurposes.map((purpose) => ({
    purpose,
    wrapped: seal(ring.primary, indexKeyAad(workspaceId, purpose, 1), newIndexKey().bytes),
    workspaceKeyVersion: ring.primary.id,
  }));
  await tx.query(insertIndexKeys(workspaceId, indexKeys, at));
}

/**
 * The keys of a workspace, newest first. The installation's own are made on first use.
 *
 * Errors: `SealError` `key_destroyed` when the workspace was destroyed, `unknown_key` when it never had a key or the root key is another one.
 */
export async function workspaceKeys(context: KeyringContext, workspaceId: string, tx?: KeyTx): Promise<KeyRing> {
  const cached = context.workspaces.get(workspaceId);
  if (cached !== undefined) return cached;
  if (workspaceId === installationId) return installationKeys(context);
  return loadRing(context, tx, workspaceId);
}

async function installationKeys(context: KeyringContext): Promise<KeyRing> {
  const rows = await run<WorkspaceKeyRow>(context, undefined, selectWorkspaceKeys([installationId]));
  if (rows.length === 0) {
    const { bytes } = newDataKey(1);
    const wrapped = await context.rootKeys.wrap(bytes, rootContext(installationId, 1));
    const rootKeyId = context.rootKeys.idOf(wrapped);
    await run(
      context,
      undefined,
      insertWorkspaceKey({ workspaceId: installationId, version: 1, wrapped, rootKeyId, at: context.clock.now() }),
    );
  }
  return loadRing(context, undefined, installationId);
}

async function loadRing(context: KeyringContext, tx: KeyTx | undefined, workspaceId: string): Promise<KeyRing> {
  const epoch = context.workspaces.epoch();
  const rows = await run<WorkspaceKeyRow>(context, tx, selectWorkspaceKeys([workspaceId]));
  const living = rows.filter((row) => !row.isDestroyed);
  const keys = await Promise.all(
    living.map(async ({ version, wrapped }) => {
      const bytes = await unwrap(context, wrapped, rootContext(workspaceId, version));
      if (bytes.byteLength !== dataKeyBytes) throw new SealError('malformed');
      return dataKey(version, bytes);
    }),
  );
  const [primary, ...older] = keys;
  if (primary === undefined) throw new SealError(rows.length > 0 ? 'key_destroyed' : 'unknown_key');
  const ring = keyRing(primary, ...older);
  if (living.every((row) => row.settled)) context.workspaces.put(workspaceId, ring, epoch);
  return ring;
}

/** Errors: `AppError` `unavailable` while the holder of the root key is away: the same request works once it is back. */
async function unwrap(context: KeyringContext, wrapped: Buffer, bound: readonly string[]): Promise<Buffer> {
  try {
    return await context.rootKeys.unwrap(wrapped, bound);
  } catch (error) {
    if (error instanceof RootKeyUnavailableError) throw new AppError('unavailable', { cause: error });
    throw error;
  }
}

/** Destroys everything of a workspace: no value sealed for it can ever be opened again. Cannot be undone. */
export async function destroyWorkspaceKeys(context: KeyringContext, tx: KeyTx, workspaceId: string): Promise<void> {
  for (const statement of destroyWorkspaceRows(workspaceId, context.clock.now())) await tx.query(statement);
  await announcePurge(tx, { kind: 'workspace', workspaceId });
}
