import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { newIndexKey } from '#platform/crypto/keyed-hash';
import { open, seal } from '#platform/crypto/seal';
import { SealError } from '#platform/crypto/seal-error';
import { run, wrappingAad } from './keyring-context.ts';
import type { KeyringContext, KeyTx } from './keyring-context.ts';
import { insertIndexKeys, selectIndexKey } from './keyring.sql.ts';
import type { IndexKeyRow } from './keyring.sql.ts';
import { workspaceKeys } from './workspace-keys.ts';

const purposeForm = /^[a-z][a-z_]{0,40}$/;

/**
 * The key of a workspace's equality look-ups for one purpose, made when first asked for. Different per workspace and purpose, so equal values of
 * two workspaces, or in two places, do not show as equal. Pass the transaction when the workspace was made in it.
 *
 * Errors: `SealError` `key_destroyed` or `unknown_key`, as for `workspaceKeys`.
 */
export async function indexKey(context: KeyringContext, workspaceId: string, purpose: string, tx?: KeyTx): Promise<KeyObject> {
  const id = `${workspaceId}/${purpose}`;
  const cached = context.indexes.get(id);
  if (cached !== undefined) return cached;
  if (!purposeForm.test(purpose)) throw new TypeError('the purpose of an index key is a lower-case word');
  return (await load(context, tx, workspaceId, purpose)) ?? (await create(context, tx, workspaceId, purpose));
}

async function load(context: KeyringContext, tx: KeyTx | undefined, workspaceId: string, purpose: string): Promise<KeyObject | null> {
  const epoch = context.indexes.epoch();
  const [row] = await run<IndexKeyRow>(context, tx, selectIndexKey(workspaceId, purpose));
  if (row === undefined) return null;
  if (row.isDestroyed) throw new SealError('key_destroyed');
  const ring = await workspaceKeys(context, workspaceId, tx);
  const key = createSecretKey(open(ring, wrappingAad(workspaceId, 'index_keys', purpose, 0), row.wrapped));
  if (row.settled) context.indexes.put(`${workspaceId}/${purpose}`, key, epoch);
  return key;
}

async function create(context: KeyringContext, tx: KeyTx | undefined, workspaceId: string, purpose: string): Promise<KeyObject> {
  const { primary } = await workspaceKeys(context, workspaceId, tx);
  const wrapped = seal(primary, wrappingAad(workspaceId, 'index_keys', purpose, 0), newIndexKey().bytes);
  // Two processes may get here at once; the row that is stored counts for both.
  await run(context, tx, insertIndexKeys(workspaceId, [{ purpose, wrapped, workspaceKeyVersion: primary.id }], context.clock.now()));
  const key = await load(context, tx, workspaceId, purpose);
  if (key === null) throw new SealError('unknown_key');
  return key;
}
