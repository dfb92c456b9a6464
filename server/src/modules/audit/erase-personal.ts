import type { EngineTx, Statement } from '#platform/db/tx';

/**
 * Empties the sealed values of events about these things (public ids); the chain holds only commitments to them and stays whole, the log shows
 * `[erased]`. Gives how many events it was.
 */
export async function erasePersonalValues(tx: EngineTx, workspaceId: string, targetIds: readonly string[]): Promise<number> {
  const rows = await tx.query<{ seq: string }>(emptyPersonal(workspaceId, targetIds));
  return rows.length;
}

function emptyPersonal(workspaceId: string, targetIds: readonly string[]): Statement {
  return {
    text: `update audit_events set personal = null where workspace_id = $1 and target_id = any ($2::text[]) and personal is not null returning seq`,
    values: [workspaceId, targetIds],
  };
}
