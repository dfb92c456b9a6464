import type { Keyring } from '#modules/keyring';
import type { DataKey, KeyRing } from '#platform/crypto/data-key';
import { openText, seal } from '#platform/crypto/seal';

/** A note as stored, with the contact whose conversation it stands in. */
export type SealedNote = { id: string; contactId: string; contentSealed: Buffer | null };

/** Seals the text of a note under the key of the conversation's contact, bound to the entry. */
export function sealNoteText(key: DataKey, workspaceId: string, entryId: string, text: string): Buffer {
  return seal(key, placeOf(workspaceId, entryId), text);
}

/**
 * Opens texts of notes by entry id, with at most one statement for the keys. Left out are entries without a text, and notes
 * about a customer who was erased. Errors: `SealError` when bytes were moved or changed.
 */
export async function openNoteTexts(
  keyring: Pick<Keyring, 'contactKeys'>,
  workspaceId: string,
  notes: readonly SealedNote[],
): Promise<Map<string, string>> {
  const sealed = notes.flatMap(({ id, contactId, contentSealed }) => (contentSealed === null ? [] : [{ id, contactId, contentSealed }]));
  if (sealed.length === 0) return new Map();
  const rings = await keyring.contactKeys(sealed.map(({ contactId }) => ({ workspaceId, contactId })));
  return new Map(
    sealed.flatMap(({ id, contactId, contentSealed }): [string, string][] => {
      const ring = rings.get(contactId);
      return ring === undefined ? [] : [[id, openNoteText(ring, workspaceId, id, contentSealed)]];
    }),
  );
}

/** Opens the text of one note with the ring of its conversation's contact. Errors: like `openNoteTexts`. */
export function openNoteText(ring: KeyRing, workspaceId: string, entryId: string, sealed: Buffer): string {
  return openText(ring, placeOf(workspaceId, entryId), sealed);
}

function placeOf(workspaceId: string, entryId: string): string[] {
  return [workspaceId, 'conversation_entries', 'content_sealed', entryId];
}
