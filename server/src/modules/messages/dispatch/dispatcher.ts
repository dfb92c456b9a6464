import type { Clock } from '#platform/clock';
import type { KeyRing } from '#platform/crypto/data-key';
import type { Database } from '#platform/db/database';
import { engineQuery, withEngine } from '#platform/db/tx';
import type { Notifications } from '#platform/events/notifications';
import { acquireLeases, LeaseLostError, releaseLeases, renewLeases, type Lease } from '#platform/leases/lease';
import type { Log } from '#platform/log';
import { isSameProcessAlive, parseProcessIdentity } from '#platform/process-identity';
import { WakeSignal } from '#platform/wake-signal';
import { claimMessages, type ClaimedMessage } from './claim.ts';
import type { DispatchMetrics } from './dispatch-metrics.ts';
import { markNeverSent, promoteDue, selectNumbersWithWork, selectSendingHolders } from './dispatch.sql.ts';
import { NumberPace, PairPace } from './pace.ts';
import { reconcileUnknown } from './reconcile-unknown.ts';
import { createOutcomeRecorder, type Outcome, type RecordDeps } from './record-outcomes.ts';
import { recoverOrphans } from './recover-orphans.ts';
import { repeatAfterFault, sendClaimed, type SendClaimedDeps } from './send-claimed.ts';
import { openSendJournal, removeSendJournals, type SendJournal } from './send-journal.ts';

/** What a dispatcher needs; times in milliseconds. */
export type DispatcherDeps = Omit<SendClaimedDeps, 'journal' | 'mayStart' | 'signal'> &
  Pick<RecordDeps, 'applyPending' | 'reconcileMs' | 'ids'> & {
    db: Database;
    log: Log;
    metrics: DispatchMetrics;
    notifications: Notifications;
    /** This process, as `createHolderId` names it. */
    holder: string;
    journalFolder: string;
    clock: Clock;
    /** Keys by contact id; contacts whose key was destroyed are missing. */
    contactKeys(refs: readonly { workspaceId: string; contactId: string }[]): Promise<ReadonlyMap<string, KeyRing>>;
    /** Marks a number so that nothing more is tried with it until somebody acts. */
    holdNumber(workspaceId: string, numberId: string, reason: 'token_refused' | 'number_restricted' | 'payment_problem'): Promise<void>;
  };

/**
 * Sends what is due. Any number of processes may run one: each number is worked on under a lease by one of them, so pace
 * and order of a number are kept by a single process, and a dead one is replaced when its lease ends.
 */
export type Dispatcher = {
  start(): Promise<void>;
  /** Stops claiming, waits for sends in flight (up to `graceMs`), records their outcomes and gives the leases back. */
  stop(graceMs: number): Promise<void>;
  /** There is new work for these numbers; without any, look at all. Never throws. */
  wake(numberIds: readonly string[]): void;
};

/** One number that this process works on. */
type Lane = {
  workspaceId: string;
  numberId: string;
  lease: Lease;
  pace: NumberPace;
  pairs: PairPace;
  inFlightCount: number;
  /** False once a claim found nothing more; set again by a wake, a promotion or a finished send. */
  mayHaveWork: boolean;
  usedAtMs: number;
  /** When this process took the number over. */
  adoptedAt: Date;
};

const leasePrefix = 'dispatch:';
const leaseTtlMs = 10_000;
/** Margin before the lease's end in which nothing is started any more. */
const leaseMarginMs = 1_500;
const housekeepingMs = 2_500;
const scoutPauseMs = 25;
const promoteMs = 200;
const reconcileEveryMs = 1_000;
const holdRecheckMs = 20_000;
const idleLaneMs = 60_000;
// A thousand a second, answered in 300 ms and recorded in 200, are 500 under way.
const maxInFlight = 2_048;
const maxInFlightPerNumber = 768;
const maxClaim = 256;
/** Deliveries are read within milliseconds; marketing waits for those that were not read after this long. */
const unheardMs = 1_000;
const retryRecordMs = 250;

export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const lanes = new Map<string, Lane>();
  const stopping = new AbortController();
  const cutting = new AbortController();
  const claimSignal = new WakeSignal();
  const scoutSignal = new WakeSignal();
  const promoteSignal = new WakeSignal();
  let openJournal: SendJournal | null = null;
  const recorder = createOutcomeRecorder({
    db: deps.db,
    clock: deps.clock,
    ids: deps.ids,
    reconcileMs: deps.reconcileMs,
    holdRecheckMs,
    applyPending: deps.applyPending,
  });
  const sending = new Set<Promise<void>>();
  let loops: Promise<void>[] = [];
  let unlisten = (): void => undefined;
  let inFlightCount = 0;

  const journal = (): SendJournal => {
    if (openJournal === null) throw new Error('the dispatcher was not started');
    return openJournal;
  };

  const wake = (numberIds: readonly string[]): void => {
    for (const numberId of numberIds) {
      const lane = lanes.get(numberId);
      if (lane === undefined) scoutSignal.wake();
      else lane.mayHaveWork = true;
    }
    if (numberIds.length === 0) {
      for (const lane of lanes.values()) lane.mayHaveWork = true;
      scoutSignal.wake();
    }
    claimSignal.wake();
  };

  const isLeaseSafe = (lane: Lane): boolean =>
    lanes.get(lane.numberId) === lane && lane.lease.safeUntilMs - leaseMarginMs > performance.now();

  /** Runs `step` again and again until stopped; a failure is logged once per streak and slows the loop down. */
  const loop = async (name: 'claim' | 'leases' | 'promote' | 'reconcile', step: () => Promise<void>): Promise<void> => {
    let failureCount = 0;
    while (!stopping.signal.aborted) {
      try {
        await step();
        failureCount = 0;
      } catch (error) {
        failureCount += 1;
        if (failureCount === 1) deps.log.warn('a dispatch loop failed and goes on', { step: name, error });
        await deps.clock.sleep(Math.min(100 * 2 ** failureCount, 2_000), stopping.signal).catch(() => undefined);
      }
    }
  };

  const claimStep = async (): Promise<void> => {
    const nowMs = performance.now();
    const room = maxInFlight - inFlightCount;
    const requests: { lane: Lane; limit: number }[] = [];
    let waitMs = 500;
    for (const lane of lanes.values()) {
      if (!lane.mayHaveWork || !isLeaseSafe(lane)) continue;
      const laneRoom = maxInFlightPerNumber - lane.inFlightCount;
      const limit = Math.min(lane.pace.available(nowMs), laneRoom, room, maxClaim);
      if (limit > 0) requests.push({ lane, limit });
      else if (laneRoom > 0) waitMs = Math.min(waitMs, Math.max(1, lane.pace.waitMs(nowMs)));
    }
    if (requests.length === 0 || room <= 0) return claimSignal.wait(waitMs, stopping.signal);
    // Small shares when many numbers compete for the room that is left.
    const share = Math.max(1, Math.ceil(room / requests.length));
    const asked = requests.map(({ lane, limit }) => ({ lane, limit: Math.min(limit, share) }));
    for (const { lane } of asked) lane.mayHaveWork = false; // a wake during the claim sets it again
    const started = performance.now();
    const result = await claimMessages(
      { db: deps.db, clock: deps.clock, holder: deps.holder, leasePrefix, holdRecheckMs },
      asked.map(({ lane, limit }) => ({
        numberId: lane.numberId,
        lease: lane.lease,
        limit,
        heardUntil: heardUntil(lane, deps.clock.now()),
        pairReadyAt: (conversationId) => pairReadyAt(deps.clock, lane, conversationId),
      })),
    ).catch((error: unknown) => {
      for (const { lane } of asked) lane.mayHaveWork = true;
      throw error;
    });
    deps.metrics.claimSeconds.observe((performance.now() - started) / 1000);
    for (const { lane, limit } of asked) {
      if ((result.lookedAtCount.get(lane.numberId) ?? 0) >= limit) lane.mayHaveWork = true;
    }
    await sendAll(result.messages);
  };

  const sendAll = async (messages: readonly ClaimedMessage[]): Promise<void> => {
    const nowMs = performance.now();
    for (const message of messages) {
      const lane = lanes.get(message.number_id);
      lane?.pace.take();
      lane?.pairs.take(message.conversation_id, nowMs);
      if (lane !== undefined) {
        lane.inFlightCount += 1;
        lane.usedAtMs = nowMs;
      }
      inFlightCount += 1;
    }
    const keys = await fetchKeys(messages);
    for (const message of messages) {
      const work = sendOne(message, keys.get(message.contact_id) ?? null).finally(() => sending.delete(work));
      sending.add(work);
    }
  };

  /** The messages are marked as sending by now, so a database that goes away is waited for. */
  const fetchKeys = (messages: readonly ClaimedMessage[]): Promise<ReadonlyMap<string, KeyRing>> =>
    untilStored(() => deps.contactKeys(messages.map((message) => ({ workspaceId: message.workspace_id, contactId: message.contact_id }))));

  const sendOne = async (message: ClaimedMessage, keys: KeyRing | null): Promise<void> => {
    const lane = lanes.get(message.number_id);
    const started = performance.now();
    let writtenAtMs: number | null = null;
    const noting: Pick<SendJournal, 'started'> = {
      started: (messageId, attempt) => {
        journal().started(messageId, attempt);
        writtenAtMs = performance.now();
      },
    };
    try {
      const result = await sendClaimed(
        {
          ...deps,
          journal: noting,
          mayStart: () => lane !== undefined && isLeaseSafe(lane) && !cutting.signal.aborted,
          signal: cutting.signal,
        },
        message,
        keys,
      ).finally(() => lane?.pace.settle(writtenAtMs, performance.now()));
      if (result.kind === 'not_started') await giveBack(message);
      else {
        deps.metrics.outcomes.add({ outcome: result.outcome.kind });
        deps.metrics.sendSeconds.observe((performance.now() - started) / 1000);
        if (result.numberPauseMs > 0) lane?.pace.pause(performance.now() + result.numberPauseMs);
        await store(result.outcome);
        const { numberHold } = result;
        if (numberHold !== null) await untilStored(() => deps.holdNumber(message.workspace_id, message.number_id, numberHold));
      }
      journal().settled(message.message_id, message.attempt);
    } catch (error) {
      // A defect of ours. Before the first byte the try is repeated; after it nobody can say what WhatsApp has.
      deps.log.error('sending a message failed in our own code', { messageId: message.message_id, error });
      const { workspace_id: workspaceId, message_id: messageId, attempt } = message;
      await store(
        writtenAtMs === null
          ? repeatAfterFault(deps, message)
          : { kind: 'unknown', workspaceId, messageId, attempt, httpStatus: null, errorTitle: 'A fault of ours' },
      );
    } finally {
      inFlightCount -= 1;
      if (lane !== undefined) {
        lane.inFlightCount -= 1;
        lane.mayHaveWork = true; // the next one of this conversation may be ready now
      }
      claimSignal.wake();
    }
  };

  /** An outcome must not be lost because the database is away: it is kept here and tried until stored. */
  const store = (outcome: Outcome): Promise<void> => untilStored(() => recorder.add(outcome));

  const untilStored = async <T>(attempt: () => Promise<T>): Promise<T> => {
    for (let tryCount = 1; ; tryCount += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (cutting.signal.aborted) throw error;
        if (tryCount === 1) deps.log.warn('an outcome could not be stored yet and is kept', { error });
        await deps.clock.sleep(Math.min(retryRecordMs * tryCount, 2_000), cutting.signal).catch(() => undefined);
      }
    }
  };

  const giveBack = (message: ClaimedMessage): Promise<void> =>
    untilStored(async () => {
      await engineQuery(
        deps.db,
        markNeverSent([
          { workspaceId: message.workspace_id, messageId: message.message_id, attempt: message.attempt, holder: deps.holder },
        ]),
      );
    });

  const leaseStep = async (): Promise<void> => {
    await renewLanes();
    await scout();
    await scoutSignal.wait(housekeepingMs, stopping.signal);
    // Wakes for numbers that another process works on come with every batch; one look serves many of them.
    await deps.clock.sleep(scoutPauseMs, stopping.signal).catch(() => undefined);
  };

  const renewLanes = async (): Promise<void> => {
    const nowMs = performance.now();
    const idle = [...lanes.values()].filter((lane) => lane.inFlightCount === 0 && nowMs - lane.usedAtMs > idleLaneMs);
    for (const lane of idle) lanes.delete(lane.numberId);
    await releaseLeases(
      deps.db,
      idle.map((lane) => lane.lease),
    );
    const due = [...lanes.values()].filter((lane) => lane.lease.safeUntilMs - nowMs < leaseTtlMs - housekeepingMs);
    const renewed = new Map(
      (
        await renewLeases(
          deps.db,
          due.map((lane) => lane.lease),
          leaseTtlMs,
        )
      ).map((lease) => [lease.name, lease]),
    );
    for (const lane of due) {
      const lease = renewed.get(lane.lease.name);
      if (lease !== undefined) lane.lease = lease;
      else {
        lanes.delete(lane.numberId);
        deps.log.warn('the lease of a number was lost', { numberId: lane.numberId });
      }
    }
  };

  /** Looks for numbers with work that nobody here works on, and takes those that are free. */
  const scout = async (): Promise<void> => {
    const rows = await engineQuery<{ workspace_id: string; number_id: string; throughput_per_second: number }>(
      deps.db,
      selectNumbersWithWork(),
    );
    const nowMs = performance.now();
    for (const row of rows) {
      const lane = lanes.get(row.number_id);
      if (lane === undefined) continue;
      lane.pace.setLimit(row.throughput_per_second, nowMs);
      lane.mayHaveWork = true;
    }
    const wanted = new Map(rows.filter((row) => !lanes.has(row.number_id)).map((row) => [leasePrefix + row.number_id, row]));
    if (wanted.size > 0) {
      const leases = await acquireLeases(deps.db, { names: [...wanted.keys()], holder: deps.holder, ttlMs: leaseTtlMs });
      await adopt(leases, wanted);
    }
    claimSignal.wake();
  };

  const adopt = async (
    leases: readonly Lease[],
    wanted: ReadonlyMap<string, { workspace_id: string; number_id: string; throughput_per_second: number }>,
  ): Promise<void> => {
    for (const lease of leases) {
      const row = wanted.get(lease.name);
      if (row === undefined) continue;
      try {
        const recovered = await recoverOrphans({ ...deps, holder: deps.holder }, lease, row.number_id);
        if (recovered.neverSentCount + recovered.unknownCount > 0) {
          deps.log.info('messages of an ended process were recovered', {
            numberId: row.number_id,
            count: recovered.neverSentCount + recovered.unknownCount,
          });
        }
      } catch (error) {
        if (!(error instanceof LeaseLostError)) throw error;
        continue;
      }
      const nowMs = performance.now();
      lanes.set(row.number_id, {
        workspaceId: row.workspace_id,
        numberId: row.number_id,
        lease,
        pace: new NumberPace(row.throughput_per_second, nowMs),
        pairs: new PairPace(),
        inFlightCount: 0,
        mayHaveWork: true,
        usedAtMs: nowMs,
        adoptedAt: deps.clock.now(),
      });
    }
  };

  const promoteStep = async (): Promise<void> => {
    const rows = await engineQuery<{ number_id: string }>(deps.db, promoteDue(deps.clock.now(), 1_000));
    if (rows.length > 0) wake([...new Set(rows.map((row) => row.number_id))]);
    await promoteSignal.wait(promoteMs, stopping.signal);
  };

  const reconcileStep = async (): Promise<void> => {
    const decided = await withEngine(deps.db, 'apply the rule for unknown outcomes', (tx) => reconcileUnknown(tx, deps.clock.now()));
    if (decided.resentNumberIds.length > 0) wake(decided.resentNumberIds);
    await deps.clock.sleep(reconcileEveryMs, stopping.signal).catch(() => undefined);
  };

  return {
    async start() {
      openJournal = openSendJournal(deps.journalFolder, deps.holder);
      const holders = await engineQuery<{ holder: string }>(deps.db, selectSendingHolders());
      const needed = new Set([deps.holder, ...holders.map((row) => row.holder)]);
      removeSendJournals(deps.journalFolder, (holder) => needed.has(holder) || isHolderAlive(holder));
      unlisten = deps.notifications.on('kabar_dispatch', {
        received: (payload) => wake(payload === '' ? [] : payload.split(',')),
        missed: () => wake([]),
      });
      loops = [loop('leases', leaseStep), loop('claim', claimStep), loop('promote', promoteStep), loop('reconcile', reconcileStep)];
    },
    async stop(graceMs) {
      stopping.abort();
      unlisten();
      await Promise.all(loops);
      const cut = setTimeout(() => cutting.abort(), graceMs);
      await Promise.allSettled(sending);
      clearTimeout(cut);
      await recorder.close();
      await releaseLeases(
        deps.db,
        [...lanes.values()].map((lane) => lane.lease),
      ).catch((error: unknown) => deps.log.warn('leases could not be given back', { error }));
      lanes.clear();
      openJournal?.close();
    },
    wake,
  };
}

/**
 * Whoever takes a number over, as after a crash, first lets everything be read that was received until then. Later a moment's delay of
 * reading must not stop a campaign, whose own statuses come in all the time.
 */
function heardUntil(lane: Lane, now: Date): Date {
  return new Date(Math.max(lane.adoptedAt.getTime(), now.getTime() - unheardMs));
}

function pairReadyAt(clock: Clock, lane: Lane, conversationId: string): Date | null {
  const nowMs = performance.now();
  const readyAtMs = lane.pairs.readyAtMs(conversationId, nowMs);
  return readyAtMs <= nowMs ? null : new Date(clock.now().getTime() + (readyAtMs - nowMs));
}

/** A holder's name is the identity of its process; anything else counts as alive, because it cannot be judged. */
function isHolderAlive(holder: string): boolean {
  const identity = parseProcessIdentity(holder);
  return identity === null || isSameProcessAlive(identity);
}
