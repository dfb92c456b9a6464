import { withEngine } from '#platform/db/tx';
import { createEventConsumer } from '#platform/events/event-consumer';
import type { Notifications } from '#platform/events/notifications';
import { askSatisfaction } from './ask-satisfaction.ts';
import { lockDueEpisodes, type EpisodeRow } from './episodes.sql.ts';
import { followEpisodes } from './follow-episodes.ts';
import { loadRules } from './rule-book.ts';
import type { EpisodeDeps } from './service-levels-context.ts';
import { storeEpisodes } from './store-episodes.ts';

/** What the engine needs. `holder` names this process in leases. */
export type EpisodeEngineDeps = EpisodeDeps & {
  notifications: Notifications;
  holder: string;
  /** How often clocks are looked at. Default 5,000. */
  roundMs?: number;
};

const portion = 200;

/** Looks at the clocks that are due: warnings, misses, and what changed targets or hours made of them. Gives how many. */
export async function checkEpisodes(deps: EpisodeDeps): Promise<number> {
  return withEngine(
    deps.db,
    'look at the clocks of conversations of all workspaces',
    async (tx) => {
      const rows = await tx.query<EpisodeRow>(lockDueEpisodes(deps.clock.now(), portion));
      if (rows.length === 0) return 0;
      const rules = await loadRules(tx, [...new Set(rows.map((row) => row.workspaceId))]);
      await storeEpisodes(
        tx,
        deps,
        rules,
        rows.map((row) => ({ row, resolvedNow: false })),
      );
      return rows.length;
    },
    { retries: 3 },
  );
}

/** The engine as a part of the process: a durable reader of events, and rounds for what only time brings. */
export function createEpisodeEngine(deps: EpisodeEngineDeps): { name: string; start(): void; stop(): Promise<void> } {
  const { clock, log, roundMs = 5_000 } = deps;
  const stopping = new AbortController();
  let rounds: Promise<void> | undefined;
  const consumer = createEventConsumer({
    db: deps.db,
    notifications: deps.notifications,
    clock,
    log,
    holder: deps.holder,
    name: 'service_levels',
    handle: (batch) => followEpisodes(deps, batch),
  });
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      let isFull = false;
      try {
        isFull = (await checkEpisodes(deps)) === portion;
        await askSatisfaction(deps);
      } catch (error) {
        log.warn('a look at the clocks of conversations failed; the next one makes up for it', { error });
      }
      if (!isFull) await clock.sleep(roundMs, stopping.signal).catch(() => undefined);
    }
  };
  return {
    name: 'service_levels',
    start: () => {
      consumer.start();
      rounds ??= run();
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([consumer.stop(), rounds]);
    },
  };
}
