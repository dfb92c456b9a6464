import { ID_PREFIXES } from '@kabar/contract';
import type { KeyRing } from '#platform/crypto/data-key';
import { openText, seal } from '#platform/crypto/seal';
import type { EngineTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import type { MergedPair } from '../contacts-context.ts';
import { insertMerge, lockContacts, lockPeople, selectIdentifiers, updateIdentifierOwners, updateMergedInto } from '../contacts.sql.ts';
import type { IdentifierRow } from '../contacts.sql.ts';
import type { Doer } from '../record/acting.ts';
import { recordContactEvents } from '../record/contact-events.ts';
import { identifierAad } from '../resolve-people.ts';
import type { PeopleDeps } from '../resolve-people.ts';
import { joinRecords, type MergeKeep } from './merge-record.ts';

/**
 * Two contacts that are one person: proved by a payload, or by the word of a member (`manual`). `evidence` names the kind of
 * proof and where it stood, never an identifier.
 */
export type ContactMerge = MergedPair & {
  evidence: { kind: 'same_payload' | 'number_changed' | 'user_id_changed'; path: string } | { kind: 'manual' };
  actor?: Doer;
  keep?: MergeKeep;
};

const bySystem: Doer = { kind: 'system', id: null };

/**
 * Merges one contact into another, in the caller's transaction: identifiers, keys, fields, attributes and tags go over, the id of
 * the merged one leads to the other from now on. Notes and history stay where they are and are read together. `moveRest` moves what
 * other modules keep for a contact and tells what it moved, for the record. Gives the id of the merge; null when either is not there any
 * more (merged or erased meanwhile), in which case nothing happened.
 */
export async function mergeContacts(
  deps: PeopleDeps,
  tx: EngineTx,
  merge: ContactMerge,
  moveRest: () => Promise<Record<string, unknown>>,
): Promise<string | null> {
  const { workspaceId, fromContactId, intoContactId, actor = bySystem } = merge;
  const at = deps.clock.now();
  await tx.query(lockPeople([workspaceId]));
  const rows = await tx.query<{ id: string }>(lockContacts(workspaceId, [fromContactId, intoContactId]));
  if (rows.length < 2) return null;
  await deps.keyring.adoptContactKeys(tx, merge);
  const rings = await ringsOf(deps, tx, merge);
  const identifierIds = await moveIdentifiers(tx, merge, rings, at);
  const before = await joinRecords(deps, tx, merge, rings, merge.keep ?? {}, at);
  const rest = await moveRest();
  await tx.query(updateMergedInto(workspaceId, fromContactId, intoContactId, at));
  const id = deps.ids.uuid();
  await tx.query(
    insertMerge({
      workspaceId,
      id,
      contactId: intoContactId,
      mergedContactId: fromContactId,
      evidence: JSON.stringify(merge.evidence),
      moved: JSON.stringify({ identifiers: identifierIds, ...rest }),
      beforeSealed: seal(rings.into.primary, mergeAad(workspaceId, id), JSON.stringify(before)),
      actor,
      at,
    }),
  );
  const publicId = (contactId: string) => toPublicId(ID_PREFIXES.contact, contactId);
  await recordContactEvents(deps.ids, tx, [
    {
      workspaceId,
      contactId: intoContactId,
      kind: 'merged',
      actor,
      data: { merge_id: toPublicId(ID_PREFIXES.merge, id), merged_contact_id: publicId(fromContactId), evidence: merge.evidence.kind },
      at,
    },
  ]);
  await appendEvents(tx, [
    {
      workspaceId,
      type: 'contact.merged',
      data: { contact_id: publicId(intoContactId), merged_contact_id: publicId(fromContactId) },
      occurredAt: at,
    },
  ]);
  return id;
}

async function moveIdentifiers(
  tx: EngineTx,
  { workspaceId, fromContactId, intoContactId }: MergedPair,
  { from, into }: { from: KeyRing; into: KeyRing },
  at: Date,
): Promise<string[]> {
  const rows = await tx.query<IdentifierRow>(selectIdentifiers(workspaceId, [fromContactId]));
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

/** The keys of both contacts. Errors: throws when one has none, which a locked living contact always has. */
export async function ringsOf(
  deps: Pick<PeopleDeps, 'keyring'>,
  tx: EngineTx,
  { workspaceId, fromContactId, intoContactId }: MergedPair,
): Promise<{ from: KeyRing; into: KeyRing }> {
  const rings = await deps.keyring.contactKeys(
    [
      { workspaceId, contactId: fromContactId },
      { workspaceId, contactId: intoContactId },
    ],
    tx,
  );
  const from = rings.get(fromContactId);
  const into = rings.get(intoContactId);
  if (from === undefined || into === undefined) throw new Error('a contact that is merged or split has no key');
  return { from, into };
}

/** What the sealed state before a merge is bound to. */
export function mergeAad(workspaceId: string, mergeId: string): string[] {
  return [workspaceId, 'contact_merges', 'before_sealed', mergeId];
}
