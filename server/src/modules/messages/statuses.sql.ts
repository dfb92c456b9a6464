import type { Statement } from '#platform/db/tx';

/** All that a batch tells about one outgoing message: the first time of each state, the failure, the price. */
export type StatusFold = {
  workspaceId: string;
  numberId: string;
  /** Our id, when the status carries it. */
  messageId: string | null;
  /** Looked up by when there is no id of ours; null otherwise. */
  wamidHash: Buffer | null;
  sentAt: Date | null;
  deliveredAt: Date | null;
  readAt: Date | null;
  playedAt: Date | null;
  failedAt: Date | null;
  failureReason: string | null;
  /** `{ code, title, details }` as JSON. */
  metaError: string | null;
  /** `{ category, type, model, from }` as JSON; `from` is the status that carried it. */
  pricing: string | null;
  category: string | null;
};

/** What became of one fold. `position` counts from 1; `changed` is false when everything was known already. */
export type MergedStatus = {
  position: number;
  messageId: string;
  changed: boolean;
  before: string | null;
  contactId: string | null;
  conversationId: string | null;
  /** The message had no WhatsApp id yet: its send was not recorded. */
  needsWamid: boolean;
};

/**
 * Merges statuses into their messages, found by our id or by the WhatsApp id's hash. Times only ever move towards the
 * earliest, so any order and any repetition give the same row; a message about which nothing new is told is not written.
 * Folds without a message are missing in the answer. At most one fold per message.
 *
 * Touches no column that an index mentions, so these are heap-only updates. Relies on the primary key and messages_wamid.
 */
export function mergeStatuses(folds: readonly StatusFold[]): Statement {
  return {
    name: 'messages_merge_statuses',
    text: `
with i as materialized (
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[],
                       $8::timestamptz[], $9::timestamptz[], $10::text[], $11::jsonb[], $12::jsonb[], $13::text[])
       with ordinality as i(workspace_id, number_id, message_id, wamid_hash, sent_at, delivered_at, read_at, played_at, failed_at,
                            failure_reason, meta_error, pricing, category, position)
), matched as materialized (
  select i.*, m.id
    from i join messages m on m.workspace_id = i.workspace_id and m.id = i.message_id
   where m.number_id = i.number_id and m.direction = 'out'
  union all
  select i.*, m.id
    from i join messages m on m.workspace_id = i.workspace_id and m.number_id = i.number_id and m.wamid_hash = i.wamid_hash
   where i.message_id is null and m.direction = 'out'
), merged as (
  update messages m
     set sent_at = least(m.sent_at, i.sent_at), delivered_at = least(m.delivered_at, i.delivered_at),
         read_at = least(m.read_at, i.read_at), played_at = least(m.played_at, i.played_at),
         failed_at = case when ${isOurVerdict} then i.failed_at else least(m.failed_at, i.failed_at) end,
         status = ${mergedStatus},
         reason_code = case when ${mergedStatus} <> 'failed' then null
                            when i.failed_at is not null and (m.failed_at is null or i.failed_at < m.failed_at or m.meta_error is null) then i.failure_reason
                            else m.reason_code end,
         meta_error = case when ${mergedStatus} <> 'failed' then null
                           when i.failed_at is not null and (m.failed_at is null or i.failed_at < m.failed_at or m.meta_error is null) then i.meta_error
                           else m.meta_error end,
         pricing = case when ${isBetterPrice} then i.pricing else m.pricing end,
         category = coalesce(m.category, i.category)
    from matched i
   where m.workspace_id = i.workspace_id and m.id = i.id
     and (least(m.sent_at, i.sent_at) is distinct from m.sent_at or least(m.delivered_at, i.delivered_at) is distinct from m.delivered_at
          or least(m.read_at, i.read_at) is distinct from m.read_at or least(m.played_at, i.played_at) is distinct from m.played_at
          or least(m.failed_at, i.failed_at) is distinct from m.failed_at or ${isOurVerdict}
          or m.status is distinct from ${mergedStatus} or ${isBetterPrice}
          or (m.category is null and i.category is not null) or m.wamid_hash is null)
  returning i.position, old.status as before, m.contact_id, m.conversation_id, m.wamid_hash is null as needs_wamid
)
select matched.position::int as position, matched.id as "messageId", merged.position is not null as changed, merged.before,
       merged.contact_id as "contactId", merged.conversation_id as "conversationId",
       coalesce(merged.needs_wamid, false) as "needsWamid"
  from matched left join merged on merged.position = matched.position`,
    values: [
      folds.map((fold) => fold.workspaceId),
      folds.map((fold) => fold.numberId),
      folds.map((fold) => fold.messageId),
      folds.map((fold) => fold.wamidHash),
      folds.map((fold) => fold.sentAt?.toISOString()),
      folds.map((fold) => fold.deliveredAt?.toISOString()),
      folds.map((fold) => fold.readAt?.toISOString()),
      folds.map((fold) => fold.playedAt?.toISOString()),
      folds.map((fold) => fold.failedAt?.toISOString()),
      folds.map((fold) => fold.failureReason),
      folds.map((fold) => fold.metaError),
      folds.map((fold) => fold.pricing),
      folds.map((fold) => fold.category),
    ],
  };
}

// A failure that we only supposed (given up after an unknown outcome) yields to any word of WhatsApp's.
const isOurVerdict = `(m.status = 'failed' and m.reason_code = 'outcome_unknown' and m.meta_error is null)`;
const mergedFailedAt = `case when ${isOurVerdict} then i.failed_at else least(m.failed_at, i.failed_at) end`;
const mergedStatus = `kabar_merged_status(m.status, least(m.sent_at, i.sent_at), least(m.delivered_at, i.delivered_at),
         least(m.read_at, i.read_at), least(m.played_at, i.played_at), ${mergedFailedAt})`;
// The price of a later state is nearer to the invoice.
const isBetterPrice = `(i.pricing is not null and (m.pricing is null
         or kabar_message_rank(i.pricing ->> 'from') > coalesce(kabar_message_rank(m.pricing ->> 'from'), -1)))`;

/** A message that a status has settled before its send was recorded. */
export type SettledMessage = { workspaceId: string; messageId: string; wamidHash: Buffer | null; wamidSealed: Buffer | null };

/**
 * Closes what was open about messages that WhatsApp has evidently taken: the WhatsApp id, the last attempt, and the
 * dispatch row, so that nothing sends them again.
 */
export function settleMessages(items: readonly SettledMessage[], at: Date): Statement {
  return {
    name: 'messages_settle',
    text: `
with i as materialized (
  select i.workspace_id, i.message_id, decode(i.wamid_sealed, 'base64') as wamid_sealed, i.wamid_hash
    from unnest($1::uuid[], $2::uuid[], $3::text[], $5::bytea[]) as i(workspace_id, message_id, wamid_sealed, wamid_hash)
), d as (
  delete from dispatch d using i where d.workspace_id = i.workspace_id and d.message_id = i.message_id
), a as (
  update message_attempts a set outcome = 'accepted', finished_at = coalesce(a.finished_at, $4)
    from i
   where a.workspace_id = i.workspace_id and a.message_id = i.message_id and a.outcome in ('in_progress', 'unknown')
     and a.attempt = (select max(b.attempt) from message_attempts b where b.workspace_id = a.workspace_id and b.message_id = a.message_id)
)
update messages m set wamid_hash = coalesce(m.wamid_hash, i.wamid_hash), wamid_sealed = coalesce(m.wamid_sealed, i.wamid_sealed)
  from i
 where m.workspace_id = i.workspace_id and m.id = i.message_id and m.wamid_hash is null and i.wamid_hash is not null`,
    values: [
      items.map((item) => item.workspaceId),
      items.map((item) => item.messageId),
      items.map((item) => item.wamidSealed?.toString('base64') ?? null),
      at,
      items.map((item) => item.wamidHash),
    ],
  };
}

/** A status that waits for its message. `data` is JSON: `{ error, pricing, category }`. */
export type PendingStatus = { workspaceId: string; numberId: string; wamidHash: Buffer; status: string; at: Date; data: string };

/** Keeps statuses until their message is known; of the same status twice the earlier time stays. */
export function insertPendingStatuses(items: readonly PendingStatus[], receivedAt: Date): Statement {
  return {
    name: 'pending_statuses_insert',
    text: `
insert into pending_statuses as p (workspace_id, number_id, wamid_hash, status, occurred_at, data, received_at)
select i.workspace_id, i.number_id, i.wamid_hash, i.status, i.at, i.data, $7
  from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[], $5::timestamptz[], $6::jsonb[])
       as i(workspace_id, number_id, wamid_hash, status, at, data)
 order by i.workspace_id, i.number_id, i.wamid_hash, i.status
on conflict (workspace_id, number_id, wamid_hash, status) do update
   set occurred_at = excluded.occurred_at, data = excluded.data
 where excluded.occurred_at < p.occurred_at`,
    values: [
      items.map((item) => item.workspaceId),
      items.map((item) => item.numberId),
      items.map((item) => item.wamidHash),
      items.map((item) => item.status),
      items.map((item) => item.at),
      items.map((item) => item.data),
      receivedAt,
    ],
  };
}

/** A pending status as stored. */
export type PendingStatusRow = {
  workspaceId: string;
  numberId: string;
  wamidHash: Buffer;
  status: string;
  at: Date;
  data: {
    error: { code: number; title: string; details: string | null } | null;
    pricing: Record<string, string | null> | null;
    category: string | null;
  } | null;
};

const pendingColumns = `p.workspace_id as "workspaceId", p.number_id as "numberId", p.wamid_hash as "wamidHash", p.status, p.occurred_at as at, p.data`;

/** Takes the pending statuses of messages whose WhatsApp id has just become known. */
export function takePendingStatuses(keys: readonly { workspaceId: string; numberId: string; wamidHash: Buffer }[]): Statement {
  return {
    name: 'pending_statuses_take',
    text: `
delete from pending_statuses p
 using unnest($1::uuid[], $2::uuid[], $3::bytea[]) as i(workspace_id, number_id, wamid_hash)
 where p.workspace_id = i.workspace_id and p.number_id = i.number_id and p.wamid_hash = i.wamid_hash
returning ${pendingColumns}`,
    values: [keys.map((key) => key.workspaceId), keys.map((key) => key.numberId), keys.map((key) => key.wamidHash)],
  };
}

/**
 * Takes pending statuses whose message is here after all: it was recorded by a transaction that ran at the same moment as
 * the one that put the status aside. Reads the whole table, which is small.
 */
export function takeMatchablePendingStatuses(limit: number): Statement {
  return {
    name: 'pending_statuses_take_matchable',
    text: `
with found as (
  select p.ctid from pending_statuses p
    join messages m on m.workspace_id = p.workspace_id and m.number_id = p.number_id and m.wamid_hash = p.wamid_hash
   limit $1
     for update of p skip locked
)
delete from pending_statuses p using found where p.ctid = found.ctid
returning ${pendingColumns}`,
    values: [limit],
  };
}

/** Drops statuses whose message never came. Gives the count. */
export function deleteOldPendingStatuses(before: Date): Statement {
  return {
    text: `with gone as (delete from pending_statuses where received_at < $1 returning 1) select count(*)::int as count from gone`,
    values: [before],
  };
}

/** Of these messages those that failed and were written by somebody who is still a member, with that membership. */
export function selectFailedOfMembers(messages: readonly { workspaceId: string; messageId: string }[]): Statement {
  return {
    name: 'messages_failed_of_members',
    text: `
      select m.workspace_id as "workspaceId", m.id as "messageId", m.conversation_id as "conversationId", w.id as "memberId"
        from unnest($1::uuid[], $2::uuid[]) as item (workspace_id, id)
        join messages m on m.workspace_id = item.workspace_id and m.id = item.id and m.status = 'failed' and m.author_kind = 'member'
        join workspace_members w on w.workspace_id = m.workspace_id and w.user_id = m.author_id`,
    values: [messages.map(({ workspaceId }) => workspaceId), messages.map(({ messageId }) => messageId)],
  };
}
