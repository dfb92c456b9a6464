import type { Clock } from '../clock.ts';

/** Whose request it is: a caller (key or member) within a group (workspace). */
export type ShareOf = { caller: string; group: string };

/** A request from its arrival to its end. */
export type OpenRequest = {
  /** Resolves when the request may go on; null: at once. To be called once; never resolves after `end`. */
  begin(): Promise<void> | null;
  /** May be called at any time and more than once. */
  end(): void;
};

/** Shares a process out between callers. */
export type FairShare = {
  /** Tells that a request has come. It counts as open from now on, and takes nothing of the share before it begins. */
  open(share: ShareOf): OpenRequest;
};

/** So many requests of one caller are worked on while nobody else asks: enough to fill the batches of accepting. */
const aloneCount = 64;
/** The share of a group while others ask, and the least share of a caller in it. Below the connections to the database, so that some are free. */
const groupCount = 8;
const leastCount = 2;
/** Who has more requests open at once than this, refused ones that are held back included, does not wait for answers before it asks again: a flood. */
const floodOpenCount = 24;
/**
 * All floods of a group together while somebody asks who is none: one, since two short requests by turns keep the process busy without a pause. More while
 * the process has time to spare because requests wait for the database, as those that send do.
 */
const leastFloodCount = 1;
const spareBelow = 0.33;
const busyAbove = 0.45;
/**
 * Beside others a flood goes on while none of theirs is worked on, and so long after its last turn in any case, lest many others leave it none. While it has
 * only the least room, it pauses after a request as long as that took, and no longer than this: half of the time is for others.
 */
const patienceMs = 10;
/** Who asked within this time counts as asking, and who was a flood within it as one. */
const activeMs = 2_000;
const recountMs = 200;

type Caller = {
  group: string;
  openCount: number;
  underWayCount: number;
  waiting: (() => void)[];
  lastMs: number;
  floodMs: number;
  isFlood: boolean;
};

/** Tells which part of the time since the last look the event loop was at work. */
function watchEventLoop(): () => number {
  let seen = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, seen);
    seen = now;
    return utilization;
  };
}

/**
 * Shares a process out between callers: while several ask, each has only a few requests under way, and the rest of what it asks waits in a line of its
 * own. What a quiet caller finds before it is therefore a few requests and not the whole flood, also where the machine is too slow
 * for the flood to reach its limit; and a flood has fewer still, by turns with others of its group, behind whatever has come in for others. Whoever is
 * alone is hardly held back, and floods that are among themselves share like others. `usedShare` tells which part of the time since it was last asked the
 * process was at work.
 */
export function createFairShare(clock: Clock, usedShare: () => number = watchEventLoop()): FairShare {
  const callers = new Map<string, Caller>();
  /** Callers with a line, in the order in which they had their last turn. */
  const inLine = new Set<Caller>();
  let callersOfGroup = new Map<string, number>();
  /** Requests under way of all floods of a group, and of all who are none. */
  let floodsUnderWay = new Map<string, number>();
  let quietUnderWay = 0;
  let hasQuiet = false;
  let countedMs = Number.NEGATIVE_INFINITY;
  let floodCount = leastFloodCount;
  /** Since when the time to spare is being measured; null while no flood waits for others. */
  let measuredMs: number | null = null;
  let floodTurnMs = Number.NEGATIVE_INFINITY;
  let pauseUntilMs = Number.NEGATIVE_INFINITY;
  let isTurnDue = false;
  let wakesMs: number | null = null;

  const nowMs = (): number => clock.now().getTime();
  const add = (counts: Map<string, number>, group: string, by: number): void => void counts.set(group, (counts.get(group) ?? 0) + by);

  /** Looks who asks, and who is a flood. */
  const count = (): void => {
    countedMs = nowMs();
    callersOfGroup = new Map();
    floodsUnderWay = new Map();
    quietUnderWay = 0;
    hasQuiet = false;
    for (const [id, caller] of callers) {
      if (caller.openCount === 0 && countedMs - caller.lastMs > activeMs) {
        callers.delete(id);
        continue;
      }
      add(callersOfGroup, caller.group, 1);
      if (caller.openCount > floodOpenCount) caller.floodMs = countedMs;
      caller.isFlood = countedMs - caller.floodMs <= activeMs;
      if (caller.isFlood) add(floodsUnderWay, caller.group, caller.underWayCount);
      else {
        hasQuiet = true;
        quietUnderWay += caller.underWayCount;
      }
    }
  };

  const stepsBack = (caller: Caller): boolean => caller.isFlood && hasQuiet;

  const hasRoom = (caller: Caller): boolean => {
    const { group, underWayCount } = caller;
    if (callers.size <= 1) return underWayCount < aloneCount;
    if (stepsBack(caller)) return (floodsUnderWay.get(group) ?? 0) < floodCount;
    return underWayCount < Math.max(leastCount, Math.floor(groupCount / Math.max(1, callersOfGroup.get(group) ?? 1)));
  };

  const changeUnderWay = (caller: Caller, by: 1 | -1): void => {
    caller.underWayCount += by;
    if (caller.isFlood) add(floodsUnderWay, caller.group, by);
    else quietUnderWay += by;
  };

  const goOn = (caller: Caller): void => {
    inLine.delete(caller);
    changeUnderWay(caller, 1);
    caller.waiting.shift()?.();
    // At the end of the very walk that it is called in.
    if (caller.waiting.length > 0) inLine.add(caller);
  };

  /** Lets go on whoever has room by now. Floods beside others have their turn later. */
  const admit = (): void => {
    let isFloodWaiting = false;
    for (const caller of inLine) {
      if (stepsBack(caller)) isFloodWaiting = true;
      else if (hasRoom(caller)) goOn(caller);
    }
    measure(isFloodWaiting);
    if (isFloodWaiting) giveTurn();
  };

  /** Floods go on behind what has come in for others meanwhile and what is worked on for them; those that share one room each in its turn. */
  const giveTurn = (): void => {
    if (isTurnDue) return;
    isTurnDue = true;
    setImmediate(() => {
      isTurnDue = false;
      const dueMs = Math.max(quietUnderWay === 0 ? 0 : floodTurnMs + patienceMs, floodCount === leastFloodCount ? pauseUntilMs : 0);
      if (dueMs <= nowMs()) takeTurn();
      else wakeAt(dueMs);
    });
  };

  const wakeAt = (dueMs: number): void => {
    if (wakesMs !== null && wakesMs <= dueMs) return;
    wakesMs = dueMs;
    void clock.sleep(dueMs - nowMs()).then(() => {
      if (wakesMs === dueMs) wakesMs = null;
      giveTurn();
    });
  };

  const takeTurn = (): void => {
    for (const caller of inLine) {
      if (!hasRoom(caller)) continue;
      if (stepsBack(caller)) floodTurnMs = nowMs();
      goOn(caller);
    }
  };

  /** While floods wait, and the process has time to spare all the same, they get more room. */
  const measure = (isFloodWaiting: boolean): void => {
    if (!isFloodWaiting) {
      measuredMs = null;
      floodCount = leastFloodCount;
      return;
    }
    if (measuredMs !== null && nowMs() - measuredMs < recountMs) return;
    const used = usedShare();
    if (measuredMs !== null && used < spareBelow) floodCount = Math.min(groupCount, floodCount + 1);
    else if (used > busyAbove) floodCount = leastFloodCount;
    measuredMs = nowMs();
  };

  const arrive = ({ caller: id, group }: ShareOf): Caller => {
    const known = callers.get(id);
    const caller = known ?? {
      group,
      openCount: 0,
      underWayCount: 0,
      waiting: [],
      lastMs: 0,
      floodMs: Number.NEGATIVE_INFINITY,
      isFlood: false,
    };
    callers.set(id, caller);
    caller.lastMs = nowMs();
    caller.openCount += 1;
    if (caller.openCount > floodOpenCount) caller.floodMs = caller.lastMs;
    // A flood is known for one at once, before it takes what others need.
    if (known === undefined || caller.lastMs - countedMs >= recountMs || (caller.floodMs === caller.lastMs && !caller.isFlood)) count();
    return caller;
  };

  return {
    open: (share) => {
      const caller = arrive(share);
      let state: 'arrived' | 'waiting' | 'under_way' | 'over' = 'arrived';
      let go: (() => void) | null = null;
      let begunMs = 0;
      return {
        begin: () => {
          if (caller.waiting.length === 0 && !stepsBack(caller) && hasRoom(caller)) {
            state = 'under_way';
            begunMs = nowMs();
            changeUnderWay(caller, 1);
            return null;
          }
          const { promise, resolve } = Promise.withResolvers<undefined>();
          go = () => {
            state = 'under_way';
            begunMs = nowMs();
            resolve(undefined);
          };
          state = 'waiting';
          caller.waiting.push(go);
          inLine.add(caller);
          if (stepsBack(caller)) giveTurn();
          return promise;
        },
        end: () => {
          if (state === 'over') return;
          caller.openCount -= 1;
          const was = state;
          state = 'over';
          if (was === 'under_way') {
            changeUnderWay(caller, -1);
            if (stepsBack(caller)) pauseUntilMs = nowMs() + Math.min(patienceMs, nowMs() - begunMs);
            admit();
          } else if (was === 'waiting') {
            caller.waiting = caller.waiting.filter((other) => other !== go);
            if (caller.waiting.length === 0) inLine.delete(caller);
          }
        },
      };
    },
  };
}
