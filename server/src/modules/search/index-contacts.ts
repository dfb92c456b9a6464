import { contactAad, identifierAad } from '#modules/contacts';
import type { Keyring } from '#modules/keyring';
import type { KeyRing } from '#platform/crypto/data-key';
import { openText } from '#platform/crypto/seal';
import type { EngineTx } from '#platform/db/tx';
import { deleteContactWords, insertContactWords, selectContactWords, type ContactSourceRow, type ContactWord } from './contacts.sql.ts';
import type { SourceRef } from './documents.sql.ts';
import { batchHasher, type WordHasher } from './hash-words.ts';
import { piecesOfPhone } from './phone-digits.ts';
import { beginningsOf, splitWords } from './split-words.ts';

/** Longest beginning of a name under which a contact stands; longer ones are sorted out when a hit is opened. */
const longestBeginning = 6;

/** The part of a typed name to look up. */
export function contactBeginning(typed: string): string {
  return [...typed].slice(0, longestBeginning).join('');
}

/**
 * Brings contacts into the index as they are now, in the caller's transaction: by the beginnings of each word of their names and identifiers,
 * and by digits of their numbers. A merged or erased one is found no more. Idempotent.
 */
export async function indexContacts(
  keyring: Keyring,
  tx: EngineTx,
  refs: readonly SourceRef[],
  rows: readonly ContactSourceRow[],
): Promise<void> {
  if (refs.length === 0) return;
  const rings = await keyring.contactKeys(rows.map((row) => ({ workspaceId: row.workspaceId, contactId: row.id })));
  const hashers = new Map<string, WordHasher>();
  for (const workspaceId of new Set(refs.map((ref) => ref.workspaceId)))
    hashers.set(workspaceId, await batchHasher(keyring, tx, workspaceId));
  const words: ContactWord[] = [];
  for (const [id, own] of Map.groupBy(rows, (row) => row.id)) {
    const [row] = own;
    const ring = rings.get(id);
    const hash = row === undefined ? undefined : hashers.get(row.workspaceId);
    if (row === undefined || ring === undefined || hash === undefined || row.isGone) continue;
    for (const word of hashesOf(row.workspaceId, own, ring, hash)) words.push({ workspaceId: row.workspaceId, contactId: id, word });
  }
  await replaceWords(tx, refs, words);
}

/** Writes only what changed. */
async function replaceWords(tx: EngineTx, refs: readonly SourceRef[], words: readonly ContactWord[]): Promise<void> {
  const keyOf = (word: ContactWord): string => `${word.contactId} ${word.word}`;
  const stored = await tx.query<ContactWord>(selectContactWords(refs));
  const [known, wanted] = [new Set(stored.map(keyOf)), new Set(words.map(keyOf))];
  const [gone, fresh] = [stored.filter((word) => !wanted.has(keyOf(word))), words.filter((word) => !known.has(keyOf(word)))];
  if (gone.length > 0) await tx.query(deleteContactWords(gone));
  if (fresh.length > 0) await tx.query(insertContactWords(fresh));
}

function hashesOf(workspaceId: string, rows: readonly ContactSourceRow[], ring: KeyRing, hash: WordHasher): Set<number> {
  const hashes = new Set<number>();
  const addText = (text: string): void => {
    for (const { word } of splitWords(text)) {
      for (const beginning of beginningsOf(word)) if ([...beginning].length <= longestBeginning) hashes.add(hash('contact', beginning));
    }
  };
  const [row] = rows;
  if (row?.nameSealed) addText(openText(ring, contactAad(workspaceId, 'name_sealed', row.id), row.nameSealed));
  if (row?.profileNameSealed) addText(openText(ring, contactAad(workspaceId, 'profile_name_sealed', row.id), row.profileNameSealed));
  for (const { identifierId, kind, valueSealed } of rows) {
    if (identifierId === null || valueSealed === null) continue;
    const value = openText(ring, identifierAad(workspaceId, identifierId), valueSealed);
    if (kind === 'phone' || kind === 'wa_id') for (const piece of piecesOfPhone(value)) hashes.add(hash(piece.kind, piece.digits));
    else addText(value);
  }
  return hashes;
}
