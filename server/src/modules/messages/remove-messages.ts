import type { EngineTx } from '#platform/db/tx';

/** What removed messages leave to be cleared: the files that belonged to them. */
export type RemovedMessages = { mediaIds: string[] };

/**
 * Removes messages with their attempts, reactions and what was still to be sent of them; conversations forget which was their newest if it is
 * among them, and with it leave the lists. For retention and erasure; files and the search index are their own modules' work.
 */
export async function removeMessages(tx: EngineTx, workspaceId: string, messageIds: readonly string[]): Promise<RemovedMessages> {
  const rows = await tx.query<{ mediaId: string | null }>({
    name: 'messages_remove',
    text: `
      with gone as (
        delete from messages where workspace_id = $1 and id = any ($2::uuid[]) returning id, conversation_id, media_id),
      emptied as (
        update conversations v set last_message_id = null, unread_count = 0
          from gone g
         where v.workspace_id = $1 and v.id = g.conversation_id and v.last_message_id = g.id)
      select distinct media_id as "mediaId" from gone`,
    values: [workspaceId, messageIds],
  });
  return { mediaIds: rows.flatMap(({ mediaId }) => (mediaId === null ? [] : [mediaId])) };
}
