import type { AutomaticReason, MessageStatus, MessageType } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** A message as stored, with the name of its author where that is a member or a key. */
export type MessageRow = {
  id: string;
  numberId: string;
  conversationId: string;
  contactId: string;
  direction: 'in' | 'out';
  type: MessageType;
  status: MessageStatus;
  category: 'service' | 'utility' | 'authentication' | 'marketing' | null;
  authorKind: 'contact' | 'member' | 'api_key' | 'phone' | 'system';
  authorId: string | null;
  authorName: string | null;
  automaticReason: AutomaticReason | null;
  contentSealed: Buffer;
  wamidSealed: Buffer | null;
  clientRef: string | null;
  replyToId: string | null;
  forwarded: boolean;
  mediaId: string | null;
  reasonCode: string | null;
  metaError: { code: number; title: string; details: string | null } | null;
  pricing: { category: string; type: string | null; model: string | null } | null;
  resent: boolean;
  /** Instants are milliseconds since 1970, which cost a tenth of a date to read. */
  occurredMs: number;
  scheduledMs: number | null;
  createdMs: number;
  queuedMs: number | null;
  sendingMs: number | null;
  sentMs: number | null;
  deliveredMs: number | null;
  readMs: number | null;
  playedMs: number | null;
  failedMs: number | null;
  cancelledMs: number | null;
  editedMs: number | null;
  revokedMs: number | null;
};

const columns = `
  m.id, m.number_id as "numberId", m.conversation_id as "conversationId", m.contact_id as "contactId", m.direction, m.type, m.status,
  m.category, m.author_kind as "authorKind", m.author_id as "authorId", coalesce(person.name, key.name) as "authorName", m.automatic_reason as "automaticReason",
  m.content_sealed as "contentSealed", m.wamid_sealed as "wamidSealed", m.client_ref as "clientRef", m.reply_to_id as "replyToId",
  m.forwarded, m.media_id as "mediaId", m.reason_code as "reasonCode", m.meta_error as "metaError", m.pricing, m.resent,
  (extract(epoch from m.occurred_at) * 1000)::float8 as "occurredMs", (extract(epoch from m.scheduled_at) * 1000)::float8 as "scheduledMs", (extract(epoch from m.created_at) * 1000)::float8 as "createdMs", (extract(epoch from m.queued_at) * 1000)::float8 as "queuedMs",
  (extract(epoch from m.sending_at) * 1000)::float8 as "sendingMs", (extract(epoch from m.sent_at) * 1000)::float8 as "sentMs", (extract(epoch from m.delivered_at) * 1000)::float8 as "deliveredMs", (extract(epoch from m.read_at) * 1000)::float8 as "readMs", (extract(epoch from m.played_at) * 1000)::float8 as "playedMs",
  (extract(epoch from m.failed_at) * 1000)::float8 as "failedMs", (extract(epoch from m.cancelled_at) * 1000)::float8 as "cancelledMs", (extract(epoch from m.edited_at) * 1000)::float8 as "editedMs", (extract(epoch from m.revoked_at) * 1000)::float8 as "revokedMs"`;

const authors = `
  left join users person on m.author_kind = 'member' and person.id = m.author_id
  left join api_keys key on m.author_kind = 'api_key' and key.workspace_id = m.workspace_id and key.id = m.author_id`;

/** A place in a thread. */
export type ThreadPosition = { occurredAt: Date; id: string };

/**
 * A message's place, and what changes whenever anything that is shown of it does: `version` names the versions of the row and of its
 * reactions (`xmin`, the transaction that wrote them) and its author's name.
 */
export type MessageHead = { id: string; contactId: string; occurredMs: number; version: string };

const head = `
  m.id, m.contact_id as "contactId", (extract(epoch from m.occurred_at) * 1000)::float8 as "occurredMs",
  concat(m.written_by, '/', (select string_agg(concat(r.reacted_by, r.xmin), ' ' order by r.reacted_by) from message_reactions r
                              where r.workspace_id = $1 and r.message_id = m.id), '/', coalesce(person.name, key.name)) as version`;

const headColumns = 'xmin as written_by, workspace_id, id, contact_id, occurred_at, author_kind, author_id';

/** Messages of a conversation before a place (or from the end), newest first. Walks messages_thread. */
export function selectOlder(workspaceId: string, conversationId: string, before: ThreadPosition | null, limit: number): Statement {
  return before === null
    ? {
        name: 'messages_newest',
        text: `
select ${head}
  from (select ${headColumns} from messages where workspace_id = $1 and conversation_id = $2 order by occurred_at desc, id desc limit $3) m ${authors}
 order by m.occurred_at desc, m.id desc`,
        values: [workspaceId, conversationId, limit],
      }
    : {
        name: 'messages_older',
        text: `
select ${head}
  from (select ${headColumns} from messages
         where workspace_id = $1 and conversation_id = $2 and (occurred_at, id) < ($4, $5::uuid)
         order by occurred_at desc, id desc limit $3) m ${authors}
 order by m.occurred_at desc, m.id desc`,
        values: [workspaceId, conversationId, limit, before.occurredAt, before.id],
      };
}

/** The message at a place and those right after it, oldest first. Walks messages_thread backwards. */
export function selectNewerFrom(workspaceId: string, conversationId: string, from: ThreadPosition, limit: number): Statement {
  return {
    name: 'messages_newer',
    text: `
select ${head}
  from (select ${headColumns} from messages
         where workspace_id = $1 and conversation_id = $2 and (occurred_at, id) >= ($4, $5::uuid)
         order by occurred_at, id limit $3) m ${authors}
 order by m.occurred_at, m.id`,
    values: [workspaceId, conversationId, limit, from.occurredAt, from.id],
  };
}

/** Where a message stands in a conversation. */
export function selectPosition(workspaceId: string, conversationId: string, messageId: string): Statement {
  return {
    name: 'messages_position',
    text: 'select occurred_at as "occurredAt", id from messages where workspace_id = $1 and conversation_id = $2 and id = $3',
    values: [workspaceId, conversationId, messageId],
  };
}

/** Messages by id. */
export function selectMessages(workspaceId: string, messageIds: readonly string[]): Statement {
  return {
    name: 'messages_by_id',
    text: `select ${columns} from messages m ${authors} where m.workspace_id = $1 and m.id = any($2::uuid[])`,
    values: [workspaceId, messageIds],
  };
}

/** A reaction as stored. */
export type StoredReaction = { messageId: string; by: 'contact' | 'business'; emojiSealed: Buffer; at: Date };

/** Reactions to messages that still stand. */
export function selectReactions(workspaceId: string, messageIds: readonly string[]): Statement {
  return {
    name: 'message_reactions_of',
    text: `
select message_id as "messageId", reacted_by as by, emoji_sealed as "emojiSealed", occurred_at as at
  from message_reactions
 where workspace_id = $1 and message_id = any($2::uuid[]) and emoji_sealed is not null
 order by occurred_at`,
    values: [workspaceId, messageIds],
  };
}

/** What a list shows of a message. */
export type SummaryRow = Pick<MessageRow, 'id' | 'contactId' | 'direction' | 'type' | 'status' | 'contentSealed'> & { occurredAt: Date };

/** Short forms of messages by id. */
export function selectSummaries(workspaceId: string, messageIds: readonly string[]): Statement {
  return {
    name: 'messages_summaries',
    text: `
select id, contact_id as "contactId", direction, type, status, content_sealed as "contentSealed", occurred_at as "occurredAt"
  from messages where workspace_id = $1 and id = any($2::uuid[])`,
    values: [workspaceId, messageIds],
  };
}

/** WhatsApp's id of a message, sealed. */
export function selectWamid(workspaceId: string, messageId: string): Statement {
  return {
    name: 'messages_wamid',
    text: 'select contact_id as "contactId", wamid_sealed as "wamidSealed" from messages where workspace_id = $1 and id = $2',
    values: [workspaceId, messageId],
  };
}
