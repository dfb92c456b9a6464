import { hash } from 'node:crypto';
import type { ConversationStatus, DueKind, MessageStatus, MessageType } from '@kabar/contract';
import { viewerName, visibleWhere, type Viewer } from '#modules/teams';
import type { Statement } from '#platform/db/tx';
import { filterWhere, statusWhere, type FilterInput } from './filter-where.ts';

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
  status: ConversationStatus;
  snoozedUntilMs: number | null;
  resolvedMs: number | null;
  assigneeId: string | null;
  teamId: string | null;
  tagIds: string[];
  waitingMs: number | null;
  dueMs: number | null;
  dueKind: DueKind | null;
  botActive: boolean;
  pinned: boolean;
  /** Changes whenever name or identifiers of the contact do. */
  contactVersion: string;
  messageDirection: 'in' | 'out' | null;
  messageType: MessageType | null;
  messageStatus: MessageStatus | null;
  messageMs: number | null;
  /** Changes whenever the message's text does. */
  messageVersion: string;
};

/** Columns of a conversation; `member` is the place of the member whose pins are shown. */
const columns = (
  member: string,
): string => `v.id, v.number_id as "numberId", v.contact_id as "contactId", v.unread_count as "unreadCount", v.last_message_id as "lastMessageId",
       (extract(epoch from v.last_activity_at) * 1000)::float8 as "lastActivityMs",
       (extract(epoch from v.window_expires_at) * 1000)::float8 as "windowExpiresMs",
       (extract(epoch from v.created_at) * 1000)::float8 as "createdMs",
       v.status, (extract(epoch from v.snoozed_until) * 1000)::float8 as "snoozedUntilMs",
       (extract(epoch from v.resolved_at) * 1000)::float8 as "resolvedMs", v.assignee_id as "assigneeId", v.team_id as "teamId",
       array(select t.tag_id::text from conversation_tags t where t.workspace_id = v.workspace_id and t.conversation_id = v.id order by t.tag_id) as "tagIds",
       (extract(epoch from v.waiting_since) * 1000)::float8 as "waitingMs", (extract(epoch from v.due_at) * 1000)::float8 as "dueMs",
       v.due_kind as "dueKind", v.bot_active as "botActive",
       exists (select from conversation_pins p where p.workspace_id = v.workspace_id and p.member_id = ${member}::uuid and p.conversation_id = v.id) as pinned,
       extract(epoch from c.updated_at)::text as "contactVersion", m.direction as "messageDirection", m.type as "messageType",
       m.status as "messageStatus", (extract(epoch from m.occurred_at) * 1000)::float8 as "messageMs",
       concat(extract(epoch from m.edited_at), ' ', extract(epoch from m.revoked_at)) as "messageVersion"`;

const ends = `
  join contacts c on c.workspace_id = v.workspace_id and c.id = v.contact_id
  left join messages m on m.workspace_id = v.workspace_id and m.id = v.last_message_id`;

/** Which conversations, and after which place of the order. */
export type ConversationPage = FilterInput & { after: { at: Date; id: string } | null; limit: number };

/**
 * A page by newest activity, or by longest waiting. Conversations without any message are left out unless one contact is
 * asked for. Each combination of usual filters is a statement of its own, and each state a walk of its own, so that each
 * walks the index made for it.
 */
export function selectConversationPage(page: ConversationPage): Statement {
  const values: unknown[] = [page.workspaceId, page.limit, page.asker.memberId];
  const { conditions, name } = filterWhere(page, values);
  const isWaiting = page.filter.sort === 'waiting_longest';
  if (page.after !== null) {
    const at = values.push(page.after.at);
    const id = values.push(page.after.id);
    conditions.push(isWaiting ? `(v.waiting_since, v.id) > ($${at}, $${id}::uuid)` : `(v.last_activity_at, v.id) < ($${at}, $${id}::uuid)`);
  }
  const order = isWaiting ? 'v.waiting_since, v.id' : 'v.last_activity_at desc, v.id desc';
  const walks = page.filter.statuses.map(
    (status) => `(select v.* from conversations v
           where v.workspace_id = $1 and ${[statusWhere(status), ...conditions].join(' and ')} order by ${order} limit $2)`,
  );
  const fullName = ['conversations_page', ...page.filter.statuses, name, page.filter.sort, page.after === null ? 'first' : 'after'].join(
    '_',
  );
  return {
    ...(name === null ? {} : { name: preparedName(fullName) }),
    text: `
select ${columns('$3')}
  from (select * from (${walks.join(' union all ')}) v order by ${order} limit $2) v ${ends}
 order by ${order}`,
    values,
  };
}

/** PostgreSQL cuts names at 63 bytes, so long ones are made short without becoming alike. */
function preparedName(name: string): string {
  return name.length <= 60 ? name : `conversations_page_${hash('sha1', name, 'hex')}`;
}

/** One conversation, if the viewer sees it. */
export function selectConversation(workspaceId: string, id: string, asker: { viewer: Viewer; memberId: string | null }): Statement {
  const values: unknown[] = [workspaceId, id, asker.memberId];
  const sight = visibleWhere(asker.viewer, 'v', values);
  return {
    name: `conversations_one_${viewerName(asker.viewer)}`,
    text: `select ${columns('$3')} from conversations v ${ends} where v.workspace_id = $1 and v.id = $2 and ${sight}`,
    values,
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
