import type { EngineTx } from '#platform/db/tx';
import { deleteTrimmed, lockHead, selectLastBefore, updateTrimmed } from './audit.sql.ts';

/**
 * Removes the beginning of a chain: up to `limit` events that happened before `before`, and none younger than a year, which the database refuses to
 * anybody. The number and hash of the last removed event stay with the head, so that the rest goes on to verify. Gives what was removed.
 */
export async function trimAudit(
  tx: EngineTx,
  chainId: string,
  before: Date,
  limit: number,
): Promise<{ count: number; oldestAt: Date | null; newestAt: Date | null }> {
  const head = await lockHead(tx, chainId);
  const last = head === undefined ? undefined : await selectLastBefore(tx, chainId, before, limit);
  if (last === undefined) return { count: 0, oldestAt: null, newestAt: null };
  await updateTrimmed(tx, chainId, last.seq, last.hash);
  const gone = await deleteTrimmed(tx, chainId, last.seq);
  const times = gone.map(({ at }) => at.getTime());
  return { count: gone.length, oldestAt: new Date(Math.min(...times)), newestAt: new Date(Math.max(...times)) };
}
