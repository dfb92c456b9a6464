import type { MessageStatus, MessageType } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** A conversation as stored, with the light part of its last message and the versions of what is shown of both ends. */
export type ConversationRow = {
  id: string;
  numberId: string;
  contactId: string;
  unreadCount: number;
  lastMessageId: string | null;
  /** Instants are milliseconds since 1970, which cost a tenth of a date to read. */
  lastActivityMs: number;
  windowExpiresMs: number | null;
  createdMs: number;
  /** Changes whenever name or identifiers of the contact do. */
  contactVersion: string;
  messageDirection: 'in' | 'out' | null;
  messageType: MessageType | null;
  messageStatus: MessageStatus | null;
  messageMs: number | null;
  /** Changes whenever the message's text does. */
  messageVersion: string;
};

const columns = `v.id, v.number_id as "numberId", v.contact_id as "contactId", v.unread_count as "unreadCount", v.last_message_id as "lastMessageId",
       (extract(epoch from v.last_activity_at) * 1000)::float8 as "lastActivityMs",
       (extract(epoch from v.window_expires_at) * 1000)::float8 as "windowExpiresMs",
       (extract(epoch from v.created_at) * 1000)::float8 as "createdMs",
       extract(epoch from c.updated_at)::text as "contactVersion", m.direction as "messageDirection", m.type as "messageType",
       m.status as "messageStatus", (extract(epoch from m.occurred_at) * 1000)::float8 as "messageMs",
       concat(extract(epoch from m.edited_at), ' ', extract(epoch from m.revoked_at)) as "messageVersion"`;

const ends = `
  join contacts c on c.workspace_id = v.workspace_id and c.id = v.contact_id
  left join messages m on m.workspace_id = v.workspace_id and m.id = v.last_message_id`;

/** Which conversations, and after which place. `unread` null: both. */
export type ConversationPage = {
  numberId: string | null;
  contactId: string | null;
  unread: boolean | null;
  before: { lastActivityAt: Date; id: string } | null;
  limit: number;
};

/**
 * A page by newest activity. Conversations without any message are left out unless one contact is asked for. Each
 * combination of filters is a statement of its own, so that each walks the index made for it.
 */
export function selectConversationPage(workspaceId: string, page: ConversationPage): Statement {
  const values: unknown[] = [workspaceId, page.limit];
  const conditions = ['workspace_id = $1'];
  const name = ['conversations_page'];
  const where = (part: string, value: unknown, condition: (place: string) => string): void => {
    values.push(value);
    name.push(part);
    conditions.push(condition(`$${values.length}`));
  };
  if (page.numberId !== null) where('number', page.numberId, (place) => `number_id = ${place}`);
  if (page.contactId === null) conditions.push('last_message_id is not null');
  else where('contact', page.contactId, (place) => `contact_id = ${place}`);
  if (page.unread !== null) {
    name.push(page.unread ? 'unread' : 'quiet');
    conditions.push(page.unread ? 'unread_count > 0' : 'unread_count = 0');
  }
  if (page.before !== null) {
    values.push(page.before.lastActivityAt, page.before.id);
    name.push('before');
    conditions.push(`(last_activity_at, id) < ($${values.length - 1}, $${values.length}::uuid)`);
  }
  return {
    name: name.join('_'),
    text: `
select ${columns}
  from (select * from conversations where ${conditions.join(' and ')} order by last_activity_at desc, id desc limit $2) v ${ends}
 order by v.last_activity_at desc, v.id desc`,
    values,
  };
}

/** One conversation. */
export function selectConversation(workspaceId: string, id: string): Statement {
  return {
    name: 'conversations_one',
    text: `select ${columns} from conversations v ${ends} where v.workspace_id = $1 and v.id = $2`,
    values: [workspaceId, id],
  };
}

/** What marking as read changed. `messageId` is the customer's newest message that is read now. */
export type ReadRow = { numberId: string; before: number; after: number; messageId: string | null };

/**
 * Resets the unread count to the customer's messages behind `upToMessageId` (null: none are left). The count is taken anew
 * from the messages, never raised. Gives nothing when the conversation does not exist or the message is not in it.
 */
export function updateRead(workspaceId: string, id: string, upToMessageId: string | null): Statement {
  return {
    name: 'conversations_read',
    text: `
with place as (
  select occurred_at, id from messages where workspace_id = $1 and conversation_id = $2 and id = $3
), newest as (
  select m.id from messages m
   where m.workspace_id = $1 and m.conversation_id = $2 and m.direction = 'in' and m.type <> 'system'
     and ($3::uuid is null or (m.occurred_at, m.id) <= (select occurred_at, id from place))
   order by m.occurred_at desc, m.id desc limit 1
), behind as (
  select count(*)::int as count from (
    select 1 from messages m
     where $3::uuid is not null and m.workspace_id = $1 and m.conversation_id = $2 and m.direction = 'in' and m.type <> 'system'
       and (m.occurred_at, m.id) > (select occurred_at, id from place)
     limit 1000) as counted
)
update conversations c set unread_count = least(c.unread_count, (select count from behind))
 where c.workspace_id = $1 and c.id = $2 and ($3::uuid is null or exists (select from place))
returning c.number_id as "numberId", old.unread_count as before, new.unread_count as after, (select id from newest) as "messageId"`,
    values: [workspaceId, id, upToMessageId],
  };
}

/** Marks a conversation as unread. Gives its number, or nothing when it does not exist. */
export function updateUnread(workspaceId: string, id: string): Statement {
  return {
    text: `
update conversations set unread_count = greatest(unread_count, 1)
 where workspace_id = $1 and id = $2
returning number_id as "numberId"`,
    values: [workspaceId, id],
  };
}

/** The customer's newest message in a conversation and the number it came to. */
export function selectNewestInbound(workspaceId: string, id: string): Statement {
  return {
    name: 'conversations_newest_inbound',
    text: `
select c.number_id as "numberId",
       (select m.id from messages m
         where m.workspace_id = $1 and m.conversation_id = $2 and m.direction = 'in' and m.type <> 'system'
         order by m.occurred_at desc, m.id desc limit 1) as "messageId"
  from conversations c where c.workspace_id = $1 and c.id = $2`,
    values: [workspaceId, id],
  };
}
