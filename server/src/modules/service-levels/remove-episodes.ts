import type { EngineTx } from '#platform/db/tx';

/** Removes what was measured of conversations, ratings among it. For retention. */
export async function removeEpisodes(tx: EngineTx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx.query({ text: `delete from episodes where workspace_id = $1 and id = any ($2::uuid[])`, values: [workspaceId, ids] });
}
