import type { EngineTx } from '#platform/db/tx';

/** Removes questions whether a message meant stop; what was decided stands in the ledger. For retention. */
export async function removeDoubts(tx: EngineTx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx.query({ text: `delete from consent_doubts where workspace_id = $1 and id = any ($2::uuid[])`, values: [workspaceId, ids] });
}
