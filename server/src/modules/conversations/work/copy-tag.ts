import type { EngineTx, TenantTx } from '#platform/db/tx';

/** Gives all conversations of one tag another as well, in the caller's transaction; what has both keeps the older time. */
export async function copyConversationTag(
  tx: TenantTx | EngineTx,
  workspaceId: string,
  fromTagId: string,
  intoTagId: string,
): Promise<void> {
  await tx.query({
    text: `
      insert into conversation_tags (workspace_id, conversation_id, tag_id, tagged_at)
      select workspace_id, conversation_id, $3, tagged_at from conversation_tags where workspace_id = $1 and tag_id = $2
      on conflict do nothing`,
    values: [workspaceId, fromTagId, intoTagId],
  });
}
