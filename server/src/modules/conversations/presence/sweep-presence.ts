import { withEngine } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import type { PresenceContext } from './presence-context.ts';
import { sweepPresence } from './presence.sql.ts';
import { presenceUpdated } from './set-presence.ts';

/** Takes away who is gone. A part of a process, see `Part`. */
export type PresenceSweeper = { name: string; start(): void; stop(): Promise<void> };

const everyMs = 3_000;
const rowsPerSweep = 500;

/**
 * Takes away who gave no sign for too long, and tells those who look on. Gives how many conversations it concerned. Safe in
 * any number of processes at once: each row is taken by one.
 */
export async function sweepOnce(ctx: Pick<PresenceContext, 'db' | 'clock'>): Promise<number> {
  return withEngine(ctx.db, 'presence that ran out', async (tx) => {
    const now = ctx.clock.now();
    const rows = await tx.query<{ workspaceId: string; conversationId: string }>(sweepPresence(now, rowsPerSweep));
    await appendEvents(
      tx,
      rows.map((row) => presenceUpdated(row.workspaceId, row.conversationId, now)),
    );
    return rows.length;
  });
}

/** Makes the sweeper: every three seconds, until it is stopped. A failure is logged and tried again. */
export function createPresenceSweeper(ctx: Pick<PresenceContext, 'db' | 'clock' | 'log'>): PresenceSweeper {
  const ending = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const run = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      try {
        await sweepOnce(ctx);
      } catch (error) {
        ctx.log.warn('presence could not be swept', { error });
      }
      await ctx.clock.sleep(everyMs, ending.signal).catch(() => undefined); // rejects only to end
    }
  };
  return {
    name: 'presence_sweeper',
    start: () => {
      running = run();
    },
    stop: () => {
      ending.abort();
      return running;
    },
  };
}
