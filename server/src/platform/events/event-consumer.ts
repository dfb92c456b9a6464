import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { withEngine } from '../db/tx.ts';
import type { EngineTx } from '../db/tx.ts';
import { acquireLease, assertFence, releaseLease, renewLease } from '../leases/lease.ts';
import type { Lease } from '../leases/lease.ts';
import type { Log } from '../log.ts';
import { WakeSignal } from '../wake-signal.ts';
import { insertEventConsumer, selectEventConsumer, updateEventConsumer } from './event-consumers.sql.ts';
import { laterCursor } from './event-cursor.ts';
import type { FeedEvent } from './event-feed.ts';
import { eventsChannel, selectEventPosition, selectEventsAfter } from './events.sql.ts';
import type { EventPage } from './events.sql.ts';
import type { Notifications } from './notifications.ts';

/** One portion of work for a consumer, in order, across workspaces. */
export type ConsumerBatch = {
  readonly events: readonly FeedEvent[];
  /**
   * Moves the cursor behind this batch inside the handler's own transaction, which makes database effects happen exactly
   * once. When the handler does not call it, the cursor moves after the handler resolved: at least once.
   *
   * Errors: `LeaseLostError` when another process took over; let it fail the transaction.
   */
  advance(tx: EngineTx): Promise<void>;
  /** Aborted when the lease is lost or the consumer stops; stop work that has not committed. */
  readonly signal: AbortSignal;
};

/** What a consumer needs. */
export type EventConsumerOptions = {
  db: Database;
  notifications: Notifications;
  clock: Clock;
  log: Log;
  /** This process, from `createHolderId`. */
  holder: string;
  /** Names the stored cursor; never reuse the name of another consumer. */
  name: string;
  /** Works on one batch. A rejection is logged and the same batch comes again after a pause that grows to a minute. */
  handle(batch: ConsumerBatch): Promise<void>;
  /** Events at once. Default 200. */
  batchSize?: number;
  /** How long others wait after this process died. Default 15,000. */
  leaseMs?: number;
  /** How often to look without being woken. Default 2,000. */
  pollMs?: number;
  /** Told when events were dropped by retention before this consumer saw them, because nobody ran it for days. */
  onMissed?: () => void;
};

/** A durable reader of all events. */
export type EventConsumer = {
  start(): void;
  /** Ends after the batch in work. */
  stop(): Promise<void>;
};

const longestPauseMs = 60_000;

/** Reads at most this often while there is no backlog: a lone event is read at once, in a stream of them one read serves many. */
const restBetweenReadsMs = 50;

/** How often a process without the lease asks for it, however many events wake it. */
const restBetweenAsksMs = 250;

// After a read that found nothing but events behind a transaction that still runs. Further events change nothing about that, and nobody
// notifies when it ends.
const heldBackDelaysMs = [10, 20, 40, 80];

/** What a look found, and so when to look again. */
type Outcome = 'no_lease' | 'begun' | 'nothing' | 'held_back' | 'some' | 'full';

/**
 * A named reader that sees every event at least once, in order, however often processes come and go. A new name begins with the events that
 * are not final yet at its first start. Any number of processes may run the same name: one works, the others wait for its lease.
 */
export function createEventConsumer(options: EventConsumerOptions): EventConsumer {
  const { db, clock, name, batchSize = 200, leaseMs = 15_000, pollMs = 2_000 } = options;
  const log = options.log.child({ consumer: name });
  const stopping = new AbortController();
  const wakeSignal = new WakeSignal();
  let loop: Promise<void> | undefined;
  let stopListening: (() => void) | undefined;
  const wake = (): void => wakeSignal.wake();

  /** Reads the next events; steps over what is no longer kept. */
  const readNext = async (): Promise<EventPage | null> => {
    const stored = await selectEventConsumer(db, name);
    if (stored === null) {
      await insertEventConsumer(db, name, await selectEventPosition(db), clock.now());
      return null;
    }
    const page = await selectEventsAfter(db, stored, batchSize);
    if (stored.xid < page.horizonXid) {
      log.error('events were dropped before this consumer saw them');
      options.onMissed?.();
    }
    if (stored.xid > page.newestXid) {
      // The cursor was stored by another database server: its numbers say nothing here.
      log.error('the stored cursor belongs to another database; going on from the oldest event kept');
      options.onMissed?.();
      return selectEventsAfter(db, { xid: page.horizonXid, seq: 0 }, batchSize);
    }
    return page;
  };

  const work = async (lease: Lease, page: EventPage): Promise<void> => {
    const lost = new AbortController();
    const signal = AbortSignal.any([lost.signal, stopping.signal]);
    const cursor = laterCursor(page.settledTo, page.rows.at(-1)?.cursor ?? page.settledTo);
    let isMoved = false;
    const advance = async (tx: EngineTx): Promise<void> => {
      await assertFence(tx, lease);
      await updateEventConsumer(tx, name, cursor, clock.now());
      isMoved = true;
    };
    const renewal = setInterval(() => {
      void renewLease(db, lease, leaseMs).then(
        (kept) => kept === null && lost.abort(),
        () => undefined, // the database is away; the lease either holds or its loss is seen when the cursor moves
      );
    }, leaseMs / 3);
    try {
      await options.handle({ events: page.rows, advance, signal });
    } finally {
      clearInterval(renewal);
    }
    if (!isMoved) await withEngine(db, 'a consumer reads events of all workspaces', advance);
  };

  /** One look, and the work on what it found. */
  const turn = async (held: Lease | null): Promise<{ lease: Lease | null; outcome: Outcome }> => {
    const lease =
      held !== null && held.safeUntilMs - performance.now() > leaseMs / 2
        ? held
        : held === null
          ? await acquireLease(db, `event_consumer:${name}`, options.holder, leaseMs)
          : await renewLease(db, held, leaseMs);
    if (lease === null) return { lease: null, outcome: 'no_lease' };
    const page = await readNext();
    if (page === null) return { lease, outcome: 'begun' };
    if (page.rows.length === 0) return { lease, outcome: page.isHeldBack ? 'held_back' : 'nothing' };
    await work(lease, page);
    if (page.isHeldBack) wake();
    return { lease, outcome: page.isFull ? 'full' : 'some' };
  };

  /** Waits until it is worth looking again. */
  const pause = async (outcome: Outcome, lookedAtMs: number, heldBackCount: number): Promise<void> => {
    if (outcome === 'begun' || outcome === 'full') return;
    let restMs = heldBackDelaysMs[Math.min(heldBackCount, heldBackDelaysMs.length) - 1] ?? 0;
    if (outcome !== 'held_back') {
      await wakeSignal.wait(pollMs, stopping.signal);
      restMs = (outcome === 'no_lease' ? restBetweenAsksMs : restBetweenReadsMs) - (performance.now() - lookedAtMs);
    }
    if (restMs > 0) await clock.sleep(restMs, stopping.signal).catch(() => undefined);
  };

  const run = async (): Promise<void> => {
    let lease: Lease | null = null;
    let heldBackCount = 0;
    let failureCount = 0;
    while (!stopping.signal.aborted) {
      try {
        const lookedAtMs = performance.now();
        const done = await turn(lease);
        lease = done.lease;
        failureCount = 0;
        heldBackCount = done.outcome === 'held_back' ? heldBackCount + 1 : 0;
        await pause(done.outcome, lookedAtMs, heldBackCount);
      } catch (error) {
        failureCount += 1;
        log.warn('a batch of events was not handled; it comes again', { error, attemptCount: failureCount });
        lease = null;
        await clock.sleep(Math.min(longestPauseMs, 100 * 2 ** failureCount), stopping.signal).catch(() => undefined);
      }
    }
    if (lease !== null) await releaseLease(db, lease).catch(() => undefined); // it ends by itself otherwise
  };

  return {
    start: () => {
      stopListening ??= options.notifications.on(eventsChannel, { received: wake, missed: wake });
      loop ??= run();
    },
    stop: async () => {
      stopListening?.();
      stopping.abort();
      await loop;
    },
  };
}
