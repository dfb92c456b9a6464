import type { KeyObject } from 'node:crypto';
import type { Clock } from '#platform/clock';
import type { DataKey, KeyRing } from '#platform/crypto/data-key';
import type { LayeredKey } from '#platform/crypto/layered-hash';
import type { RootKeyProvider } from '#platform/crypto/root-keys';
import type { SigningKey } from '#platform/crypto/signed-document';
import type { Database } from '#platform/db/database';
import type { EngineTx } from '#platform/db/tx';
import type { Notifications } from '#platform/events/notifications';
import { adoptContactKeys, contactKeys, destroyContactKeys, prepareNewContactKeys, releaseContactKeys } from './contact-keys.ts';
import type { ContactRef } from './contact-keys.ts';
import { indexKey, indexKeyOfToday, layeredKey, refreshIndexKey } from './index-keys.ts';
import { createKeyCache } from './key-cache.ts';
import { readPurge } from './key-purge.ts';
import type { KeyPurge } from './key-purge.ts';
import type { IndexVersions, KeyringContext, KeyTx } from './keyring-context.ts';
import { keysChannel } from './keyring.sql.ts';
import type { IndexVersionState, WorkspaceKeyState } from './keyring.sql.ts';
import { destroyPayloadKeysBefore, payloadKeyFor } from './payload-keys.ts';
import { advanceIndexKey, awaitIndexWriters, listIndexKeys, retireIndexKeys, settleIndexKey } from './rotate-index-keys.ts';
import type { RotatedPurpose } from './rotate-index-keys.ts';
import {
  countWrappedKeys,
  listWorkspaceKeys,
  retireWorkspaceKey,
  rewrapOlderKeys,
  rewrapUnderPrimaryRoot,
  rotateWorkspaceKey,
} from './rotate-keys.ts';
import { openSecret, sealSecret } from './secrets.ts';
import type { SecretPlace } from './secrets.ts';
import { formerSigningKeys, replaceSigningKey, signingKey } from './signing-key.ts';
import type { FormerSigningKey } from './signing-key.ts';
import { createWorkspaceKeys, destroyWorkspaceKeys, workspaceKeys } from './workspace-keys.ts';

type Merge = { workspaceId: string; fromContactId: string; intoContactId: string };

/**
 * All keys below the root key. Functions without `tx` read with a connection of their own (engine role); pass `tx` where
 * the keys were made in that same transaction. Every function works from memory where it can.
 *
 * Errors of all: `SealError` with `key_destroyed`, `unknown_key` or `broken_seal`; database errors.
 */
export type Keyring = {
  /** Makes the keys of a new workspace, in the transaction that makes the workspace. */
  createWorkspaceKeys(tx: KeyTx, workspaceId: string): Promise<void>;
  /** The workspace's own keys, for what belongs to no contact. */
  workspaceKeys(workspaceId: string, tx?: KeyTx): Promise<KeyRing>;
  /** Destroys every key of a workspace. Cannot be undone. */
  destroyWorkspaceKeys(tx: KeyTx, workspaceId: string): Promise<void>;

  /** Keys of many contacts by contact id, with at most one statement; contacts without a living key are left out. */
  contactKeys(refs: readonly ContactRef[], tx?: KeyTx): Promise<Map<string, KeyRing>>;
  /** Makes and stores the keys of contacts made in this transaction, with one statement, and gives them by contact id. */
  prepareNew(tx: KeyTx, refs: readonly ContactRef[]): Promise<Map<string, DataKey>>;
  /** Lets one contact open what was sealed for another that was merged into it. */
  adoptContactKeys(tx: KeyTx, merge: Merge): Promise<void>;
  /** Takes that back when the merge is taken apart. */
  releaseContactKeys(tx: KeyTx, merge: Merge): Promise<void>;
  /** Destroys the keys of contacts and of those merged into them; gives whose. Cannot be undone. */
  destroyContactKeys(tx: KeyTx, workspaceId: string, contactIds: readonly string[]): Promise<string[]>;

  /** The key of keyed hashes for one purpose ('contacts', 'wamid', 'search', 'suppress', …), made when first asked for. */
  indexKey(workspaceId: string, purpose: string, tx?: KeyTx): Promise<KeyObject>;
  /** An index key with all its versions, for hashes that go up when it changes. */
  layeredKey(workspaceId: string, purpose: 'contacts', tx?: KeyTx): Promise<LayeredKey>;
  /** Like `indexKey`, never the one before a change: for a writer that holds a lock against it. */
  indexKeyOfToday(tx: KeyTx, workspaceId: string, purpose: RotatedPurpose): Promise<KeyObject>;
  /** Forgets an index key in memory that is not the one written any more; gives whether it was. */
  refreshIndexKey(workspaceId: string, purpose: RotatedPurpose): Promise<boolean>;
  /** Has hashes written under a new index key from the commit on; gives its version. Errors: 55P03 and 40P01: try again. */
  advanceIndexKey(tx: KeyTx, workspaceId: string, purpose: RotatedPurpose): Promise<number>;
  /** Waits for whoever has begun to write hashes of a workspace. Errors: 55P03: try again. */
  awaitIndexWriters(tx: KeyTx, workspaceId: string): Promise<void>;
  /** Notes that no hash lies under an older version any more, which the caller has counted. */
  settleIndexKey(tx: KeyTx, workspaceId: string, purpose: RotatedPurpose): Promise<void>;
  /** Destroys versions of the index key of search before `version`. Cannot be undone. Gives which. */
  retireIndexKeys(tx: KeyTx, workspaceId: string, purpose: 'search', version: number): Promise<number[]>;
  /** How the index keys that can be changed stand, of all workspaces or of one. */
  listIndexKeys(workspaceId?: string): Promise<IndexVersionState[]>;

  /** The key of raw deliveries of one UTC day (`payloadDay`), made when first asked for, stored before it is given. */
  payloadKeyFor(workspaceId: string, day: string): Promise<DataKey>;
  /** Destroys payload keys of days before `day`, of one workspace or of all. Cannot be undone. */
  destroyPayloadKeysBefore(day: string, workspaceId?: string | null): Promise<{ workspaceId: string; day: string }[]>;

  /** Seals a secret under the workspace key, bound to its place. `installationId` is the workspace of what has none. */
  sealSecret(place: SecretPlace, text: string, tx?: KeyTx): Promise<Buffer>;
  openSecret(place: SecretPlace, sealed: Uint8Array, tx?: KeyTx): Promise<string>;

  /** The key with which this installation signs receipts and reports; use with `signDocument`. */
  signingKey(): Promise<SigningKey>;
  /** Public halves of the signing keys before it, newest first. */
  formerSigningKeys(): Promise<FormerSigningKey[]>;
  /** Replaces the signing key; what the one before signed stays provable. Gives the ids of both. */
  replaceSigningKey(tx: EngineTx): Promise<{ before: string; after: string }>;

  /** Gives a workspace a new primary key; older ones go on opening. Follow with `rewrapOlderKeys` until it gives 0. */
  rotateWorkspaceKey(tx: KeyTx, workspaceId: string): Promise<number>;
  rewrapOlderKeys(workspaceId: string, limit?: number): Promise<number>;
  /** After a new root key was put first: call until it gives 0, then the older root key may go. */
  rewrapUnderPrimaryRoot(limit?: number): Promise<number>;
  /** Living versions of the keys of all workspaces (the installation among them), or of one, oldest first. */
  listWorkspaceKeys(workspaceId?: string): Promise<WorkspaceKeyState[]>;
  /** How many living keys each version of a workspace's key wraps. */
  countWrappedKeys(workspaceId: string, tx?: KeyTx): Promise<Map<number, number>>;
  /** Destroys an older version of a workspace's key, under which nothing is sealed any more; false for the newest one. Cannot be undone. */
  retireWorkspaceKey(tx: KeyTx, workspaceId: string, version: number): Promise<boolean>;
  /** Forgets a workspace's keys in this process, so that the next call sees the newest version. */
  forgetWorkspace(workspaceId: string): void;

  /** Stops listening for destroyed keys and forgets all. */
  close(): void;
};

/** What the key ring needs. */
export type KeyringOptions = {
  db: Database;
  rootKeys: RootKeyProvider;
  clock: Clock;
  notifications: Notifications;
  /** How many contacts' keys stay in memory. Default 20,000 (about 20 MB). */
  maxContactCount?: number;
};

/** Longest time a key stays in memory after it was destroyed elsewhere and the notification was lost. */
const cacheTtlMs = 5 * 60_000;

/** Opens the key ring. */
export function createKeyring(options: KeyringOptions): Keyring {
  const { db, rootKeys, clock, maxContactCount = 20_000 } = options;
  const cache = <Value>(maxCount: number) => createKeyCache<Value>({ clock, maxCount, ttlMs: cacheTtlMs });
  const context: KeyringContext = {
    db,
    rootKeys,
    clock,
    workspaces: cache<KeyRing>(2_000),
    contacts: cache<KeyRing>(maxContactCount),
    indexes: cache<IndexVersions>(8_000),
    payloads: cache<DataKey>(4_000),
  };
  const stopListening = options.notifications.on(keysChannel, {
    received: (payload) => forget(context, readPurge(payload)),
    missed: () => forget(context, null),
  });
  return {
    createWorkspaceKeys: (tx, workspaceId) => createWorkspaceKeys(context, tx, workspaceId),
    workspaceKeys: (workspaceId, tx) => workspaceKeys(context, workspaceId, tx),
    destroyWorkspaceKeys: (tx, workspaceId) => destroyWorkspaceKeys(context, tx, workspaceId),
    contactKeys: (refs, tx) => contactKeys(context, refs, tx),
    prepareNew: (tx, refs) => prepareNewContactKeys(context, tx, refs),
    adoptContactKeys: (tx, merge) => adoptContactKeys(context, tx, merge),
    releaseContactKeys: (tx, merge) => releaseContactKeys(context, tx, merge),
    destroyContactKeys: (tx, workspaceId, contactIds) => destroyContactKeys(context, tx, workspaceId, contactIds),
    indexKey: (workspaceId, purpose, tx) => indexKey(context, workspaceId, purpose, tx),
    layeredKey: (workspaceId, purpose, tx) => layeredKey(context, workspaceId, purpose, tx),
    indexKeyOfToday: (tx, workspaceId, purpose) => indexKeyOfToday(context, tx, workspaceId, purpose),
    refreshIndexKey: (workspaceId, purpose) => refreshIndexKey(context, workspaceId, purpose),
    advanceIndexKey: (tx, workspaceId, purpose) => advanceIndexKey(context, tx, workspaceId, purpose),
    awaitIndexWriters: (tx, workspaceId) => awaitIndexWriters(tx, workspaceId),
    settleIndexKey: (tx, workspaceId, purpose) => settleIndexKey(context, tx, workspaceId, purpose),
    retireIndexKeys: (tx, workspaceId, purpose, version) => retireIndexKeys(context, tx, workspaceId, purpose, version),
    listIndexKeys: (workspaceId) => listIndexKeys(context, workspaceId ?? null),
    payloadKeyFor: (workspaceId, day) => payloadKeyFor(context, workspaceId, day),
    destroyPayloadKeysBefore: (day, workspaceId) => destroyPayloadKeysBefore(context, day, workspaceId),
    sealSecret: (place, text, tx) => sealSecret(context, place, text, tx),
    openSecret: (place, sealed, tx) => openSecret(context, place, sealed, tx),
    signingKey: () => signingKey(context),
    formerSigningKeys: () => formerSigningKeys(context),
    replaceSigningKey: (tx) => replaceSigningKey(context, tx),
    rotateWorkspaceKey: (tx, workspaceId) => rotateWorkspaceKey(context, tx, workspaceId),
    rewrapOlderKeys: (workspaceId, limit) => rewrapOlderKeys(context, workspaceId, limit),
    rewrapUnderPrimaryRoot: (limit) => rewrapUnderPrimaryRoot(context, limit),
    listWorkspaceKeys: (workspaceId) => listWorkspaceKeys(context, workspaceId ?? null),
    countWrappedKeys: (workspaceId, tx) => countWrappedKeys(context, tx, workspaceId),
    retireWorkspaceKey: (tx, workspaceId, version) => retireWorkspaceKey(context, tx, workspaceId, version),
    forgetWorkspace: (workspaceId) => forget(context, { kind: 'workspace', workspaceId }),
    close: () => {
      stopListening();
      forget(context, null);
    },
  };
}

/** Forgets what a purge names; everything for null. */
function forget(context: KeyringContext, purge: KeyPurge | null): void {
  if (purge === null) {
    for (const cache of [context.workspaces, context.contacts, context.indexes, context.payloads]) cache.clear();
    return;
  }
  switch (purge.kind) {
    case 'contacts':
      for (const contactId of purge.contactIds) context.contacts.forget(`${purge.workspaceId}/${contactId}`);
      return;
    case 'payloads': {
      const { workspaceId, beforeDay } = purge;
      context.payloads.forgetWhere((id) => {
        const [owner, day = ''] = id.split('/');
        return day < beforeDay && (workspaceId === null || owner === workspaceId);
      });
      return;
    }
    case 'workspace':
      context.workspaces.forget(purge.workspaceId);
      for (const cache of [context.contacts, context.indexes, context.payloads]) {
        cache.forgetWhere((id) => id.startsWith(`${purge.workspaceId}/`));
      }
  }
}
