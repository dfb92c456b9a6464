import type { EngineTx } from '#platform/db/tx';

/** Removes lines of the history of contacts. For retention. */
export async function removeContactEvents(tx: EngineTx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx.query({ text: `delete from contact_events where workspace_id = $1 and id = any ($2::uuid[])`, values: [workspaceId, ids] });
}
