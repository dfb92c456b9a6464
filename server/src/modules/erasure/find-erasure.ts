import type { Database } from '#platform/db/database';
import { tenantQuery } from '#platform/db/tx';
import { selectErasure, type ErasureRow } from './erasures.sql.ts';

/** One erasure as it stands; undefined when there is none of that id. */
export async function findErasure(ctx: { db: Database }, workspaceId: string, id: string): Promise<ErasureRow | undefined> {
  const [row] = await tenantQuery<ErasureRow>(ctx.db, workspaceId, selectErasure(workspaceId, id));
  return row;
}
