import type { EngineTx } from '#platform/db/tx';
import { lockPeople } from '../contacts.sql.ts';
import { tellUpdated } from '../record/contact-events.ts';
import type { PeopleDeps } from '../resolve-people.ts';
import { deleteContacts, lockUntouched } from './bulk.sql.ts';

/**
 * Removes contacts that an import made and that nobody touched since, with their keys, in the caller's transaction. What the ledger of
 * consent says about them stays, as it does for everybody. Gives the ids of those removed; the others are kept.
 */
export async function removeUntouched(
  deps: PeopleDeps,
  tx: EngineTx,
  workspaceId: string,
  contactIds: readonly string[],
  importPublicId: string,
): Promise<string[]> {
  await tx.query(lockPeople([workspaceId]));
  const rows = await tx.query<{ id: string }>(lockUntouched(workspaceId, contactIds, importPublicId));
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return [];
  await deps.keyring.destroyContactKeys(tx, workspaceId, ids);
  await tx.query(deleteContacts(workspaceId, ids));
  for (const id of ids) {
    deps.cache.forget(id);
    await tx.query({ text: `select pg_notify('kabar_contacts', $1)`, values: [`${workspaceId} ${id}`] });
  }
  await tellUpdated(tx, workspaceId, ids, deps.clock.now());
  return ids;
}
