import { ID_PREFIXES } from '@kabar/contract';
import { sweepPendingChanges, sweepPendingStatuses } from '#modules/messages';
import { withEngine, engineQuery } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import type { Notifications } from '#platform/events/notifications';
import { toPublicId } from '#platform/ids';
import { acquireLease, LeaseLostError, releaseLeases, renewLease } from '#platform/leases/lease';
import type { Lease } from '#platform/leases/lease';
import { intakeChannel, selectOpenDeliveries, selectOpenLanes } from './deliveries.sql.ts';
import type { ClaimedDelivery } from './deliveries.sql.ts';
import type { IntakeContext } from './intake-context.ts';
import { laneLeaseName, laneCount } from './lane.ts';
import { maintainIntake } from './maintain-intake.ts';
import { isAboutContent, prepareDeliveries, takeApart, writeDeliveries } from './process/process-deliveries.ts';
import type { PreparedDeliveries } from './process/process-deliveries.ts';

/** The worker side of the intake in one process. */
export type IntakeEngine = {
  /** Begins to work on lanes. */
  start(): void;
  /** There may be something to do in these lanes. Cheap; safe to call at any time. */
  wake(lanes: readonly number[]): void;
  /** Finishes what is under way, gives the lanes back. */
  stop(): Promise<void>;
};

/** Choices for the engine; times in milliseconds. */
export type IntakeEngineOptions = {
  notifications: Notifications;
  /** Name of this process as a holder of leases. */
  holder: string;
  /** Lanes worked on at the same time. Default 4. */
  parallelLaneCount?: number;
  /** How often to look without being woken, in case a notification was lost. Default 2,000. */
  pollMs?: number;
  /** How long a lane can be held without a sign of life. Default 30,000. */
  leaseTtlMs?: number;
  /** How long an idle lane is kept, so that a steady trickle does not lease anew each time. Default 3,000. */
  lingerMs?: number;
};

/** Deliveries that could not be prepared as one batch. */
type Unprepared = { deliveries: readonly ClaimedDelivery[] };

/** Deliveries and bytes of one batch: bounds memory and the length of the transaction. */
const batchDeliveryCount = 256;
const batchBytes = 1_000_000;
const firstRetryMs = 100;
const longestRetryMs = 5_000;

/**
 * Works on the lanes of the intake: each is leased, so that one process at a time works on it, in order, batch by batch.
 * Any number of processes may run this. A process that dies leaves its transaction undone and its lease to expire; the next
 * holder finds the deliveries as they were.
 */
export function createIntakeEngine(ctx: IntakeContext, options: IntakeEngineOptions): IntakeEngine {
  const { notifications, holder, parallelLaneCount = 4, pollMs = 2_000, leaseTtlMs = 30_000, lingerMs = 3_000 } = options;
  const stopping = new AbortController();
  const dirty = new Set<number>();
  const running = new Map<number, Promise<void>>();
  const idle = new Map<number, { lease: Lease; sinceMs: number }>();
  let poller: Promise<void> | undefined;
  let stopListening: (() => void) | undefined;

  const fill = (): void => {
    for (const lane of dirty) {
      if (stopping.signal.aborted || running.size >= parallelLaneCount) return;
      if (running.has(lane)) continue;
      dirty.delete(lane);
      const work = workOn(lane).finally(() => {
        running.delete(lane);
        fill();
      });
      running.set(lane, work);
    }
  };

  const wake = (lanes: readonly number[]): void => {
    for (const lane of lanes) if (Number.isInteger(lane) && lane >= 0 && lane < laneCount) dirty.add(lane);
    if (poller !== undefined) fill();
  };

  const leaseOf = async (lane: number): Promise<Lease | null> => {
    const kept = idle.get(lane);
    idle.delete(lane);
    if (kept !== undefined && kept.lease.safeUntilMs - performance.now() > leaseTtlMs / 2) return kept.lease;
    return acquireLease(ctx.db, laneLeaseName(lane), holder, leaseTtlMs);
  };

  /** Empties one lane. Never throws. */
  const workOn = async (lane: number): Promise<void> => {
    for (let failureCount = 0; !stopping.signal.aborted;) {
      try {
        let lease = await leaseOf(lane);
        if (lease === null) return; // another process has it, and hears of new deliveries, too
        do {
          dirty.delete(lane);
          lease = await drain(lane, lease);
          failureCount = 0;
        } while (lease !== null && dirty.has(lane) && !stopping.signal.aborted);
        if (lease !== null) idle.set(lane, { lease, sinceMs: performance.now() });
        return;
      } catch (error) {
        ctx.metrics.failures.add({ reason: error instanceof LeaseLostError ? 'lease' : 'database' });
        if (failureCount === 0) ctx.log.warn('a lane of the intake could not be worked on; trying again', { error });
        failureCount += 1;
        await ctx.clock.sleep(Math.min(longestRetryMs, firstRetryMs * 2 ** failureCount), stopping.signal).catch(() => undefined);
      }
    }
  };

  const claim = (lane: number, afterId: string | null): Promise<ClaimedDelivery[]> =>
    engineQuery(ctx.db, selectOpenDeliveries(lane, afterId, batchDeliveryCount, batchBytes));

  /** The next batch, read and looked up; null when nothing is left behind `afterId`. */
  const prepareNext = async (lane: number, afterId: string | null): Promise<PreparedDeliveries | Unprepared | null> => {
    const deliveries = await claim(lane, afterId);
    if (deliveries.length === 0) return null;
    try {
      return await prepareDeliveries(ctx, deliveries);
    } catch (error) {
      if (!isAboutContent(error)) throw error;
      return { deliveries };
    }
  };

  /** Processes batches until the lane is empty. While one is written the next is read. Gives the lease if it is still ours. */
  const drain = async (lane: number, first: Lease): Promise<Lease | null> => {
    let lease = first;
    let ahead = prepareNext(lane, null);
    for (;;) {
      const next = await ahead;
      if (next === null || stopping.signal.aborted) return lease;
      if (lease.safeUntilMs - performance.now() < leaseTtlMs / 2) {
        const renewed = await renewLease(ctx.db, lease, leaseTtlMs);
        if (renewed === null) return null;
        lease = renewed;
      }
      const startedMs = performance.now();
      ahead = prepareNext(lane, next.deliveries.at(-1)?.id ?? null);
      ahead.catch(() => undefined); // looked at in the next round
      const isWritten = 'batch' in next && (await writeOrTell(lease, next));
      if (!isWritten) {
        // What was read ahead may rest on people who are looked up anew now.
        await ahead.catch(() => undefined);
        await takeApart(ctx, lease, next.deliveries);
        ahead = prepareNext(lane, null);
      }
      ctx.metrics.batchSeconds.observe((performance.now() - startedMs) / 1_000);
      // Ids of several processes can come a little out of order, so the end is only believed from the beginning.
      if ((await ahead) === null) ahead = prepareNext(lane, null);
    }
  };

  /** False when the batch did not go through because of what is in it. */
  const writeOrTell = async (lease: Lease, prepared: PreparedDeliveries): Promise<boolean> => {
    try {
      await writeDeliveries(ctx, lease, prepared);
      return true;
    } catch (error) {
      if (!isAboutContent(error)) throw error;
      return false;
    }
  };

  const releaseIdle = async (olderThanMs: number): Promise<void> => {
    const nowMs = performance.now();
    const over = [...idle].filter(([, { sinceMs }]) => nowMs - sinceMs >= olderThanMs);
    for (const [lane] of over) idle.delete(lane);
    await releaseLeases(
      ctx.db,
      over.map(([, { lease }]) => lease),
    );
  };

  const poll = async (): Promise<void> => {
    // Partitions of the coming days; a job does the same every hour.
    await maintainIntake(ctx).catch((error: unknown) => ctx.log.warn('the days of the intake could not be prepared', { error }));
    while (!stopping.signal.aborted) {
      try {
        const rows = await engineQuery<{ lane: number }>(ctx.db, selectOpenLanes());
        wake(rows.map((row) => row.lane));
        await releaseIdle(lingerMs);
        await sweepPending(ctx);
      } catch (error) {
        if (!stopping.signal.aborted) ctx.log.warn('the intake could not look for work', { error });
      }
      await ctx.clock.sleep(pollMs, stopping.signal).catch(() => undefined);
    }
  };

  return {
    start: () => {
      stopListening = notifications.on(intakeChannel, {
        received: (payload) => wake(payload.split(',').map(Number)),
        missed: () => wake(Array.from({ length: laneCount }, (_, lane) => lane)),
      });
      poller = poll();
      fill();
    },
    wake,
    stop: async () => {
      stopListening?.();
      stopping.abort();
      await Promise.all([poller, ...running.values()]);
      await releaseIdle(0);
    },
  };
}

/** Brings together statuses and changes with messages that were recorded at the same moment as they were put aside. */
async function sweepPending(ctx: IntakeContext): Promise<void> {
  await withEngine(
    ctx.db,
    'match statuses and changes that were put aside',
    async (tx) => {
      const now = ctx.clock.now();
      const changed = [...(await sweepPendingStatuses(ctx, tx, now)), ...(await sweepPendingChanges(ctx, tx))];
      await appendEvents(
        tx,
        changed.map((message) => ({
          workspaceId: message.workspaceId,
          type: 'message.updated',
          data: {
            message_id: toPublicId(ID_PREFIXES.message, message.messageId),
            conversation_id: toPublicId(ID_PREFIXES.conversation, message.conversationId),
            number_id: toPublicId(ID_PREFIXES.number, message.numberId),
          },
          occurredAt: now,
        })),
      );
    },
    { retries: 3 },
  );
}
