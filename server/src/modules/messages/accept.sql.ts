import type { EngineTx, Statement } from '#platform/db/tx';

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
  idempotency: { key: string; fingerprint: Buffer } | null;
};

/**
 * Stores a batch of accepted messages with their dispatch rows, idempotency keys and the conversations' last activity in
 * one statement, and gives the ids really stored. A message is left out when its idempotency key or client reference was
 * used before, or its contact is no longer there under that id.
 *
 * Conversations are locked in the order of their ids, so that two batches cannot wait for each other. Binary columns
 * travel as base64 text: an array of bytea costs twice the bytes and is parsed twice.
 */
export function insertOutgoing(items: readonly NewOutgoingMessage[], now: Date): Statement {
  return {
    name: 'messages_insert_outgoing',
    text: `
with i as materialized (
  select * from unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::uuid[], $9::text[], $10::text[],
    $11::uuid[], $12::uuid[], $13::timestamptz[], $14::uuid[], $15::text[], $16::text[], $17::text[], $18::text[]
  ) as i(workspace_id, id, number_id, conversation_id, contact_id, type, author_kind, author_id, content, client_ref,
         reply_to_id, media_id, scheduled_at, waba_account_id, template_name, template_language, idem_key, fingerprint)
), live as (
  select i.* from i
   where exists (select from contacts c where c.workspace_id = i.workspace_id and c.id = i.contact_id
                    and c.merged_into is null and c.erased_at is null)
     and exists (select from conversations v where v.workspace_id = i.workspace_id and v.id = i.conversation_id
                    and v.contact_id = i.contact_id)
), k as (
  insert into idempotency_keys (workspace_id, key, fingerprint, message_id, created_at)
  select workspace_id, idem_key, decode(fingerprint, 'hex'), id, $19 from live where idem_key is not null
  on conflict do nothing
  returning message_id
), m as (
  insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, category,
    author_kind, author_id, content_sealed, template_name, template_language, client_ref, reply_to_id, media_id, occurred_at, scheduled_at, created_at, queued_at)
  select l.workspace_id, l.id, l.number_id, l.conversation_id, l.contact_id, 'out', l.type, 'queued',
         case when l.type = 'template' then nullif(t.category, 'unknown') else 'service' end,
         l.author_kind, l.author_id, decode(l.content, 'base64'), l.template_name, l.template_language, l.client_ref, l.reply_to_id, l.media_id, $19, l.scheduled_at, $19, $19
    from live l
    left join templates t on t.workspace_id = l.workspace_id and t.waba_account_id = l.waba_account_id
                         and t.name = l.template_name and t.language = l.template_language
   where l.idem_key is null or exists (select from k where k.message_id = l.id)
  on conflict do nothing
  returning workspace_id, id, number_id, conversation_id, category, scheduled_at
), d as (
  insert into dispatch (workspace_id, message_id, number_id, conversation_id, lane, due_at, state)
  select workspace_id, id, number_id, conversation_id, case when category = 'marketing' then 1 else 0 end,
         coalesce(scheduled_at, $19), case when scheduled_at > $19 then 4 else 0 end
    from m order by id
), latest as (
  select distinct on (workspace_id, conversation_id) workspace_id, conversation_id, id
    from m where scheduled_at is null order by workspace_id, conversation_id, id desc
), locked as materialized (
  select v.workspace_id, v.id, latest.id as message_id
    from conversations v join latest on latest.workspace_id = v.workspace_id and latest.conversation_id = v.id
   order by v.workspace_id, v.id
     for no key update of v
), touched as (
  update conversations v set last_message_id = locked.message_id, last_activity_at = greatest(v.last_activity_at, $19)
    from locked where v.workspace_id = locked.workspace_id and v.id = locked.id
)
select id from m`,
    values: [
      items.map((item) => item.workspaceId),
      items.map((item) => item.id),
      items.map((item) => item.numberId),
      items.map((item) => item.conversationId),
      items.map((item) => item.contactId),
      items.map((item) => item.type),
      items.map((item) => item.authorKind),
      items.map((item) => item.authorId),
      items.map((item) => item.contentSealed.toString('base64')),
      items.map((item) => item.clientRef),
      items.map((item) => item.replyToId),
      items.map((item) => item.mediaId),
      items.map((item) => item.scheduledAt),
      items.map((item) => item.template?.wabaAccountId ?? null),
      items.map((item) => item.template?.name ?? null),
      items.map((item) => item.template?.language ?? null),
      items.map((item) => item.idempotency?.key ?? null),
      items.map((item) => item.idempotency?.fingerprint.toString('hex') ?? null),
      now,
    ],
  };
}

/** A message that was accepted before, as the answer of `POST /v1/messages` needs it. */
export type EarlierMessage = {
  n: number;
  by: 'idempotency_key' | 'client_ref';
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

/** Finds, for items that were left out, the earlier message that their key or reference belongs to. `n` counts from 1. */
export function selectEarlier(items: readonly NewOutgoingMessage[]): Statement {
  return {
    name: 'messages_select_earlier',
    text: `
with i as (
  select * from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality as i(workspace_id, idem_key, client_ref, n)
)
select i.n::int, 'idempotency_key' as by, k.fingerprint, m.id, m.status, m.type, m.number_id, m.contact_id, m.conversation_id,
       m.client_ref, m.scheduled_at, m.created_at
  from i join idempotency_keys k on k.workspace_id = i.workspace_id and k.key = i.idem_key
         join messages m on m.workspace_id = k.workspace_id and m.id = k.message_id
union all
select i.n::int, 'client_ref', null, m.id, m.status, m.type, m.number_id, m.contact_id, m.conversation_id,
       m.client_ref, m.scheduled_at, m.created_at
  from i join messages m on m.workspace_id = i.workspace_id and m.client_ref = i.client_ref`,
    values: [
      items.map((item) => item.workspaceId),
      items.map((item) => item.idempotency?.key ?? null),
      items.map((item) => item.clientRef),
    ],
  };
}

/** Points keys that this transaction has just stored at the earlier message with the same client reference. */
export async function updateKeysToEarlier(
  tx: EngineTx,
  rows: readonly { workspaceId: string; key: string; messageId: string }[],
): Promise<void> {
  await tx.query({
    text: `update idempotency_keys k set message_id = u.message_id
             from unnest($1::uuid[], $2::text[], $3::uuid[]) as u(workspace_id, key, message_id)
            where k.workspace_id = u.workspace_id and k.key = u.key`,
    values: [rows.map((row) => row.workspaceId), rows.map((row) => row.key), rows.map((row) => row.messageId)],
  });
}

/** Deletes idempotency keys older than `before`; `limit` rows at a time. Gives the count. */
export function deleteOldIdempotencyKeys(before: Date, limit: number): Statement {
  return {
    text: `with old as (select workspace_id, key from idempotency_keys where created_at < $1 order by created_at limit $2),
                gone as (delete from idempotency_keys k using old where k.workspace_id = old.workspace_id and k.key = old.key returning 1)
           select count(*)::int as count from gone`,
    values: [before, limit],
  };
}

/** Wakes the dispatchers of all processes for these numbers; without numbers they look at all. */
export function notifyDispatch(numberIds: readonly string[]): Statement {
  return {
    name: 'messages_notify_dispatch',
    text: `select pg_notify('kabar_dispatch', $1)`,
    values: [numberIds.length > 100 ? '' : numberIds.join(',')],
  };
}
