import { ID_PREFIXES } from '@kabar/contract';
import { engineQuery } from '#platform/db/tx';
import { createEventConsumer } from '#platform/events/event-consumer';
import type { FeedEvent } from '#platform/events/event-feed';
import type { Notifications } from '#platform/events/notifications';
import { fromPublicId } from '#platform/ids';
import type { Log } from '#platform/log';
import { assignWaiting, reassignReturned, type AssignDeps } from './assign-waiting.ts';
import { noteSilentMembers } from './report-presence.ts';
import { selectActiveWorkspaces } from './rules.sql.ts';

/** What the engine needs. `holder` names this process in leases. */
export type AssignmentEngineDeps = AssignDeps & {
  log: Log;
  notifications: Notifications;
  holder: string;
  /** How often everything is looked at without being told. Default 20,000. */
  roundMs?: number;
};

/** The engine as a part of the process. */
export type AssignmentEngine = { name: string; start(): void; stop(): Promise<void> };

const causes: ReadonlySet<string> = new Set(['message.created', 'entry.updated', 'member_presence.updated', 'working_hours.updated']);

/**
 * Gives out conversations as soon as something happens that may have made it possible: a message came, one came back or was resolved, a
 * member came online. Each look is at what is true now, so an event seen twice does nothing and one that was missed is made
 * up for by the next round, which also finds the moments that nothing announces: opening hours begin, a dashboard falls silent.
 */
export function createAssignmentEngine(deps: AssignmentEngineDeps): AssignmentEngine {
  const { db, clock, log, roundMs = 20_000 } = deps;
  const stopping = new AbortController();
  let rounds: Promise<void> | undefined;
  const consumer = createEventConsumer({
    db,
    notifications: deps.notifications,
    clock,
    log,
    holder: deps.holder,
    name: 'assignment',
    handle: async ({ events, signal }) => {
      const relevant = events.filter((event) => causes.has(event.type));
      if (relevant.length === 0) return;
      const byWorkspace = Map.groupBy(relevant, (event) => event.workspaceId);
      for (const workspaceId of await activeWorkspaces(deps, [...byWorkspace.keys()])) {
        const entryIds = entriesIn(byWorkspace.get(workspaceId) ?? []);
        if (entryIds.length > 0) await reassignReturned(deps, workspaceId, entryIds);
        await assignWaiting(deps, workspaceId, signal);
      }
    },
  });

  const round = async (): Promise<void> => {
    await noteSilentMembers(deps);
    for (const workspaceId of await activeWorkspaces(deps, null)) await assignWaiting(deps, workspaceId, stopping.signal);
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await round();
      } catch (error) {
        log.warn('a round of assignment failed; the next one makes up for it', { error });
      }
      await clock.sleep(roundMs, stopping.signal).catch(() => undefined);
    }
  };

  return {
    name: 'assignment',
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

async function activeWorkspaces(deps: AssignDeps, among: readonly string[] | null): Promise<string[]> {
  return (await engineQuery<{ id: string }>(deps.db, selectActiveWorkspaces(among))).map((row) => row.id);
}

function entriesIn(events: readonly FeedEvent[]): string[] {
  return events.flatMap((event) => {
    const id = event.type === 'entry.updated' ? fromPublicId(ID_PREFIXES.entry, event.data['entry_id'] ?? '') : null;
    return id === null ? [] : [id];
  });
}
