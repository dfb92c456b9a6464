import type { EngineTx, Statement } from '#platform/db/tx';

/**
 * Gives the turns of a conversation that is folded into another to the one that stays, in the caller's transaction and before its
 * row goes. Where both have an open turn, one of them stays open: the earlier, with the first reply that either got; its clocks are
 * worked out anew at the next look. Nothing happens when both are the same.
 */
export async function moveEpisodes(
  tx: EngineTx,
  move: { workspaceId: string; fromConversationId: string; toConversationId: string },
): Promise<void> {
  const { workspaceId, fromConversationId, toConversationId } = move;
  if (fromConversationId === toConversationId) return;
  await tx.query(lockOpen(workspaceId, [fromConversationId, toConversationId]));
  await tx.query(joinOpen(workspaceId, fromConversationId, toConversationId));
  await tx.query(deleteJoined(workspaceId, fromConversationId, toConversationId));
  await tx.query({
    text: 'update episodes set conversation_id = $3 where workspace_id = $1 and conversation_id = $2',
    values: [workspaceId, fromConversationId, toConversationId],
  });
}

function lockOpen(workspaceId: string, conversationIds: readonly string[]): Statement {
  return {
    text: `select id from episodes where workspace_id = $1 and conversation_id = any($2::uuid[]) and resolved_at is null
            order by workspace_id, conversation_id for update`,
    values: [workspaceId, conversationIds],
  };
}

/** Where both have an open turn, gives the earlier one the first reply of the other if that one came first. */
function joinOpen(workspaceId: string, fromId: string, toId: string): Statement {
  return {
    text: `
      update episodes kept
         set first_reply_at = gone.first_reply_at, first_reply_by = gone.first_reply_by, check_at = kept.opened_at
        from episodes gone
       where kept.workspace_id = $1 and gone.workspace_id = $1 and kept.resolved_at is null and gone.resolved_at is null
         and ((kept.conversation_id = $2 and gone.conversation_id = $3) or (kept.conversation_id = $3 and gone.conversation_id = $2))
         and (kept.opened_at, kept.id) < (gone.opened_at, gone.id)
         and gone.first_reply_at is not null and (kept.first_reply_at is null or gone.first_reply_at < kept.first_reply_at)`,
    values: [workspaceId, fromId, toId],
  };
}

/** Takes the later of two open turns away: it is part of the earlier one now. */
function deleteJoined(workspaceId: string, fromId: string, toId: string): Statement {
  return {
    text: `
      delete from episodes gone using episodes kept
       where gone.workspace_id = $1 and kept.workspace_id = $1 and kept.resolved_at is null and gone.resolved_at is null
         and ((kept.conversation_id = $2 and gone.conversation_id = $3) or (kept.conversation_id = $3 and gone.conversation_id = $2))
         and (kept.opened_at, kept.id) < (gone.opened_at, gone.id)`,
    values: [workspaceId, fromId, toId],
  };
}
