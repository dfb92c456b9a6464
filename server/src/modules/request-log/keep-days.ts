import { engineQuery, withEngine } from '#platform/db/tx';
import type { RequestLogContext } from './request-log-context.ts';
import { deleteCountsBefore, dropDays, prepareDays } from './request-log.sql.ts';

const dayMs = 86_400_000;
/** Days made ahead, so that writing never waits for a new one. */
const aheadDays = 3;
/** Counts say nothing about a person; they stay long enough to compare a month with the one a year before. */
export const keepCountsDays = 400;

/** Makes the coming days and removes counts that are over. For an hourly job and once at start; safe to run anywhere at the same time. */
export async function prepareRequestDays(ctx: RequestLogContext): Promise<void> {
  const now = ctx.clock.now();
  await withEngine(ctx.db, 'requests of all workspaces share their days', (tx) => tx.query(prepareDays(now, aheadDays)));
  for (const statement of deleteCountsBefore(new Date(now.getTime() - keepCountsDays * dayMs))) await engineQuery(ctx.db, statement);
}

/** Drops whole days of all workspaces that ended at `endedBefore` or earlier; gives how many. For retention, which knows the longest policy. */
export async function dropRequestDays(db: RequestLogContext['db'], endedBefore: Date): Promise<number> {
  const dropped = await withEngine(db, 'requests of all workspaces share their days', (tx) => tx.query(dropDays(endedBefore)));
  return dropped.length;
}
