import type { EngineTx, Statement } from '#platform/db/tx';

/**
 * A conversation of a merged contact that was folded into one of the surviving contact with the same number, with all it takes
 * to have both back: the rows as they were (ids, words of ours and times), what was moved and what was added.
 */
export type FoldedConversation = {
  from: string;
  to: string;
  row: Record<string, unknown>;
  twin: Record<string, unknown>;
  entries: string[];
  tags: { tag_id: string; tagged_at: string }[];
  addedTags: string[];
  pins: { member_id: string; pinned_at: string }[];
};

/** What became of the conversations of a merged contact. */
export type MovedConversations = { moved: string[]; folded: FoldedConversation[] };

type PairRow = { id: string; twinId: string | null };

/**
 * Gives the conversations of one contact to another, in the caller's transaction. Where both had one with the same number,
 * the two become one: `moveMessages` moves what stood in it before the row goes; notes, lines and tags go along. Counts, times
 * and window are joined. Gives all that `splitConversations` needs to take it apart again.
 */
export async function mergeConversations(
  tx: EngineTx,
  merge: { workspaceId: string; fromContactId: string; intoContactId: string },
  moveMessages: (conversation: { from: string; to: string }) => Promise<void>,
): Promise<MovedConversations> {
  const { workspaceId } = merge;
  const pairs = await tx.query<PairRow>(lockPairs(merge));
  const result: MovedConversations = { moved: [], folded: [] };
  for (const { id, twinId } of pairs) {
    if (twinId === null) {
      await tx.query(updateContact(workspaceId, id, merge.intoContactId));
      await moveMessages({ from: id, to: id });
      result.moved.push(id);
    } else {
      const [kept] = await tx.query<Pick<FoldedConversation, 'row' | 'twin' | 'tags' | 'pins'>>(selectBoth(workspaceId, id, twinId));
      if (kept === undefined) throw new Error('a conversation went away under its lock');
      await moveMessages({ from: id, to: twinId });
      const entries = await tx.query<{ id: string }>(moveEntries(workspaceId, id, twinId));
      const added = await tx.query<{ tagId: string }>(copyTags(workspaceId, id, twinId));
      await tx.query(joinInto(workspaceId, id, twinId));
      await tx.query(deleteConversation(workspaceId, id));
      result.folded.push({
        from: id,
        to: twinId,
        ...kept,
        entries: entries.map((entry) => entry.id),
        addedTags: added.map((tag) => tag.tagId),
      });
    }
  }
  return result;
}

function lockPairs({
  workspaceId,
  fromContactId,
  intoContactId,
}: {
  workspaceId: string;
  fromContactId: string;
  intoContactId: string;
}): Statement {
  return {
    text: `
      with locked as (
        select id, number_id, contact_id from conversations
         where workspace_id = $1 and contact_id in ($2, $3) order by id for update)
      select mine.id, twin.id as "twinId"
        from locked mine
        left join locked twin on twin.number_id = mine.number_id and twin.contact_id = $3
       where mine.contact_id = $2
       order by mine.id`,
    values: [workspaceId, fromContactId, intoContactId],
  };
}

function selectBoth(workspaceId: string, fromId: string, toId: string): Statement {
  return {
    text: `
      select to_jsonb(gone) as row, to_jsonb(kept) as twin,
             (select coalesce(jsonb_agg(jsonb_build_object('tag_id', tag_id, 'tagged_at', tagged_at)), '[]') from conversation_tags
               where workspace_id = $1 and conversation_id = $2) as tags,
             (select coalesce(jsonb_agg(jsonb_build_object('member_id', member_id, 'pinned_at', pinned_at)), '[]') from conversation_pins
               where workspace_id = $1 and conversation_id = $2) as pins
        from conversations gone, conversations kept
       where gone.workspace_id = $1 and gone.id = $2 and kept.workspace_id = $1 and kept.id = $3`,
    values: [workspaceId, fromId, toId],
  };
}

function updateContact(workspaceId: string, id: string, contactId: string): Statement {
  return { text: 'update conversations set contact_id = $3 where workspace_id = $1 and id = $2', values: [workspaceId, id, contactId] };
}

function moveEntries(workspaceId: string, fromId: string, toId: string): Statement {
  return {
    text: 'update conversation_entries set conversation_id = $3 where workspace_id = $1 and conversation_id = $2 returning id',
    values: [workspaceId, fromId, toId],
  };
}

function copyTags(workspaceId: string, fromId: string, toId: string): Statement {
  return {
    text: `
      insert into conversation_tags (workspace_id, conversation_id, tag_id, tagged_at)
      select workspace_id, $3, tag_id, tagged_at from conversation_tags where workspace_id = $1 and conversation_id = $2
      on conflict do nothing
      returning tag_id as "tagId"`,
    values: [workspaceId, fromId, toId],
  };
}

function joinInto(workspaceId: string, fromId: string, toId: string): Statement {
  return {
    text: `
      update conversations kept
         set unread_count = kept.unread_count + gone.unread_count,
             last_message_id = case when gone.last_message_id is not null and (kept.last_message_id is null or gone.last_activity_at > kept.last_activity_at)
                                    then gone.last_message_id else kept.last_message_id end,
             last_activity_at = greatest(kept.last_activity_at, gone.last_activity_at),
             last_inbound_at = greatest(kept.last_inbound_at, gone.last_inbound_at),
             window_expires_at = greatest(kept.window_expires_at, gone.window_expires_at)
        from conversations gone
       where kept.workspace_id = $1 and kept.id = $3 and gone.workspace_id = $1 and gone.id = $2`,
    values: [workspaceId, fromId, toId],
  };
}

function deleteConversation(workspaceId: string, id: string): Statement {
  return { text: 'delete from conversations where workspace_id = $1 and id = $2', values: [workspaceId, id] };
}
