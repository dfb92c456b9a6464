import { dataKey, keyRing, newDataKey } from '#platform/crypto/data-key';
import type { DataKey, KeyRing } from '#platform/crypto/data-key';
import { open, seal } from '#platform/crypto/seal';
import { announcePurge } from './key-purge.ts';
import { run, wrappingAad } from './keyring-context.ts';
import type { KeyringContext, KeyTx } from './keyring-context.ts';
import { destroyAdoptedContactKeys, destroyContactKeyRows, insertContactKeys, selectContactKeys } from './keyring.sql.ts';
import type { ContactKeyRow, NewContactKey } from './keyring.sql.ts';
import { workspaceKeys } from './workspace-keys.ts';

/** One contact of one workspace, by database ids. */
export type ContactRef = { workspaceId: string; contactId: string };

/**
 * Finds the keys of many contacts of any workspaces, by contact id: from memory, and the rest with one statement. A contact that has no key, or
 * whose key was destroyed, is left out.
 */
export async function contactKeys(context: KeyringContext, refs: readonly ContactRef[], tx?: KeyTx): Promise<Map<string, KeyRing>> {
  const found = new Map<string, KeyRing>();
  const missing = new Map<string, ContactRef>();
  // A page of one thread names the same contact fifty times.
  const asked = new Set<string>();
  for (const ref of refs) {
    const id = cacheId(ref);
    if (asked.has(id)) continue;
    asked.add(id);
    const cached = context.contacts.get(id);
    if (cached === undefined) missing.set(id, ref);
    else found.set(ref.contactId, cached);
  }
  if (missing.size === 0) return found;
  const epoch = context.contacts.epoch();
  const wanted = [...missing.values()];
  const statement = selectContactKeys(
    wanted.map((ref) => ref.workspaceId),
    wanted.map((ref) => ref.contactId),
  );
  const rows = await run<ContactKeyRow>(context, tx, statement);
  for (const [id, own] of Map.groupBy(rows, cacheId)) {
    const ring = await unwrapRing(context, own, tx);
    const contactId = own[0]?.contactId;
    if (ring === null || contactId === undefined) continue;
    found.set(contactId, ring);
    if (own.every((row) => row.settled)) context.contacts.put(id, ring, epoch);
  }
  return found;
}

/**
 * Makes and stores keys for contacts that are made in the same transaction, with one statement, and gives them by
 * contact id.
 */
export async function prepareNewContactKeys(
  context: KeyringContext,
  tx: KeyTx,
  refs: readonly ContactRef[],
): Promise<Map<string, DataKey>> {
  const keys = new Map<string, DataKey>();
  const rows: NewContactKey[] = [];
  for (const ref of refs) {
    const { primary } = await workspaceKeys(context, ref.workspaceId, tx);
    const { key, bytes } = newDataKey();
    keys.set(ref.contactId, key);
    rows.push(wrapContactKey(ref, ref.contactId, key.id, bytes, primary));
  }
  if (rows.length > 0) await tx.query(insertContactKeys(rows, context.clock.now()));
  return keys;
}

/**
 * Lets `intoContactId` open what was sealed for `fromContactId`, when both turned out to be one person. The other keeps its
 * own keys, so that the merge can be taken apart; destroying either destroys the shared ones.
 */
export async function adoptContactKeys(
  context: KeyringContext,
  tx: KeyTx,
  merge: { workspaceId: string; fromContactId: string; intoContactId: string },
): Promise<void> {
  const { workspaceId, fromContactId, intoContactId } = merge;
  const { primary } = await workspaceKeys(context, workspaceId, tx);
  const source = await run<ContactKeyRow>(context, tx, selectContactKeys([workspaceId], [fromContactId]));
  const into = { workspaceId, contactId: intoContactId };
  const rows: NewContactKey[] = [];
  for (const row of source) {
    const bytes = await unwrapBytes(context, row, tx);
    rows.push(wrapContactKey(into, row.originContactId, row.keyId, bytes, primary));
  }
  if (rows.length > 0) await tx.query(insertContactKeys(rows, context.clock.now()));
  await forgetContacts(context, tx, workspaceId, [intoContactId]);
}

/** Takes back what `adoptContactKeys` gave, when a merge is taken apart. */
export async function releaseContactKeys(
  context: KeyringContext,
  tx: KeyTx,
  merge: { workspaceId: string; fromContactId: string; intoContactId: string },
): Promise<void> {
  const { workspaceId, fromContactId, intoContactId } = merge;
  const source = await run<ContactKeyRow>(context, tx, selectContactKeys([workspaceId], [fromContactId]));
  const origins = [...new Set(source.map((row) => row.originContactId))];
  await tx.query(destroyAdoptedContactKeys(workspaceId, intoContactId, origins, context.clock.now()));
  await forgetContacts(context, tx, workspaceId, [intoContactId]);
}

/**
 * Destroys the keys of contacts, of those merged into them, and every copy. All that was sealed for these people cannot
 * be opened any more, once the transaction commits; every process forgets its copy then. Gives whose keys were destroyed.
 */
export async function destroyContactKeys(
  context: KeyringContext,
  tx: KeyTx,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ contactId: string }>(destroyContactKeyRows(workspaceId, contactIds, context.clock.now()));
  const affected = [...new Set([...contactIds, ...rows.map((row) => row.contactId)])];
  await forgetContacts(context, tx, workspaceId, affected);
  return [...new Set(rows.map((row) => row.contactId))];
}

async function forgetContacts(context: KeyringContext, tx: KeyTx, workspaceId: string, contactIds: readonly string[]): Promise<void> {
  for (const contactId of contactIds) context.contacts.forget(cacheId({ workspaceId, contactId }));
  await announcePurge(tx, { kind: 'contacts', workspaceId, contactIds });
}

function wrapContactKey(ref: ContactRef, originContactId: string, keyId: number, bytes: Buffer, wrapper: DataKey): NewContactKey {
  const wrapped = seal(wrapper, wrappingAad(ref.workspaceId, 'contact_keys', ref.contactId, keyId), bytes);
  return { ...ref, originContactId, keyId, wrapped, workspaceKeyVersion: wrapper.id };
}

async function unwrapBytes(context: KeyringContext, row: ContactKeyRow, tx: KeyTx | undefined): Promise<Buffer> {
  const ring = await workspaceKeys(context, row.workspaceId, tx);
  return open(ring, wrappingAad(row.workspaceId, 'contact_keys', row.contactId, row.keyId), row.wrapped);
}

/** Null for a contact that has copies of others' keys but no key of its own left. */
async function unwrapRing(context: KeyringContext, rows: readonly ContactKeyRow[], tx: KeyTx | undefined): Promise<KeyRing | null> {
  const older: DataKey[] = [];
  let primary: DataKey | null = null;
  for (const row of rows) {
    const key = dataKey(row.keyId, await unwrapBytes(context, row, tx));
    if (row.contactId === row.originContactId) primary = key;
    else older.push(key);
  }
  return primary === null ? null : keyRing(primary, ...older);
}

function cacheId(ref: ContactRef): string {
  return `${ref.workspaceId}/${ref.contactId}`;
}
