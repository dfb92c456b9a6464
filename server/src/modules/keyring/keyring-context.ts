import type { KeyObject } from 'node:crypto';
import type { Clock } from '#platform/clock';
import type { DataKey, KeyRing } from '#platform/crypto/data-key';
import type { RootKeyProvider } from '#platform/crypto/root-keys';
import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import type { EngineTx, Statement, TenantTx } from '#platform/db/tx';
import type { KeyCache } from './key-cache.ts';

/** A transaction of either kind. A tenant's own sees the keys of its workspace only. */
export type KeyTx = TenantTx | EngineTx;

/** The living versions of an index key, with the one that is written and the oldest under which hashes may lie. */
export type IndexVersions = { keys: ReadonlyMap<number, KeyObject>; written: number; oldest: number };

/** What the parts of the key ring share. Cache ids are `<workspace>`, `<workspace>/<contact | purpose | day>`. */
export type KeyringContext = {
  db: Database;
  rootKeys: RootKeyProvider;
  clock: Clock;
  workspaces: KeyCache<KeyRing>;
  contacts: KeyCache<KeyRing>;
  indexes: KeyCache<IndexVersions>;
  payloads: KeyCache<DataKey>;
};

/** Runs a statement in the caller's transaction, or by itself when there is none. */
export function run<Row>(context: KeyringContext, tx: KeyTx | undefined, statement: Statement): Promise<Row[]> {
  return tx === undefined ? engineQuery<Row>(context.db, statement) : tx.query<Row>(statement);
}

/** What the wrapped bytes of a key are bound to. */
export function wrappingAad(workspaceId: string, table: string, owner: string, keyId: number): string[] {
  return [workspaceId, table, 'wrapped', owner, String(keyId)];
}

/** What the wrapped bytes of a version of an index key are bound to. The first was bound to 0 when there was no other. */
export function indexKeyAad(workspaceId: string, purpose: string, version: number): string[] {
  return wrappingAad(workspaceId, 'index_keys', purpose, version - 1);
}
