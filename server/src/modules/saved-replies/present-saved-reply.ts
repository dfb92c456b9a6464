import { ID_PREFIXES, type SavedReply } from '@kabar/contract';
import type { DataKey, KeyRing } from '#platform/crypto/data-key';
import { openText, seal } from '#platform/crypto/seal';
import { toPublicId } from '#platform/ids';
import type { SavedReplyRow } from './saved-replies.sql.ts';

/** Seals the text of a reply under the workspace key, bound to the reply. */
export function sealReplyText(key: DataKey, workspaceId: string, id: string, text: string): Buffer {
  return seal(key, [workspaceId, 'saved_replies', 'text_sealed', id], text);
}

/** A saved reply in the form of the API. Errors: `SealError` when its bytes were moved or changed. */
export function presentSavedReply(workspaceId: string, row: SavedReplyRow, ring: KeyRing): SavedReply {
  return {
    // Ids are made with the very prefixes their types are branded with.
    id: toPublicId(ID_PREFIXES.savedReply, row.id) as SavedReply['id'],
    scope: row.ownerId === null ? 'shared' : 'personal',
    owner_id: row.ownerId === null ? null : (toPublicId(ID_PREFIXES.member, row.ownerId) as NonNullable<SavedReply['owner_id']>),
    name: row.name,
    shortcut: row.shortcut,
    text: openText(ring, [workspaceId, 'saved_replies', 'text_sealed', row.id], row.textSealed),
    language: row.language,
    media_id: row.mediaId === null ? null : (toPublicId(ID_PREFIXES.media, row.mediaId) as NonNullable<SavedReply['media_id']>),
    usage_count: row.usageCount,
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
