import type { PersonFileMessage } from '@kabar/contract';
import type { DataKey, KeyRing } from '#platform/crypto/data-key';
import { openText, seal } from '#platform/crypto/seal';

/** What of an imported message is sealed under the contact's key. */
export type ImportedContent = Pick<PersonFileMessage, 'direction' | 'author' | 'type' | 'status' | 'content'> & { conversation: string };

/** What the content is bound to. */
export function importedAad(workspaceId: string, id: string): string[] {
  return [workspaceId, 'imported_records', 'content_sealed', id];
}

/** Seals a message as it stood in the file. */
export function sealImported(key: DataKey, aad: readonly string[], message: PersonFileMessage): Buffer {
  const { direction, author, type, status, content, conversation_id: conversation } = message;
  const kept: ImportedContent = { direction, author, type, status, content, conversation };
  return seal(key, aad, JSON.stringify(kept));
}

/** Opens what `sealImported` made. Errors: `SealError`. */
export function openImported(ring: KeyRing, aad: readonly string[], sealed: Buffer): ImportedContent {
  return JSON.parse(openText(ring, aad, sealed)) as ImportedContent; // sealed by us in this form
}
