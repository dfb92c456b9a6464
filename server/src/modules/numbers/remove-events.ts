import type { EngineTx } from '#platform/db/tx';

/** Removes what WhatsApp told about accounts. For retention. */
export async function removeAccountEvents(tx: EngineTx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx.query({ text: `delete from account_events where workspace_id = $1 and id = any ($2::uuid[])`, values: [workspaceId, ids] });
}

/** Removes what happened to numbers. For retention. */
export async function removeNumberEvents(tx: EngineTx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx.query({ text: `delete from number_events where workspace_id = $1 and id = any ($2::uuid[])`, values: [workspaceId, ids] });
}
