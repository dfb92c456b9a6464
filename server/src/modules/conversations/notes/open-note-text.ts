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
  const sealed = notes.filter((note) => note.contentSealed !== null);
  if (sealed.length === 0) return new Map();
  const rings = await keyring.contactKeys(sealed.map(({ contactId }) => ({ workspaceId, contactId })));
  return new Map(
    sealed.flatMap((note): [string, string][] => {
      const text = openNoteText(rings.get(note.contactId), workspaceId, note);
      return text === null ? [] : [[note.id, text]];
    }),
  );
}

/** Opens the text of one note with the ring of its contact; null without text or without ring. Errors: like `openNoteTexts`. */
export function openNoteText(ring: KeyRing | undefined, workspaceId: string, note: Omit<SealedNote, 'contactId'>): string | null {
  if (ring === undefined || note.contentSealed === null) return null;
  return openText(ring, placeOf(workspaceId, note.id), note.contentSealed);
}

function placeOf(workspaceId: string, entryId: string): string[] {
  return [workspaceId, 'conversation_entries', 'content_sealed', entryId];
}
