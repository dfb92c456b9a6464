import type { EngineTx } from '#platform/db/tx';

/** Removes lines of threads, notes among them, for good. For retention; the search index is its own module's work. */
export async function removeEntries(tx: EngineTx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx.query({
    text: `delete from conversation_entries where workspace_id = $1 and id = any ($2::uuid[])`,
    values: [workspaceId, ids],
  });
}
