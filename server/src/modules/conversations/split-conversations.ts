import type { Keyring } from '#modules/keyring';
import type { KeyRing } from '#platform/crypto/data-key';
import { open, seal, sealedKeyId } from '#platform/crypto/seal';
import type { EngineTx, Statement } from '#platform/db/tx';
import type { FoldedConversation, MovedConversations } from './merge-conversations.ts';

/** Which messages of a conversation belong to the contact that goes, and which to the one that stays; by id. */
export type SortedMessages = { theirs: string[]; ours: string[] };

/** What the owner of messages does while conversations are taken apart. */
export type MessageHands = {
  /** `defaultOwner` is whose a message is that nothing tells about, until another tells. */
  sort(conversationId: string, defaultOwner: 'theirs' | 'ours'): Promise<SortedMessages>;
  /** Gives messages to a conversation of the contact that goes, sealed anew where they must be. */
  giveBack(messageIds: readonly string[], conversationId: string): Promise<void>;
  /** Gives messages to another conversation of the contact that stays. */
  keep(messageIds: readonly string[], conversationId: string): Promise<void>;
};

type Split = { workspaceId: string; fromContactId: string; intoContactId: string; mergedAt: Date };

/**
 * Takes conversations apart that `mergeConversations` joined, in the caller's transaction: a moved one goes back, and what the
 * contact that stays wrote and got in it since goes to one of its own; a folded one is there again as it was. Notes go with their
 * conversation, sealed under the key of its contact. Conversations without anything newer than the merge are exactly as before it.
 */
export async function splitConversations(
  deps: { keyring: Keyring; newId: () => string },
  tx: EngineTx,
  split: Split,
  moved: MovedConversations,
  messages: MessageHands,
): Promise<string[]> {
  const { workspaceId, fromContactId, intoContactId, mergedAt } = split;
  const touched: string[] = [];
  for (const id of moved.moved) {
    const [row] = await tx.query<{ numberId: string }>(lockConversation(workspaceId, id, intoContactId));
    if (row === undefined) continue; // gone or given on since
    const { theirs, ours } = await messages.sort(id, 'theirs');
    await tx.query(updateContact(workspaceId, id, fromContactId));
    if (ours.length > 0) {
      const ownId = deps.newId();
      await tx.query(insertConversation(workspaceId, ownId, row.numberId, intoContactId, mergedAt));
      await messages.keep(ours, ownId);
      await tx.query(recountConversation(workspaceId, ownId));
      await tx.query(recountConversation(workspaceId, id));
      touched.push(ownId);
    }
    await messages.giveBack(theirs, id);
    await resealEntries(deps, tx, split, id);
    touched.push(id);
  }
  for (const folded of moved.folded) {
    const [twin] = await tx.query(lockConversation(workspaceId, folded.to, intoContactId));
    if (twin === undefined) continue;
    await unfold(deps, tx, split, folded, messages);
    touched.push(folded.from, folded.to);
  }
  return touched;
}

async function unfold(
  deps: { keyring: Keyring },
  tx: EngineTx,
  split: Split,
  folded: FoldedConversation,
  messages: MessageHands,
): Promise<void> {
  const { workspaceId, fromContactId, mergedAt } = split;
  const { theirs } = await messages.sort(folded.to, 'ours');
  await tx.query(reviveConversation(workspaceId, folded.row, fromContactId));
  await messages.giveBack(theirs, folded.from);
  await tx.query(moveEntriesBack(workspaceId, folded.entries, folded.to, folded.from));
  await resealEntries(deps, tx, split, folded.from);
  await tx.query(reviveTags(workspaceId, folded.from, JSON.stringify(folded.tags)));
  await tx.query(revivePins(workspaceId, folded.from, JSON.stringify(folded.pins)));
  await tx.query(deleteAddedTags(workspaceId, folded.to, folded.addedTags));
  for (const [id, before] of [[folded.from, folded.row] as const, [folded.to, folded.twin] as const]) {
    const [newer] = await tx.query(selectNewer(workspaceId, id, mergedAt));
    await tx.query(newer === undefined ? restoreCounts(workspaceId, id, before) : recountConversation(workspaceId, id));
  }
}

/** Notes that were written or changed while both were one are sealed under the survivor's key. */
async function resealEntries(deps: { keyring: Keyring }, tx: EngineTx, split: Split, conversationId: string): Promise<void> {
  const { workspaceId, fromContactId, intoContactId } = split;
  const rows = await tx.query<{ id: string; sealed: Buffer }>(selectSealedEntries(workspaceId, conversationId));
  if (rows.length === 0) return;
  const rings = await deps.keyring.contactKeys(
    [
      { workspaceId, contactId: fromContactId },
      { workspaceId, contactId: intoContactId },
    ],
    tx,
  );
  const from = rings.get(fromContactId);
  const into = rings.get(intoContactId);
  if (from === undefined || into === undefined) throw new Error('a contact that is to be split has no key');
  const changed = rows.flatMap((row) => resealed(workspaceId, row, from, into));
  if (changed.length > 0) await tx.query(updateSealedEntries(workspaceId, changed));
}

function resealed(
  workspaceId: string,
  row: { id: string; sealed: Buffer },
  from: KeyRing,
  into: KeyRing,
): { id: string; sealed: Buffer }[] {
  if (from.all.has(sealedKeyId(row.sealed))) return [];
  const aad = [workspaceId, 'conversation_entries', 'content_sealed', row.id];
  return [{ id: row.id, sealed: seal(from.primary, aad, open(into, aad, row.sealed)) }];
}

function lockConversation(workspaceId: string, id: string, contactId: string): Statement {
  return {
    text: `select number_id as "numberId" from conversations where workspace_id = $1 and id = $2 and contact_id = $3 for update`,
    values: [workspaceId, id, contactId],
  };
}

function updateContact(workspaceId: string, id: string, contactId: string): Statement {
  return { text: 'update conversations set contact_id = $3 where workspace_id = $1 and id = $2', values: [workspaceId, id, contactId] };
}

function insertConversation(workspaceId: string, id: string, numberId: string, contactId: string, at: Date): Statement {
  return {
    text: `
      insert into conversations (workspace_id, id, number_id, contact_id, last_activity_at, created_at)
      values ($1, $2, $3, $4, $5, $5)`,
    values: [workspaceId, id, numberId, contactId, at],
  };
}

function reviveConversation(workspaceId: string, row: Record<string, unknown>, contactId: string): Statement {
  return {
    text: `
      insert into conversations select (jsonb_populate_record(null::conversations, $2::jsonb || jsonb_build_object('workspace_id', $1::text, 'contact_id', $3::text))).*`,
    values: [workspaceId, JSON.stringify(row), contactId],
  };
}

function moveEntriesBack(workspaceId: string, ids: readonly string[], fromId: string, toId: string): Statement {
  return {
    text: `
      update conversation_entries set conversation_id = $4
       where workspace_id = $1 and id = any($2::uuid[]) and conversation_id = $3`,
    values: [workspaceId, ids, fromId, toId],
  };
}

function reviveTags(workspaceId: string, id: string, tags: string): Statement {
  return {
    text: `
      insert into conversation_tags (workspace_id, conversation_id, tag_id, tagged_at)
      select $1, $2, item.tag_id, item.tagged_at from jsonb_to_recordset($3::jsonb) as item (tag_id uuid, tagged_at timestamptz)
        join tags on tags.workspace_id = $1 and tags.id = item.tag_id`,
    values: [workspaceId, id, tags],
  };
}

function revivePins(workspaceId: string, id: string, pins: string): Statement {
  return {
    text: `
      insert into conversation_pins (workspace_id, conversation_id, member_id, pinned_at)
      select $1, $2, item.member_id, item.pinned_at from jsonb_to_recordset($3::jsonb) as item (member_id uuid, pinned_at timestamptz)`,
    values: [workspaceId, id, pins],
  };
}

function deleteAddedTags(workspaceId: string, id: string, tagIds: readonly string[]): Statement {
  return {
    text: `delete from conversation_tags where workspace_id = $1 and conversation_id = $2 and tag_id = any($3::uuid[])`,
    values: [workspaceId, id, tagIds],
  };
}

function selectNewer(workspaceId: string, id: string, at: Date): Statement {
  return {
    text: `select from messages where workspace_id = $1 and conversation_id = $2 and created_at >= $3 limit 1`,
    values: [workspaceId, id, at],
  };
}

function restoreCounts(workspaceId: string, id: string, row: Record<string, unknown>): Statement {
  return {
    text: `
      update conversations set unread_count = before.unread_count, last_message_id = before.last_message_id,
             last_activity_at = before.last_activity_at, last_inbound_at = before.last_inbound_at, window_expires_at = before.window_expires_at
        from jsonb_populate_record(null::conversations, $3::jsonb) as before
       where conversations.workspace_id = $1 and conversations.id = $2`,
    values: [workspaceId, id, JSON.stringify(row)],
  };
}

function recountConversation(workspaceId: string, id: string): Statement {
  return {
    text: `
      update conversations
         set last_message_id = newest.id, last_activity_at = coalesce(newest.occurred_at, conversations.last_activity_at),
             last_inbound_at = inbound.at, window_expires_at = inbound.at + interval '24 hours',
             unread_count = least(conversations.unread_count, coalesce(inbound.count, 0))
        from (select 1) as one
        left join lateral (select id, occurred_at from messages where workspace_id = $1 and conversation_id = $2
                            order by occurred_at desc, id desc limit 1) newest on true
        left join lateral (select max(occurred_at) as at, count(*)::int as count from messages
                            where workspace_id = $1 and conversation_id = $2 and author_kind = 'contact') inbound on true
       where conversations.workspace_id = $1 and conversations.id = $2`,
    values: [workspaceId, id],
  };
}

function selectSealedEntries(workspaceId: string, conversationId: string): Statement {
  return {
    text: `
      select id, content_sealed as sealed from conversation_entries
       where workspace_id = $1 and conversation_id = $2 and content_sealed is not null order by id for update`,
    values: [workspaceId, conversationId],
  };
}

function updateSealedEntries(workspaceId: string, rows: readonly { id: string; sealed: Buffer }[]): Statement {
  return {
    text: `
      update conversation_entries set content_sealed = item.sealed from unnest($2::uuid[], $3::bytea[]) as item (id, sealed)
       where conversation_entries.workspace_id = $1 and conversation_entries.id = item.id`,
    values: [workspaceId, rows.map((row) => row.id), rows.map((row) => row.sealed)],
  };
}
