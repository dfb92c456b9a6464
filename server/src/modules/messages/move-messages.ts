import type { EngineTx } from '#platform/db/tx';

/**
 * Gives the messages of one conversation to another conversation and contact, with what is still to be sent of them. For
 * contacts that turned out to be one person; their contents open with the keys that the surviving contact adopted.
 */
export async function moveMessages(
  tx: EngineTx,
  move: { workspaceId: string; fromConversationId: string; toConversationId: string; toContactId: string },
): Promise<void> {
  const { workspaceId, fromConversationId, toConversationId, toContactId } = move;
  const values = [workspaceId, fromConversationId, toConversationId];
  await tx.query({
    text: 'update messages set conversation_id = $3, contact_id = $4 where workspace_id = $1 and conversation_id = $2',
    values: [...values, toContactId],
  });
  if (fromConversationId === toConversationId) return;
  await tx.query({ text: 'update dispatch set conversation_id = $3 where workspace_id = $1 and conversation_id = $2', values });
}
