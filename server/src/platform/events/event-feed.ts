import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { Log } from '../log.ts';
import { WakeSignal } from '../wake-signal.ts';
import { compareCursors, formatCursor, laterCursor, parseCursor } from './event-cursor.ts';
import type { EventCursor } from './event-cursor.ts';
import { eventsChannel, selectEventPosition, selectEventsAfter, selectWorkspaceEventsAfter } from './events.sql.ts';
import type { EventRow } from './events.sql.ts';
import type { Notifications } from './notifications.ts';

/** One event as readers get it. `cursor` is its place in the order. */
export type FeedEvent = EventRow;

/** Gets the events of one workspace that arrived together, in order. Runs synchronously and must not throw. */
export type FeedSubscriber = (events: readonly FeedEvent[]) => void;

/** What a reader who was away gets. */
export type FeedResume =
  | {
      kind: 'events';
      events: FeedEvent[];
      /** Where to go on. At or behind the last event. */
      cursor: EventCursor;
      /** False when `limit` was reached and more may be there. */
      done: boolean;
    }
  /** The cursor is malformed, of another database, or older than what is kept: load everything again from `cursor` on. */
  | { kind: 'reset'; cursor: EventCursor };

/** The live feed of one process. */
export type EventFeed = {
  /** Finds the present position and begins to read. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Events of one workspace from now on, each once and in order. Gives the function that ends it. */
  subscribe(workspaceId: string, subscriber: FeedSubscriber): () => void;
  /** Everything up to here has been handed to the subscribers. */
  position(): EventCursor;
  /** Events of one workspace behind a cursor's text form, straight from the database. */
  readFrom(workspaceId: string, cursorText: string, limit: number): Promise<FeedResume>;
};

/** What a feed needs. */
export type EventFeedOptions = {
  db: Database;
  notifications: Notifications;
  clock: Clock;
  log: Log;
  /** How often to look without being woken, in case a notification was lost. Default 2,000. */
  pollMs?: number;
  /** Largest read. Default 500. */
  batchSize?: number;
  /** Told after every read how long the newest event waited to be read. */
  onLag?: (lagMs: number) => void;
};

// After a read that found events behind a transaction that still runs: nobody notifies when it ends, so look again soon.
const heldBackDelaysMs = [2, 5, 10, 20, 40, 80];

/** Reads at most this often: what comes in between is read together. */
const restBetweenReadsMs = 20;

/**
 * Reads events of all workspaces once per process and hands them out. Only events of transactions that are older than
 * every running one are read, in the order (xid, seq): a transaction that commits late can therefore never be passed
 * over. The price: a transaction that stays open for seconds holds back all live events for as long.
 */
export function createEventFeed(options: EventFeedOptions): EventFeed {
  const { db, notifications, clock, log, pollMs = 2_000, batchSize = 500 } = options;
  const subscribers = new Map<string, Set<FeedSubscriber>>();
  const stopping = new AbortController();
  let cursor: EventCursor = { xid: 0, seq: 0 };
  const wakeSignal = new WakeSignal();
  let loop: Promise<void> | undefined;
  let stopListening: (() => void) | undefined;
  const wake = (): void => wakeSignal.wake();

  const dispatch = (rows: readonly FeedEvent[]): void => {
    const byWorkspace = Map.groupBy(rows, (row) => row.workspaceId);
    for (const [workspaceId, events] of byWorkspace) {
      for (const subscriber of subscribers.get(workspaceId) ?? []) {
        try {
          subscriber(events);
        } catch (error) {
          log.error('an event subscriber failed', { workspaceId, error });
        }
      }
    }
  };

  /** Moves to the present without reading. False when somebody subscribed meanwhile, who must not miss what came since. */
  const skip = async (): Promise<boolean> => {
    const position = await selectEventPosition(db);
    if (subscribers.size > 0) return false;
    cursor = laterCursor(cursor, position);
    return true;
  };

  /** Reads until nothing final is left. True when events are stored that cannot be read yet. */
  const drain = async (): Promise<boolean> => {
    if (subscribers.size === 0 && (await skip())) return false;
    for (;;) {
      const page = await selectEventsAfter(db, cursor, batchSize);
      cursor = laterCursor(cursor, page.settledTo);
      dispatch(page.rows);
      const newest = page.rows.at(-1);
      if (newest !== undefined) options.onLag?.(Math.max(0, clock.now().getTime() - newest.occurredAt.getTime()));
      if (page.isHeldBack) return true;
      if (!page.isFull) return false;
    }
  };

  const run = async (): Promise<void> => {
    let heldBackCount = 0;
    let failureCount = 0;
    while (!stopping.signal.aborted) {
      let waitMs = pollMs;
      try {
        const isHeldBack = await drain();
        failureCount = 0;
        heldBackCount = isHeldBack ? heldBackCount + 1 : 0;
        if (isHeldBack) waitMs = heldBackDelaysMs[Math.min(heldBackCount, heldBackDelaysMs.length) - 1] ?? pollMs;
      } catch (error) {
        if (stopping.signal.aborted) return;
        if (failureCount === 0) log.warn('events could not be read; trying again', { error });
        failureCount += 1;
        await clock.sleep(Math.min(5_000, 100 * 2 ** failureCount), stopping.signal).catch(() => undefined);
        continue;
      }
      const readAtMs = performance.now();
      await wakeSignal.wait(waitMs, stopping.signal);
      // A lone event is read at once; in a stream of them one read serves many.
      const restMs = restBetweenReadsMs - (performance.now() - readAtMs);
      if (restMs > 0) await clock.sleep(restMs, stopping.signal).catch(() => undefined);
    }
  };

  return {
    start: async () => {
      cursor = await selectEventPosition(db);
      stopListening = notifications.on(eventsChannel, { received: wake, missed: wake });
      loop = run();
    },
    stop: async () => {
      stopListening?.();
      stopping.abort();
      await loop;
    },
    subscribe: (workspaceId, subscriber) => {
      const set = subscribers.get(workspaceId) ?? new Set<FeedSubscriber>();
      subscribers.set(workspaceId, set);
      set.add(subscriber);
      return () => {
        set.delete(subscriber);
        if (set.size === 0 && subscribers.get(workspaceId) === set) subscribers.delete(workspaceId);
      };
    },
    position: () => cursor,
    readFrom: async (workspaceId, cursorText, limit) => {
      const from = parseCursor(cursorText);
      if (from === null) return { kind: 'reset', cursor: await selectEventPosition(db) };
      const page = await selectWorkspaceEventsAfter(db, workspaceId, from, limit);
      const isForeign = from.xid > page.newestXid;
      // Nothing at or before the horizon is kept; a cursor at its very end has missed nothing.
      const isTooOld = compareCursors(from, { xid: page.horizonXid, seq: Number.MAX_SAFE_INTEGER }) < 0 && page.horizonXid > 0;
      if (isForeign || isTooOld) return { kind: 'reset', cursor: await selectEventPosition(db) };
      return { kind: 'events', events: page.rows, cursor: laterCursor(from, page.settledTo), done: !page.isFull || page.isHeldBack };
    },
  };
}

/** The text form of the place of an event, as clients keep it. */
export function eventCursorText(event: FeedEvent): string {
  return formatCursor(event.cursor);
}
