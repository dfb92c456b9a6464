import type { EngineTx, Statement } from '#platform/db/tx';

/** A conversation of a merged contact that was folded into one of the surviving contact with the same number. */
export type FoldedConversation = { from: string; to: string };

/** What became of the conversations of a merged contact. */
export type MovedConversations = { moved: string[]; folded: FoldedConversation[] };

type PairRow = { id: string; twinId: string | null };

/**
 * Gives the conversations of one contact to another, in the caller's transaction. Where both had one with the same number,
 * the two become one: `moveMessages` moves what stood in it before the row goes. Counts, times and window are joined.
 */
export async function mergeConversations(
  tx: EngineTx,
  merge: { workspaceId: string; fromContactId: string; intoContactId: string },
  moveMessages: (conversation: { from: string; to: string }) => Promise<void>,
): Promise<MovedConversations> {
  const pairs = await tx.query<PairRow>(lockPairs(merge));
  const result: MovedConversations = { moved: [], folded: [] };
  for (const { id, twinId } of pairs) {
    if (twinId === null) {
      await tx.query(updateContact(merge.workspaceId, id, merge.intoContactId));
      await moveMessages({ from: id, to: id });
      result.moved.push(id);
    } else {
      await moveMessages({ from: id, to: twinId });
      await tx.query(joinInto(merge.workspaceId, id, twinId));
      await tx.query(deleteConversation(merge.workspaceId, id));
      result.folded.push({ from: id, to: twinId });
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

function updateContact(workspaceId: string, id: string, contactId: string): Statement {
  return { text: 'update conversations set contact_id = $3 where workspace_id = $1 and id = $2', values: [workspaceId, id, contactId] };
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
