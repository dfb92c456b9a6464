import type { Statement } from '#platform/db/tx';

/** One message that came from outside, ready to be stored: a customer's, or one the business wrote in its own app. */
export type NewInboundRow = {
  workspaceId: string;
  id: string;
  numberId: string;
  conversationId: string;
  contactId: string;
  author: 'contact' | 'phone';
  type: string;
  contentSealed: Buffer;
  wamidHash: Buffer;
  wamidSealed: Buffer;
  /** Hash of the quoted message's WhatsApp id. */
  replyToHash: Buffer | null;
  /** The quoted message when it is in this batch. */
  replyToId: string | null;
  forwarded: boolean;
  mediaId: string | null;
  at: Date;
};

/**
 * Stores messages that are not here yet and gives the ids of those; a copy of a known one is left out. A quoted message is
 * looked up by its WhatsApp id. Binary columns travel as base64 text: an array of bytea costs twice the bytes.
 *
 * Relies on the unique index messages_wamid, which alone decides what is new.
 */
export function insertInbound(rows: readonly NewInboundRow[], now: Date): Statement {
  return {
    name: 'messages_insert_inbound',
    text: `
with i as (
  select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::bytea[],
                       $10::text[], $11::bytea[], $12::uuid[], $13::bool[], $14::uuid[], $15::timestamptz[])
       with ordinality as i(workspace_id, id, number_id, conversation_id, contact_id, author_kind, type, content, wamid_hash, wamid,
                            reply_hash, reply_id, forwarded, media_id, at, position)
)
insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, author_kind, content_sealed,
                      wamid_hash, wamid_sealed, reply_to_id, forwarded, media_id, occurred_at, created_at, sent_at)
select i.workspace_id, i.id, i.number_id, i.conversation_id, i.contact_id, case i.author_kind when 'contact' then 'in' else 'out' end, i.type,
       case i.author_kind when 'contact' then 'received' else 'sent' end, i.author_kind, decode(i.content, 'base64'),
       i.wamid_hash, decode(i.wamid, 'base64'), coalesce(${quotedId}, i.reply_id), i.forwarded, i.media_id, i.at, $16,
       case i.author_kind when 'contact' then null else i.at end
  from i
 order by i.position
on conflict (workspace_id, number_id, wamid_hash) where wamid_hash is not null do nothing
returning id`,
    values: [
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.id),
      rows.map((row) => row.numberId),
      rows.map((row) => row.conversationId),
      rows.map((row) => row.contactId),
      rows.map((row) => row.author),
      rows.map((row) => row.type),
      rows.map((row) => row.contentSealed.toString('base64')),
      rows.map((row) => row.wamidHash),
      rows.map((row) => row.wamidSealed.toString('base64')),
      rows.map((row) => row.replyToHash),
      rows.map((row) => row.replyToId),
      rows.map((row) => row.forwarded),
      rows.map((row) => row.mediaId),
      rows.map((row) => row.at),
      now,
    ],
  };
}

// A probe per row that quotes something, never a join: a plan made while the table was small must not read all of it later.
const quotedId = `case when i.reply_hash is not null then
         (select q.id from messages q where q.workspace_id = i.workspace_id and q.number_id = i.number_id and q.wamid_hash = i.reply_hash) end`;

/** A place in a workspace that a WhatsApp id names. */
export type WamidKey = { workspaceId: string; numberId: string; wamidHash: Buffer };

/** A message that something refers to. `position` is the place of the key in the list that was asked, from 1. */
export type TargetRow = {
  position: number;
  messageId: string;
  contactId: string;
  conversationId: string;
  direction: 'in' | 'out';
  contentSealed: Buffer;
};

/** Finds and locks messages by WhatsApp id, in id order. Relies on messages_wamid. */
export function lockByWamid(keys: readonly WamidKey[]): Statement {
  return {
    name: 'messages_lock_by_wamid',
    text: `
select i.position::int as position, m.id as "messageId", m.contact_id as "contactId", m.conversation_id as "conversationId",
       m.direction, m.content_sealed as "contentSealed"
  from unnest($1::uuid[], $2::uuid[], $3::bytea[]) with ordinality as i(workspace_id, number_id, wamid_hash, position)
  join messages m on m.workspace_id = i.workspace_id and m.number_id = i.number_id and m.wamid_hash = i.wamid_hash
 order by m.workspace_id, m.id
   for no key update of m`,
    values: [keys.map((key) => key.workspaceId), keys.map((key) => key.numberId), keys.map((key) => key.wamidHash)],
  };
}

/** A reaction as it stands now; `emojiSealed` null when it was taken back. */
export type ReactionRow = { workspaceId: string; messageId: string; by: 'contact' | 'business'; emojiSealed: Buffer | null; at: Date };

/**
 * Keeps the newest reaction of each side; one that was taken back leaves its time, so that an older one cannot return. Gives the
 * messages whose reactions changed; one that is gone is left out.
 */
export function upsertReactions(rows: readonly ReactionRow[]): Statement {
  return {
    name: 'message_reactions_upsert',
    text: `
with given as (
  select i.* from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[], $5::timestamptz[]) as i(workspace_id, message_id, reacted_by, emoji, at)
    join messages m on m.workspace_id = i.workspace_id and m.id = i.message_id
   order by 1, 2, 3
), kept as (
insert into message_reactions as r (workspace_id, message_id, reacted_by, emoji_sealed, occurred_at)
select * from given
on conflict (workspace_id, message_id, reacted_by) do update
   set emoji_sealed = excluded.emoji_sealed, occurred_at = excluded.occurred_at
 where excluded.occurred_at >= r.occurred_at
returning workspace_id, message_id
)
select m.workspace_id, m.id, m.number_id, m.conversation_id from kept k join messages m on m.workspace_id = k.workspace_id and m.id = k.message_id`,
    values: [
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.messageId),
      rows.map((row) => row.by),
      rows.map((row) => row.emojiSealed),
      rows.map((row) => row.at),
    ],
  };
}

/** New content of a message. */
export type RewrittenContent = { workspaceId: string; messageId: string; contentSealed: Buffer; at: Date };

/** Stores edits that are newer than the one on record; what was revoked stays empty. */
export function updateEdited(rows: readonly RewrittenContent[]): Statement {
  return {
    name: 'messages_edit',
    text: `
update messages m set content_sealed = i.content, edited_at = i.at
  from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::timestamptz[]) as i(workspace_id, id, content, at)
 where m.workspace_id = i.workspace_id and m.id = i.id and m.revoked_at is null and (m.edited_at is null or m.edited_at < i.at)`,
    values: rewrittenValues(rows),
  };
}

/** Empties messages that their author took back. */
export function updateRevoked(rows: readonly RewrittenContent[]): Statement {
  return {
    name: 'messages_revoke',
    text: `
update messages m set content_sealed = i.content, revoked_at = i.at
  from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::timestamptz[]) as i(workspace_id, id, content, at)
 where m.workspace_id = i.workspace_id and m.id = i.id and (m.revoked_at is null or m.revoked_at > i.at)`,
    values: rewrittenValues(rows),
  };
}

function rewrittenValues(rows: readonly RewrittenContent[]): unknown[] {
  return [
    rows.map((row) => row.workspaceId),
    rows.map((row) => row.messageId),
    rows.map((row) => row.contentSealed),
    rows.map((row) => row.at),
  ];
}

/** A change whose message is not here yet. */
export type PendingChange = WamidKey & {
  kind: 'reaction' | 'edit' | 'revoke';
  by: 'contact' | 'business';
  contactId: string;
  contentSealed: Buffer | null;
  at: Date;
};

/** Puts changes aside until their message comes; of one kind and side the newest stays. */
export function insertPendingChanges(rows: readonly PendingChange[], now: Date): Statement {
  return {
    name: 'pending_changes_insert',
    text: `
insert into pending_changes as p (workspace_id, number_id, target_hash, kind, changed_by, contact_id, content_sealed, occurred_at, received_at)
select i.*, $9
  from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[], $5::text[], $6::uuid[], $7::bytea[], $8::timestamptz[]) as i
on conflict (workspace_id, number_id, target_hash, kind, changed_by) do update
   set contact_id = excluded.contact_id, content_sealed = excluded.content_sealed, occurred_at = excluded.occurred_at
 where excluded.occurred_at >= p.occurred_at`,
    values: [
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.numberId),
      rows.map((row) => row.wamidHash),
      rows.map((row) => row.kind),
      rows.map((row) => row.by),
      rows.map((row) => row.contactId),
      rows.map((row) => row.contentSealed),
      rows.map((row) => row.at),
      now,
    ],
  };
}

/** Takes the changes that waited for these messages. */
export function takePendingChanges(keys: readonly WamidKey[]): Statement {
  return {
    name: 'pending_changes_take',
    text: `
delete from pending_changes p
 using unnest($1::uuid[], $2::uuid[], $3::bytea[]) as i(workspace_id, number_id, wamid_hash)
 where p.workspace_id = i.workspace_id and p.number_id = i.number_id and p.target_hash = i.wamid_hash
returning ${pendingColumns}`,
    values: [keys.map((key) => key.workspaceId), keys.map((key) => key.numberId), keys.map((key) => key.wamidHash)],
  };
}

/** Takes changes whose message was recorded at the moment they were put aside. Reads the whole table, which is small. */
export function takeMatchablePendingChanges(limit: number): Statement {
  return {
    name: 'pending_changes_take_matchable',
    text: `
with found as (
  select p.ctid from pending_changes p
    join messages m on m.workspace_id = p.workspace_id and m.number_id = p.number_id and m.wamid_hash = p.target_hash
   limit $1
     for update of p skip locked
)
delete from pending_changes p using found where p.ctid = found.ctid
returning ${pendingColumns}`,
    values: [limit],
  };
}

/** Drops changes whose message never came. Gives the count. */
export function deleteOldPendingChanges(before: Date): Statement {
  return {
    text: `with gone as (delete from pending_changes where received_at < $1 returning 1) select count(*)::int as count from gone`,
    values: [before],
  };
}

const pendingColumns = `p.workspace_id as "workspaceId", p.number_id as "numberId", p.target_hash as "wamidHash", p.kind, p.changed_by as "by",
       p.contact_id as "contactId", p.content_sealed as "contentSealed", p.occurred_at as "at"`;
