import type { Database } from '#platform/db/database';
import { withEngine } from '#platform/db/tx';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import { lockIndexes } from './documents.sql.ts';
import { deleteIndexRows, startFilling, startRebuild } from './progress.sql.ts';

const perBatch = 20_000;

/** Has the index of a workspace thrown away and made anew from the commit on. Nobody else writes the index until then. */
export async function restartIndex(tx: EngineTx | TenantTx, workspaceId: string, at: Date): Promise<void> {
  await tx.query(lockIndexes([workspaceId]));
  await tx.query(startRebuild(workspaceId, at));
}

/**
 * Throws the index of a workspace away now, whether or not the job has begun to; filling it again is left to the job. Can be repeated. When it is back, nothing is left
 * of what was indexed before.
 */
export async function emptyIndex(
  deps: { db: Database; clock: { now(): Date } },
  workspaceId: string,
  signal: AbortSignal,
  onDone: (count: number) => Promise<void>,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const gone = await withEngine(
      deps.db,
      'the search index of a workspace is thrown away',
      async (tx) => {
        await tx.query(lockIndexes([workspaceId]));
        const [row] = await tx.query<{ count: number }>(deleteIndexRows(workspaceId, perBatch));
        if (row === undefined || row.count === 0) await tx.query(startFilling(workspaceId, deps.clock.now()));
        return row?.count ?? 0;
      },
      { retries: 3 },
    );
    if (gone === 0) return;
    await onDone(gone);
  }
}
