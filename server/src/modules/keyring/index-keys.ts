import { createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { newIndexKey } from '#platform/crypto/keyed-hash';
import type { LayeredKey } from '#platform/crypto/layered-hash';
import { open, seal } from '#platform/crypto/seal';
import { SealError } from '#platform/crypto/seal-error';
import { indexKeyAad, run } from './keyring-context.ts';
import type { IndexVersions, KeyringContext, KeyTx } from './keyring-context.ts';
import { insertIndexKeys, selectIndexKeys, selectWrittenVersion } from './keyring.sql.ts';
import type { IndexKeyRow } from './keyring.sql.ts';
import { workspaceKeys } from './workspace-keys.ts';

const purposeForm = /^[a-z][a-z_]{0,40}$/;

/**
 * The key of a workspace's equality look-ups for one purpose, in the version that is written, made when first asked for. Different per workspace and purpose, so
 * equal values of two workspaces, or in two places, do not show as equal. Pass the transaction when the workspace was made in it.
 *
 * Errors: `SealError` `key_destroyed` or `unknown_key`, as for `workspaceKeys`.
 */
export async function indexKey(context: KeyringContext, workspaceId: string, purpose: string, tx?: KeyTx): Promise<KeyObject> {
  return writtenOf(await versionsOf(context, workspaceId, purpose, tx));
}

/**
 * All versions of an index key as one, for places whose hashes go up when the key changes (`layeredHash`). No version of such a key is ever destroyed: every hash
 * needs each of them.
 *
 * Errors: as for `indexKey`.
 */
export async function layeredKey(context: KeyringContext, workspaceId: string, purpose: string, tx?: KeyTx): Promise<LayeredKey> {
  const { keys, written, oldest } = await versionsOf(context, workspaceId, purpose, tx);
  const layers: KeyObject[] = [];
  for (let version = 1; version <= written; version += 1) {
    const key = keys.get(version);
    if (key === undefined) throw new SealError('key_destroyed');
    layers.push(key);
  }
  return { layers, written, oldest };
}

/**
 * Like `indexKey`, for a writer that holds a lock against a change of the key: looks in the database whether the key in memory is still the one that is written.
 */
export async function indexKeyOfToday(context: KeyringContext, tx: KeyTx, workspaceId: string, purpose: string): Promise<KeyObject> {
  const [row] = await tx.query<{ written: number }>(selectWrittenVersion(workspaceId, purpose));
  const known = await versionsOf(context, workspaceId, purpose, tx);
  if (known.written === (row?.written ?? 1)) return writtenOf(known);
  context.indexes.forget(`${workspaceId}/${purpose}`);
  return writtenOf(await versionsOf(context, workspaceId, purpose, tx));
}

/** Forgets an index key in memory that is not the one written any more; gives whether it was. */
export async function refreshIndexKey(context: KeyringContext, workspaceId: string, purpose: string): Promise<boolean> {
  const id = `${workspaceId}/${purpose}`;
  const cached = context.indexes.get(id);
  if (cached === undefined) return false;
  const [row] = await run<{ written: number }>(context, undefined, selectWrittenVersion(workspaceId, purpose));
  if (cached.written === (row?.written ?? 1)) return false;
  context.indexes.forget(id);
  return true;
}

function writtenOf({ keys, written }: IndexVersions): KeyObject {
  const key = keys.get(written);
  if (key === undefined) throw new SealError('unknown_key');
  return key;
}

async function versionsOf(context: KeyringContext, workspaceId: string, purpose: string, tx?: KeyTx): Promise<IndexVersions> {
  const id = `${workspaceId}/${purpose}`;
  const cached = context.indexes.get(id);
  if (cached !== undefined) return cached;
  if (!purposeForm.test(purpose)) throw new TypeError('the purpose of an index key is a lower-case word');
  return (await load(context, tx, workspaceId, purpose)) ?? (await create(context, tx, workspaceId, purpose));
}

async function load(context: KeyringContext, tx: KeyTx | undefined, workspaceId: string, purpose: string): Promise<IndexVersions | null> {
  const epoch = context.indexes.epoch();
  const rows = await run<IndexKeyRow>(context, tx, selectIndexKeys(workspaceId, purpose));
  const [first] = rows;
  if (first === undefined) return null;
  const { written, oldest } = first;
  if (rows.find(({ version }) => version === written)?.isDestroyed === true) throw new SealError('key_destroyed');
  const ring = await workspaceKeys(context, workspaceId, tx);
  const keys = new Map(
    rows
      .filter(({ isDestroyed }) => !isDestroyed)
      .map(({ version, wrapped }) => [version, createSecretKey(open(ring, indexKeyAad(workspaceId, purpose, version), wrapped))]),
  );
  const versions = { keys, written, oldest };
  if (rows.every(({ settled }) => settled)) context.indexes.put(`${workspaceId}/${purpose}`, versions, epoch);
  return versions;
}

async function create(context: KeyringContext, tx: KeyTx | undefined, workspaceId: string, purpose: string): Promise<IndexVersions> {
  const { primary } = await workspaceKeys(context, workspaceId, tx);
  const wrapped = seal(primary, indexKeyAad(workspaceId, purpose, 1), newIndexKey().bytes);
  // Two processes may get here at once; the row that is stored counts for both.
  await run(context, tx, insertIndexKeys(workspaceId, [{ purpose, wrapped, workspaceKeyVersion: primary.id }], context.clock.now()));
  const versions = await load(context, tx, workspaceId, purpose);
  if (versions === null) throw new SealError('unknown_key');
  return versions;
}
