import type { DataKey, KeyRing } from '#platform/crypto/data-key';
import { openText, seal } from '#platform/crypto/seal';
import type { MediaContext } from './media-context.ts';
import type { MediaRow } from './media.sql.ts';

type Owned = Pick<MediaRow, 'workspaceId' | 'contactId'>;

/**
 * The keys that a file is sealed under: its contact's, or the workspace's for a file without a contact. Null when the contact
 * was erased, and with it the file.
 */
export async function ownerKeys(ctx: Pick<MediaContext, 'keyring'>, { workspaceId, contactId }: Owned): Promise<KeyRing | null> {
  if (contactId === null) return ctx.keyring.workspaceKeys(workspaceId);
  const rings = await ctx.keyring.contactKeys([{ workspaceId, contactId }]);
  return rings.get(contactId) ?? null;
}

/** What the bytes of a file are bound to. */
export function objectPlace(workspaceId: string, id: string): string[] {
  return [workspaceId, 'media', 'object', id];
}

/** What the bytes of a thumbnail are bound to. */
export function thumbnailPlace(workspaceId: string, id: string): string[] {
  return [workspaceId, 'media', 'thumbnail', id];
}

/** Name of a thumbnail's object; `version` tells tries apart. */
export function thumbnailKeyOf(workspaceId: string, id: string, version: number): string {
  return `${workspaceId}/${id.slice(-2)}/${id}.t${version}`;
}

/** Seals a text column of a file. */
export function sealColumn(key: DataKey, workspaceId: string, id: string, column: 'filename' | 'provider_ref', text: string): Buffer {
  return seal(key, [workspaceId, 'media', column, id], text);
}

/** Opens what `sealColumn` made. Errors: `SealError`. */
export function openColumn(
  keys: KeyRing,
  media: Pick<MediaRow, 'workspaceId' | 'id'>,
  column: 'filename' | 'provider_ref',
  sealed: Buffer,
): string {
  return openText(keys, [media.workspaceId, 'media', column, media.id], sealed);
}

/** Name of a file's object in the storage; each try to fetch it has one of its own. */
export function storageKeyOf(workspaceId: string, id: string, attempt: number): string {
  return `${workspaceId}/${id.slice(-2)}/${id}.${attempt}`;
}
