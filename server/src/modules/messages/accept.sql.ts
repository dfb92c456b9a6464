import { ID_PREFIXES, type AutomaticReason } from '@kabar/contract';
import type { EngineTx, Statement } from '#platform/db/tx';
import { eventsChannel } from '#platform/events/events.sql';
import { toPublicId } from '#platform/ids';

/** Channel that wakes dispatchers; the payload lists numbers, an empty one means all. */
export const dispatchChannel = 'kabar_dispatch';

// A payload is limited to 8,000 bytes.
const maxNotifiedNumbers = 100;

/** How long the answer to a request to send is kept: longer than any outbox waits for its network. */
export const messageKeysKeptMs: number = 7 * 24 * 3_600_000;

/** One accepted message on its way into the tables. Ids are database ids; `contentSealed` is what `sealContent` made. */
export type NewOutgoingMessage = {
  workspaceId: string;
  id: string;
  numberId: string;
  conversationId: string;
  contactId: string;
  type: string;
  authorKind: 'member' | 'api_key' | 'system';
  authorId: string | null;
  contentSealed: Buffer;
  clientRef: string | null;
  replyToId: string | null;
  mediaId: string | null;
  scheduledAt: Date | null;
  template: { wabaAccountId: string; name: string; language: string } | null;
  idempotency: { keyHash: Buffer; fingerprint: Buffer } | null;
  /** Why Kabar itself sends it, and the key under which that happens once. Left out for people and the API. */
  automatic?: { reason: AutomaticReason; key: string };
};

/**
 * Stores a batch of accepted messages with their dispatch rows, idempotency keys, events and the conversations' last
 * activity (a message that a member or an API key wrote answers a customer who waits) in one statement, wakes dispatchers and listeners, and gives one row with the ids really stored. A message is
 * left out when its idempotency key, client reference or automatic key was used before, or its contact is no longer there under that id.
 *
 * One statement is one round trip and, by itself, one transaction. Conversations are locked first and in the order of
 * their ids, so that two batches cannot wait for each other; one by one, so that no plan ever reads the whole table. The
 * rows travel as one JSON text, which both ends read faster than an array per column.
 */
export function insertOutgoing(items: readonly NewOutgoingMessage[], now: Date): Statement {
  const numberIds = [...new Set(items.map((item) => item.numberId))];
  return {
    name: 'messages_insert_outgoing',
    text: `
with i as materialized (
  select * from json_to_recordset($1) as i(workspace_id uuid, id uuid, number_id uuid, conversation_id uuid, contact_id uuid, type text,
    author_kind text, author_id uuid, content text, client_ref text, reply_to_id uuid, media_id uuid, scheduled_at timestamptz,
    waba_account_id uuid, template_name text, template_language text, key_hash text, fingerprint text,
    automatic_reason text, automatic_key text, event jsonb)
), locked as materialized (
  select v.* from (select distinct workspace_id, conversation_id from i order by workspace_id, conversation_id) wanted
   cross join lateral (select workspace_id, id, contact_id from conversations v
                        where v.workspace_id = wanted.workspace_id and v.id = wanted.conversation_id for no key update) v
), live as materialized (
  select i.* from i
    join locked v on v.workspace_id = i.workspace_id and v.id = i.conversation_id and v.contact_id = i.contact_id
   where (select c.merged_into is null and c.erased_at is null from contacts c where c.workspace_id = i.workspace_id and c.id = i.contact_id)
), k as (
  insert into idempotent_requests (workspace_id, key_hash, fingerprint, state, message_id, created_at, kept_until)
  select workspace_id, decode(key_hash, 'base64'), decode(fingerprint, 'base64'), 'done', id, $2, $4 from live where key_hash is not null
  on conflict do nothing
  returning message_id
), m as (
  insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, category,
    author_kind, author_id, content_sealed, template_name, template_language, client_ref, reply_to_id, media_id, occurred_at, scheduled_at, created_at, queued_at,
    automatic_reason, automatic_key)
  select l.workspace_id, l.id, l.number_id, l.conversation_id, l.contact_id, 'out', l.type, 'queued',
         case when l.type = 'template' then nullif(t.category, 'unknown') else 'service' end,
         l.author_kind, l.author_id, decode(l.content, 'base64'), l.template_name, l.template_language, l.client_ref, l.reply_to_id, l.media_id, $2, l.scheduled_at, $2, $2,
         l.automatic_reason, l.automatic_key
    from live l
    left join templates t on t.workspace_id = l.workspace_id and t.waba_account_id = l.waba_account_id
                         and t.name = l.template_name and t.language = l.template_language
   where l.key_hash is null or l.id in (select message_id from k)
   order by l.id
  on conflict do nothing
  returning workspace_id, id, number_id, conversation_id, category, scheduled_at, author_kind <> 'system' and type <> 'reaction' as answers
), d as (
  insert into dispatch (workspace_id, message_id, number_id, conversation_id, lane, due_at, state)
  select workspace_id, id, number_id, conversation_id, case when category = 'marketing' then 1 else 0 end,
         coalesce(scheduled_at, $2), case when scheduled_at > $2 then 4 else 0 end
    from m order by id
), touched as (
  update conversations v set last_message_id = latest.id, last_activity_at = greatest(v.last_activity_at, $2),
         waiting_since = case when latest.answers then null else v.waiting_since end
    from (select distinct on (workspace_id, conversation_id) workspace_id, conversation_id, id,
                 bool_or(answers) over (partition by workspace_id, conversation_id) as answers
            from m where scheduled_at is null order by workspace_id, conversation_id, id desc) latest
   where v.workspace_id = latest.workspace_id and v.id = latest.conversation_id
), e as (
  insert into events (workspace_id, type, data, occurred_at)
  select m.workspace_id, 'message.created', i.event, $2 from m join i on i.id = m.id order by m.id
)
select array_agg(m.id::text) as ids, pg_notify('${dispatchChannel}', $3), pg_notify('${eventsChannel}', '') from m having count(*) > 0`,
    values: [
      JSON.stringify(items.map(toRow)),
      now,
      numberIds.length > maxNotifiedNumbers ? '' : numberIds.join(','),
      new Date(now.getTime() + messageKeysKeptMs),
    ],
  };
}

function toRow(item: NewOutgoingMessage): Record<string, unknown> {
  return {
    workspace_id: item.workspaceId,
    id: item.id,
    number_id: item.numberId,
    conversation_id: item.conversationId,
    contact_id: item.contactId,
    type: item.type,
    author_kind: item.authorKind,
    author_id: item.authorId,
    content: item.contentSealed.toString('base64'),
    client_ref: item.clientRef,
    reply_to_id: item.replyToId,
    media_id: item.mediaId,
    scheduled_at: item.scheduledAt,
    waba_account_id: item.template?.wabaAccountId,
    template_name: item.template?.name,
    template_language: item.template?.language,
    key_hash: item.idempotency?.keyHash.toString('base64'),
    fingerprint: item.idempotency?.fingerprint.toString('base64'),
    automatic_reason: item.automatic?.reason,
    automatic_key: item.automatic?.key,
    event: {
      message_id: toPublicId(ID_PREFIXES.message, item.id),
      conversation_id: toPublicId(ID_PREFIXES.conversation, item.conversationId),
      number_id: toPublicId(ID_PREFIXES.number, item.numberId),
    },
  };
}

/** A message that was accepted before, as the answer of `POST /v1/messages` needs it. */
export type EarlierMessage = {
  n: number;
  by: 'idempotency_key' | 'client_ref' | 'automatic_key';
  fingerprint: Buffer | null;
  id: string;
  status: string;
  type: string;
  number_id: string;
  contact_id: string;
  conversation_id: string;
  client_ref: string | null;
  scheduled_at: Date | null;
  created_at: Date;
};

/** A key that belongs to a request of another kind. */
export type KeyOfOther = { n: number; by: 'idempotency_key'; fingerprint: Buffer | null; id: null };

/** Finds, for items that were left out, the earlier message that their key or reference belongs to. `n` counts from 1. */
export function selectEarlier(items: readonly NewOutgoingMessage[]): Statement {
  return {
    name: 'messages_select_earlier',
    text: `
with i as (
  select * from unnest($1::uuid[], $2::bytea[], $3::text[], $4::text[]) with ordinality as i(workspace_id, key_hash, client_ref, automatic_key, n)
)
select i.n::int, 'idempotency_key' as by, k.fingerprint, m.id, m.status, m.type, m.number_id, m.contact_id, m.conversation_id,
       m.client_ref, m.scheduled_at, m.created_at
  from i join idempotent_requests k on k.workspace_id = i.workspace_id and k.key_hash = i.key_hash
         left join messages m on m.workspace_id = k.workspace_id and m.id = k.message_id
union all
select i.n::int, 'client_ref', null, m.id, m.status, m.type, m.number_id, m.contact_id, m.conversation_id,
       m.client_ref, m.scheduled_at, m.created_at
  from i join messages m on m.workspace_id = i.workspace_id and m.client_ref = i.client_ref
union all
select i.n::int, 'automatic_key', null, m.id, m.status, m.type, m.number_id, m.contact_id, m.conversation_id,
       m.client_ref, m.scheduled_at, m.created_at
  from i join messages m on m.workspace_id = i.workspace_id and m.automatic_key = i.automatic_key`,
    values: [
      items.map((item) => item.workspaceId),
      items.map((item) => item.idempotency?.keyHash ?? null),
      items.map((item) => item.clientRef),
      items.map((item) => item.automatic?.key ?? null),
    ],
  };
}

/** Points keys that this transaction has just stored at the earlier message with the same client reference. */
export async function updateKeysToEarlier(
  tx: EngineTx,
  rows: readonly { workspaceId: string; keyHash: Buffer; messageId: string }[],
): Promise<void> {
  await tx.query({
    text: `update idempotent_requests k set message_id = u.message_id
             from unnest($1::uuid[], $2::bytea[], $3::uuid[]) as u(workspace_id, key_hash, message_id)
            where k.workspace_id = u.workspace_id and k.key_hash = u.key_hash`,
    values: [rows.map((row) => row.workspaceId), rows.map((row) => row.keyHash), rows.map((row) => row.messageId)],
  });
}
