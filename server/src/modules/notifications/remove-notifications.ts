import type { EngineTx } from '#platform/db/tx';

/** Removes notifications of members. For retention. */
export async function removeNotifications(tx: EngineTx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx.query({ text: `delete from notifications where workspace_id = $1 and id = any ($2::uuid[])`, values: [workspaceId, ids] });
}
