import { engineQuery } from '#platform/db/tx';
import { countAll } from './count-nodes.ts';
import type { ErasureContext } from './erasure-context.ts';
import { selectErasure, updateFindings, type ErasureRow } from './erasures.sql.ts';
import { personIds } from './find-person.ts';

/** Something of an erased person that is still there. */
export type ErasureFinding = { table: string; count: number };

/**
 * Searches every store for an erased person once more; an empty list is what it has to give. Identifiers are unknown by then, so stores that hold
 * several people at once are searched by the erasure itself and not here. Errors: `TypeError` for an erasure that is not there (a defect of ours).
 */
export async function verifyErased(ctx: ErasureContext, workspaceId: string, erasureId: string): Promise<ErasureFinding[]> {
  const [row] = await engineQuery<ErasureRow>(ctx.db, selectErasure(workspaceId, erasureId));
  if (row === undefined) throw new TypeError('there is no such erasure');
  const found = await countAll(ctx, {
    ...personIds(workspaceId, row.contactIds, row.conversationIds),
    identities: [],
    marks: [],
    stoppedAt: row.startedAt ?? row.startsAt,
  });
  const findings = [...found].map(([table, count]) => ({ table, count }));
  await engineQuery(
    ctx.db,
    updateFindings(
      workspaceId,
      erasureId,
      findings.reduce((sum, one) => sum + one.count, 0),
    ),
  );
  return findings;
}
