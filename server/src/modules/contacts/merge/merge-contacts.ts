import { ID_PREFIXES } from '@kabar/contract';
import { openText, seal } from '#platform/crypto/seal';
import type { EngineTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import {
  insertMerge,
  lockContacts,
  lockPeople,
  selectIdentifiers,
  updateIdentifierOwners,
  updateMergedInto,
  updateSurvivor,
} from './contacts.sql.ts';
import type { IdentifierRow, MergeRow } from './contacts.sql.ts';
import { contactAad } from './record-profile-names.ts';
import { identifierAad } from './resolve-people.ts';
import type { PeopleDeps } from './resolve-people.ts';

/** Two contacts that were proved to be one person. `evidence` names the kind of proof and where it stood, never an identifier. */
export type ContactMerge = {
  workspaceId: string;
  fromContactId: string;
  intoContactId: string;
  evidence: { kind: 'same_payload' | 'number_changed' | 'user_id_changed'; path: string };
};

/**
 * Merges one contact into another, in the caller's transaction: identifiers, keys, names and the newest word about
 * marketing go over, the id of the merged one leads to the other from now on. `moveRest` moves what other modules keep
 * for a contact and tells what it moved, for the record. Gives false when either is not there any more (merged or erased
 * meanwhile), in which case nothing happened.
 */
export async function mergeContacts(
  deps: PeopleDeps,
  tx: EngineTx,
  merge: ContactMerge,
  moveRest: () => Promise<Record<string, unknown>>,
): Promise<boolean> {
  const { workspaceId, fromContactId, intoContactId } = merge;
  const at = deps.clock.now();
  await tx.query(lockPeople([workspaceId]));
  const rows = await tx.query<MergeRow>(lockContacts(workspaceId, [fromContactId, intoContactId]));
  const from = rows.find((row) => row.id === fromContactId);
  const into = rows.find((row) => row.id === intoContactId);
  if (from === undefined || into === undefined || from === into) return false;
  await deps.keyring.adoptContactKeys(tx, { workspaceId, fromContactId, intoContactId });
  const identifierIds = await moveIdentifiers(deps, tx, merge, at);
  await moveNames(deps, tx, merge, from, into, at);
  const rest = await moveRest();
  await tx.query(updateMergedInto(workspaceId, fromContactId, intoContactId, at));
  await tx.query(
    insertMerge({
      workspaceId,
      id: deps.ids.uuid(),
      contactId: intoContactId,
      mergedContactId: fromContactId,
      evidence: JSON.stringify(merge.evidence),
      moved: JSON.stringify({ identifiers: identifierIds, ...rest }),
      at,
    }),
  );
  await appendEvents(tx, [
    {
      workspaceId,
      type: 'contact.merged',
      data: {
        contact_id: toPublicId(ID_PREFIXES.contact, intoContactId),
        merged_contact_id: toPublicId(ID_PREFIXES.contact, fromContactId),
      },
      occurredAt: at,
    },
  ]);
  return true;
}

async function moveIdentifiers(deps: PeopleDeps, tx: EngineTx, merge: ContactMerge, at: Date): Promise<string[]> {
  const { workspaceId, fromContactId, intoContactId } = merge;
  const rows = await tx.query<IdentifierRow>(selectIdentifiers(workspaceId, [fromContactId]));
  const { from, into } = await ringsOf(deps, tx, merge);
  const moves = rows.map((row) => {
    const aad = identifierAad(workspaceId, row.id);
    return {
      workspaceId,
      id: row.id,
      contactId: intoContactId,
      valueSealed: seal(into.primary, aad, openText(from, aad, row.valueSealed)),
      firstSeenAt: row.firstSeenAt,
    };
  });
  if (moves.length > 0) await tx.query(updateIdentifierOwners(moves, at));
  return moves.map((move) => move.id);
}

async function moveNames(deps: PeopleDeps, tx: EngineTx, merge: ContactMerge, from: MergeRow, into: MergeRow, at: Date): Promise<void> {
  const { workspaceId, fromContactId, intoContactId } = merge;
  const rings = await ringsOf(deps, tx, merge);
  const reseal = (column: 'name_sealed' | 'profile_name_sealed', sealed: Buffer | null): Buffer | null =>
    sealed === null
      ? null
      : seal(
          rings.into.primary,
          contactAad(workspaceId, column, intoContactId),
          openText(rings.from, contactAad(workspaceId, column, fromContactId), sealed),
        );
  const newest = (from.marketingAt?.getTime() ?? -1) > (into.marketingAt?.getTime() ?? -1) ? from : into;
  await tx.query(
    updateSurvivor(
      workspaceId,
      intoContactId,
      {
        nameSealed: into.nameSealed === null ? reseal('name_sealed', from.nameSealed) : null,
        profileNameSealed: into.profileNameSealed === null ? reseal('profile_name_sealed', from.profileNameSealed) : null,
        marketing: newest.marketing,
        marketingAt: newest.marketingAt,
      },
      at,
    ),
  );
}

async function ringsOf(deps: PeopleDeps, tx: EngineTx, { workspaceId, fromContactId, intoContactId }: ContactMerge) {
  const rings = await deps.keyring.contactKeys(
    [
      { workspaceId, contactId: fromContactId },
      { workspaceId, contactId: intoContactId },
    ],
    tx,
  );
  const from = rings.get(fromContactId);
  const into = rings.get(intoContactId);
  if (from === undefined || into === undefined) throw new Error('a contact that is to be merged has no key');
  return { from, into };
}
