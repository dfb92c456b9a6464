import type { EngineTx } from '#platform/db/tx';
import { deleteWorkspace } from './workspaces.sql.ts';

/** Removes the workspace itself with its members, once everything else of it is gone. */
export async function removeWorkspace(tx: EngineTx, workspaceId: string): Promise<void> {
  await tx.query(deleteWorkspace(workspaceId));
}
