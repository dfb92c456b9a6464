import type { MessageStatus, MessageType } from '@kabar/contract';
import { visibleWhere, viewerName, type Viewer } from '#modules/teams';
import type { Statement } from '#platform/db/tx';

/** How many messages one page looks through for those that fit. */
const messagesLookedThrough = 5_000;

/** Which messages are looked for; null means any. `before` and the ids of `from` and `until` are uuidv7, in whose order messages are accepted. */
export type MessageFilter = {
  direction: 'in' | 'out' | null;
  status: MessageStatus | null;
  type: MessageType | null;
  numberId: string | null;
  conversationId: string | null;
  templateName: string | null;
  apiKeyId: string | null;
  /** At most one message has it. */
  clientRef: string | null;
  from: Date | null;
  until: Date | null;
  firstId: string;
  before: string;
};

/** `ids` are those that fit, newest first; `lastId` is the oldest that was looked at for a page that is not full, null once there is none older. */
export type FoundMessages = { ids: string[]; lastId: string | null };

/**
 * Messages of a workspace that fit, newest first: walks the primary key backwards from `before` until the page is full, over no more than `messagesLookedThrough`
 * rows, so that a rare kind of message in a long history costs a page no more than that. By `clientRef` it walks messages_client_ref instead, and in a
 * conversation only its own messages, by messages_thread.
 */
export function findMessages(
  workspaceId: string,
  viewer: Viewer,
  filter: MessageFilter,
  limit: number,
  lookedThrough = messagesLookedThrough,
): Statement {
  const values: unknown[] = [
    workspaceId,
    filter.before,
    filter.firstId,
    lookedThrough,
    limit,
    filter.direction,
    filter.status,
    filter.type,
    filter.numberId,
    filter.templateName,
    filter.apiKeyId,
    filter.from,
    filter.until,
  ];
  const places = ['workspace_id = $1 and id < $2::uuid and id >= $3::uuid'];
  if (filter.clientRef !== null) places.push(`client_ref = $${values.push(filter.clientRef)}`);
  if (filter.conversationId !== null) places.push(`conversation_id = $${values.push(filter.conversationId)}`);
  const walked = `from messages where ${places.join(' and ')} order by id desc`;
  const sight =
    viewer.kind === 'all'
      ? 'true'
      : `exists (select from conversations v where v.workspace_id = $1 and v.id = m.conversation_id and ${visibleWhere(viewer, 'v', values)})`;
  const name = `${filter.clientRef === null ? '' : 'ref_'}${filter.conversationId === null ? '' : 'thread_'}${viewerName(viewer)}`;
  return {
    name: `messages_find_${name}`,
    text: `
with found as materialized (
  select m.id
    from (select id, conversation_id, number_id, direction, status, type, template_name, author_kind, author_id, created_at ${walked} limit $4) m
   where ($6::text is null or m.direction = $6) and ($7::text is null or m.status = $7) and ($8::text is null or m.type = $8)
     and ($9::uuid is null or m.number_id = $9) and ($10::text is null or m.template_name = $10)
     and ($11::uuid is null or (m.author_kind = 'api_key' and m.author_id = $11))
     and ($12::timestamptz is null or m.created_at >= $12) and ($13::timestamptz is null or m.created_at < $13) and ${sight}
   order by m.id desc limit $5
)
select coalesce((select array_agg(id order by id desc) from found), '{}') as ids,
       case when (select count(*) from found) < $5 then (select id ${walked} offset $4 - 1 limit 1) end as "lastId"`,
    values,
  };
}
