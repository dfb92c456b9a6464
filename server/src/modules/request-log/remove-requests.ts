import type { EngineTx } from '#platform/db/tx';
import { deleteLines } from './request-log.sql.ts';
import { timeOfUuid } from './request-time.ts';

/** Removes lines of a workspace that keeps them for a shorter time than others do. For retention. */
export async function removeRequests(tx: EngineTx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx.query(deleteLines(workspaceId, ids, ids.map(timeOfUuid)));
}
