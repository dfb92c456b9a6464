import type { Statement } from '#platform/db/tx';

/** A saved reply as stored. */
export type SavedReplyRow = {
  id: string;
  ownerId: string | null;
  name: string;
  shortcut: string;
  textSealed: Buffer;
  language: string | null;
  mediaId: string | null;
  usageCount: number;
  lastUsedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

const columns = `id, owner_id as "ownerId", name, shortcut, text_sealed as "textSealed", language, media_id as "mediaId",
       usage_count::float8 as "usageCount", last_used_at as "lastUsedAt", created_at as "createdAt", updated_at as "updatedAt"`;

/** All that a member can use: shared ones and their own. Null: an API key, which owns none. */
export function selectUsable(workspaceId: string, memberId: string | null): Statement {
  return {
    name: 'saved_replies_usable',
    text: `select ${columns} from saved_replies where workspace_id = $1 and (owner_id is null or owner_id = $2::uuid)`,
    values: [workspaceId, memberId],
  };
}

/** One that a member can use. */
export function selectOne(workspaceId: string, memberId: string | null, id: string): Statement {
  return {
    name: 'saved_replies_one',
    text: `select ${columns} from saved_replies where workspace_id = $1 and id = $3 and (owner_id is null or owner_id = $2::uuid)`,
    values: [workspaceId, memberId, id],
  };
}

/** Locks one that a member can use. */
export function lockOne(workspaceId: string, memberId: string | null, id: string): Statement {
  return {
    ...selectOne(workspaceId, memberId, id),
    name: 'saved_replies_lock',
    text: `${selectOne(workspaceId, memberId, id).text} for update`,
  };
}

/** How many there are, shared or of one owner. */
export function countOf(workspaceId: string, ownerId: string | null): Statement {
  return {
    text: 'select count(*)::int as count from saved_replies where workspace_id = $1 and owner_id is not distinct from $2::uuid',
    values: [workspaceId, ownerId],
  };
}

/** A reply to be written. */
export type WrittenReply = Pick<SavedReplyRow, 'id' | 'ownerId' | 'name' | 'shortcut' | 'textSealed' | 'language' | 'mediaId'>;

/** Adds a reply. Errors: 23505 when the shortcut is taken. */
export function insertReply(workspaceId: string, reply: WrittenReply, at: Date): Statement {
  return {
    text: `
      insert into saved_replies (workspace_id, id, owner_id, name, shortcut, text_sealed, language, media_id, created_at, updated_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
    values: [workspaceId, reply.id, reply.ownerId, reply.name, reply.shortcut, reply.textSealed, reply.language, reply.mediaId, at],
  };
}

/** Changes a reply. Errors: 23505 when the shortcut is taken. */
export function updateReply(workspaceId: string, reply: WrittenReply, at: Date): Statement {
  return {
    text: `
      update saved_replies
         set owner_id = $3, name = $4, shortcut = $5, text_sealed = $6, language = $7, media_id = $8, updated_at = $9
       where workspace_id = $1 and id = $2`,
    values: [workspaceId, reply.id, reply.ownerId, reply.name, reply.shortcut, reply.textSealed, reply.language, reply.mediaId, at],
  };
}

/** Removes a reply. */
export function deleteReply(workspaceId: string, id: string): Statement {
  return { text: 'delete from saved_replies where workspace_id = $1 and id = $2', values: [workspaceId, id] };
}

/** Counts a use. */
export function updateUsed(workspaceId: string, id: string, at: Date): Statement {
  return {
    name: 'saved_replies_used',
    text: 'update saved_replies set usage_count = usage_count + 1, last_used_at = $3 where workspace_id = $1 and id = $2',
    values: [workspaceId, id, at],
  };
}

/** A file that a member uploaded and that is still there. */
export function selectUploadedMedia(workspaceId: string, mediaId: string): Statement {
  return {
    text: `select id from media where workspace_id = $1 and id = $2 and direction = 'out' and status = 'stored'`,
    values: [workspaceId, mediaId],
  };
}

/** What surrounds a conversation: its contact and the names of number and workspace. */
export type SurroundingsRow = { contactId: string; numberName: string; workspaceName: string };

/** Names that a reply may use. */
export function selectSurroundings(workspaceId: string, conversationId: string): Statement {
  return {
    text: `
      select v.contact_id as "contactId", coalesce(n.verified_name, n.display_phone_number) as "numberName", w.name as "workspaceName"
        from conversations v
        join numbers n on n.workspace_id = v.workspace_id and n.id = v.number_id
        join workspaces w on w.id = v.workspace_id
       where v.workspace_id = $1 and v.id = $2`,
    values: [workspaceId, conversationId],
  };
}
