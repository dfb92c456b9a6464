import { withEngine } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { appendEntries, BY_SYSTEM, conversationEvent } from '../entries/append-entries.ts';
import type { InboxContext } from '../inbox-context.ts';
import { tellWoken } from '../tell/tell-assigned.ts';
import { lockDueSnoozed, updateWoken } from './work.sql.ts';

const batchSize = 500;
const pollMs = 2_000;

/** What waking needs. */
export type WakeDeps = Pick<InboxContext, 'db' | 'clock' | 'ids' | 'log'>;

/** Runs for as long as a working process does; the shape of a part of a role. */
export type SnoozeWaker = { name: string; start(): void; stop(graceMs: number): Promise<void> };

/**
 * Opens the snoozed conversations whose time has come, of all workspaces. Any number of processes may do it at once; each
 * wakes others. Gives how many it woke, at most 500.
 */
export async function wakeSnoozed(deps: WakeDeps): Promise<number> {
  const now = deps.clock.now();
  return withEngine(deps.db, 'wake snoozed conversations', async (tx) => {
    const due = await tx.query<{ workspaceId: string; id: string; numberId: string }>(lockDueSnoozed(now, batchSize));
    for (const [workspaceId, rows] of Map.groupBy(due, (row) => row.workspaceId)) {
      await tx.query(
        updateWoken(
          workspaceId,
          rows.map((row) => row.id),
        ),
      );
      await appendEntries(
        tx,
        deps,
        workspaceId,
        rows.map(({ id }) => ({ conversationId: id, kind: 'woken', by: BY_SYSTEM, occurredAt: now })),
      );
      await appendEvents(
        tx,
        rows.map(({ id, numberId }) => conversationEvent(workspaceId, id, numberId, now)),
      );
      await tellWoken(
        tx,
        deps,
        workspaceId,
        rows.map(({ id }) => id),
      );
    }
    return due.length;
  });
}

/** Looks every two seconds, by one small index, so a conversation comes back within seconds of its time. */
export function createSnoozeWaker(deps: WakeDeps): SnoozeWaker {
  const stopping = new AbortController();
  let loop: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      let wokenCount = 0;
      try {
        wokenCount = await wakeSnoozed(deps);
      } catch (error) {
        deps.log.warn('snoozed conversations could not be woken; trying again', { error });
      }
      if (wokenCount < batchSize) await deps.clock.sleep(pollMs, stopping.signal).catch(() => undefined); // rejects when stopped
    }
  };
  return {
    name: 'snooze_waker',
    start: () => {
      loop ??= run();
    },
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}
