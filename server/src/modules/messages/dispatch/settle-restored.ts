import type { EngineTx } from '#platform/db/tx';
import { markRestoredUnknown } from './dispatch.sql.ts';

/**
 * Settles what was on its way out when a backup was made that is now restored. Whether it left after that moment nobody here knows, so all of it
 * is `unknown`: a status that carries our id settles it, otherwise the workspace's rule decides. Messages scheduled for later than `now` have
 * certainly not left and stay in line. Gives how many are unknown.
 */
export async function settleRestored(tx: EngineTx, now: Date, reconcileMs: number): Promise<number> {
  const rows = await tx.query(markRestoredUnknown(now, new Date(now.getTime() + reconcileMs)));
  return rows.length;
}
