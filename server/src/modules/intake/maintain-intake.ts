import { payloadDay } from '#modules/keyring';
import { deleteOldPendingChanges, deleteOldPendingStatuses } from '#modules/messages';
import { engineQuery, withEngine } from '#platform/db/tx';
import { deleteUnitsBefore, maintainPartitions } from './deliveries.sql.ts';
import type { IntakeContext } from './intake-context.ts';

const dayMs = 86_400_000;
/** Days made ahead, so that storing never waits for a new partition. */
const aheadDays = 3;

/**
 * Ends payloads whose retention is over: first their keys are destroyed, so that no copy anywhere can be opened, then the
 * days are dropped. Makes the coming days. For an hourly job and once at start; safe to run anywhere at the same time.
 *
 * Errors: database errors; 55P03 when the table was busy for three seconds, in which case the next run does the work.
 */
export async function maintainIntake(ctx: Pick<IntakeContext, 'db' | 'clock' | 'keyring' | 'log' | 'payloadRetentionDays'>): Promise<void> {
  const now = ctx.clock.now();
  const firstKept = payloadDay(firstKeptDay(now, ctx.payloadRetentionDays));
  const destroyed = await ctx.keyring.destroyPayloadKeysBefore(firstKept);
  if (destroyed.length > 0) ctx.log.info('payload keys past retention were destroyed', { count: destroyed.length });
  const done = await withEngine(ctx.db, 'deliveries of all workspaces share their partitions', (tx) =>
    tx.query<{ action: string; partitionName: string }>(maintainPartitions(now, ctx.payloadRetentionDays, aheadDays)),
  );
  for (const { action, partitionName } of done) {
    if (action === 'dropped') ctx.log.info('a day of deliveries past retention was dropped', { table: partitionName });
  }
  await engineQuery(ctx.db, deleteUnitsBefore(firstKept));
  const before = firstKeptDay(now, ctx.payloadRetentionDays);
  await engineQuery(ctx.db, deleteOldPendingStatuses(before));
  await engineQuery(ctx.db, deleteOldPendingChanges(before));
}

/** Start of the oldest UTC day whose payloads are still kept: `retentionDays` full days and today. */
export function firstKeptDay(now: Date, retentionDays: number): Date {
  return new Date(Date.parse(payloadDay(now)) - retentionDays * dayMs);
}

/** When the payload of a delivery of `day` (YYYY-MM-DD) is destroyed at the earliest. */
export function payloadEnd(day: string, retentionDays: number): Date {
  return new Date(Date.parse(day) + (retentionDays + 1) * dayMs);
}
