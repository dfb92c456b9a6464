import type { Statement } from '#platform/db/tx';

/** A conversation by its two ends. */
export type ConversationEnds = { workspaceId: string; numberId: string; contactId: string };

/** A conversation that is on record. `position` is the place in the list that was asked, from 1. */
export type ConversationHit = { position: number; id: string };

/** Finds conversations by number and contact. Relies on the unique index over both. */
export function selectConversationsByEnds(ends: readonly ConversationEnds[]): Statement {
  return {
    name: 'conversations_find',
    text: `
      select item.position::int as position, conversation.id
        from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality as item (workspace_id, number_id, contact_id, position)
        join conversations conversation
          on conversation.workspace_id = item.workspace_id and conversation.number_id = item.number_id
         and conversation.contact_id = item.contact_id`,
    values: [ends.map((end) => end.workspaceId), ends.map((end) => end.numberId), ends.map((end) => end.contactId)],
  };
}

/** Makes conversations that are not there yet. One order for all, so that two processes with the same people cannot deadlock. */
export function insertConversations(rows: readonly (ConversationEnds & { id: string })[], at: Date): Statement {
  return {
    name: 'conversations_insert',
    text: `
      insert into conversations (workspace_id, id, number_id, contact_id, last_activity_at, created_at)
      select item.workspace_id, item.id, item.number_id, item.contact_id, $5, $5
        from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) as item (workspace_id, id, number_id, contact_id)
       order by item.workspace_id, item.number_id, item.contact_id
      on conflict (workspace_id, number_id, contact_id) do nothing`,
    values: [
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.id),
      rows.map((row) => row.numberId),
      rows.map((row) => row.contactId),
      at,
    ],
  };
}

/** What new messages do to a conversation; one row per conversation. */
export type ConversationActivity = {
  workspaceId: string;
  conversationId: string;
  /** Newest of the new messages by its own time; null when something other than a message touched the window. */
  lastMessageId: string | null;
  lastActivityAt: Date;
  /** Added to the unread count. */
  unreadCount: number;
  /** WhatsApp's time of the customer's newest message among them that opens the window; null when there is none. */
  lastInboundAt: Date | null;
  /** Time of the newest message of the business among them that a person wrote; null when there is none. */
  answeredAt: Date | null;
  /** Time of the customer's first message among them that none of these answers; null when there is none. */
  waitingSince: Date | null;
};

/** A conversation that changed. `reopenedEntryId` is the entry that tells that the customer brought it back. */
export type ActivityRow = { workspaceId: string; id: string; numberId: string; reopenedEntryId: string | null };

/**
 * Brings conversations up to date with new messages, in id order. Times only ever move forward, whatever the order in
 * which messages come. The service window lasts 24 hours from the customer's message. A message of the customer opens a
 * snoozed or resolved conversation, with an entry that says so; from the first one on that nobody answers, they wait.
 * Gives the conversations that changed (`ActivityRow`).
 */
export function updateActivity(rows: readonly ConversationActivity[]): Statement {
  return {
    name: 'conversations_activity',
    text: `
      with item as materialized (
        select conversation.workspace_id, conversation.id, conversation.status as was, item.message_id, item.at, item.unread, item.inbound_at,
               item.answered_at, item.waiting_since
          from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::int[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[])
               as item (workspace_id, id, message_id, at, unread, inbound_at, answered_at, waiting_since)
          join conversations conversation on conversation.workspace_id = item.workspace_id and conversation.id = item.id
         order by conversation.workspace_id, conversation.id
           for update of conversation),
      moved as (
        update conversations
           set unread_count = unread_count + item.unread,
               last_message_id = case when item.message_id is not null and (last_message_id is null or item.at >= last_activity_at)
                                      then item.message_id else last_message_id end,
               last_activity_at = case when item.message_id is null then last_activity_at
                                       when last_message_id is null then item.at else greatest(last_activity_at, item.at) end,
               last_inbound_at = greatest(last_inbound_at, item.inbound_at),
               window_expires_at = greatest(window_expires_at, item.inbound_at + interval '24 hours'),
               waiting_since = coalesce(case when item.answered_at >= conversations.waiting_since then null else conversations.waiting_since end,
                                        item.waiting_since),
               status = case when item.unread > 0 then 'open' else status end,
               snoozed_until = case when item.unread > 0 then null else snoozed_until end,
               resolved_at = case when item.unread > 0 then null else resolved_at end
          from item
         where conversations.workspace_id = item.workspace_id and conversations.id = item.id
        returning conversations.workspace_id, conversations.id, conversations.number_id, conversations.contact_id, item.unread, item.was,
                  coalesce(item.waiting_since, item.at) as at),
      reopened as (
        insert into conversation_entries (workspace_id, id, conversation_id, kind, actor_kind, actor_id, data, occurred_at)
        select workspace_id, uuidv7(), id, 'reopened', 'contact', contact_id, '{"by":"customer"}', at
          from moved where unread > 0 and was <> 'open'
        returning workspace_id, conversation_id, id)
      select moved.workspace_id as "workspaceId", moved.id, moved.number_id as "numberId", reopened.id as "reopenedEntryId"
        from moved left join reopened on reopened.workspace_id = moved.workspace_id and reopened.conversation_id = moved.id`,
    values: [
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.conversationId),
      rows.map((row) => row.lastMessageId),
      rows.map((row) => row.lastActivityAt),
      rows.map((row) => row.unreadCount),
      rows.map((row) => row.lastInboundAt),
      rows.map((row) => row.answeredAt),
      rows.map((row) => row.waitingSince),
    ],
  };
}
