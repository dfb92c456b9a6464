import { forgetMediaOfMessages } from '#modules/media';
import type { EngineTx } from '#platform/db/tx';
import { deleteImported } from './person-imports.sql.ts';

/** Removes what came from elsewhere with its files, for retention; gives the names of objects to delete once the transaction has committed. */
export async function removeImported(tx: EngineTx, workspaceId: string, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ mediaId: string | null }>(deleteImported(workspaceId, ids));
  const mediaIds = [...new Set(rows.flatMap(({ mediaId }) => (mediaId === null ? [] : [mediaId])))];
  return mediaIds.length === 0 ? [] : forgetMediaOfMessages(tx, workspaceId, [], mediaIds);
}
