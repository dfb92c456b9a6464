import type { Clock } from '../clock.ts';

/** Whose request it is: a caller (key or member) within a group (workspace). */
export type ShareOf = { caller: string; group: string };

/** A place among the requests under way. `release` may be called at any time and more than once. */
export type SharePlace = {
  /** Resolves when the request may go on; null: at once. Never resolves after `release`. */
  readonly ready: Promise<void> | null;
  release(): void;
};

/** So many requests of one caller are worked on while nobody else asks: enough to fill the batches of accepting. */
const aloneCount = 64;
/** The share of a group while others ask, and the least share of a caller in it. Below the connections to the database, so that some are free. */
const groupCount = 8;
const leastCount = 2;
/** Whose line is longer than this asks for more than its share and does not wait for answers before it asks again: a flood. */
const floodLine = 16;
/**
 * All floods of a group together while somebody asks who is none: one, since two short requests by turns keep the process busy without a pause. More while
 * the process has time to spare because requests wait for the database, as those that send do.
 */
const leastFloodCount = 1;
const spareBelow = 0.25;
const busyAbove = 0.4;
/** Who asked within this time counts as asking. */
const activeMs = 2_000;
const recountMs = 200;

type Caller = { group: string; underWayCount: number; waiting: (() => void)[]; lastMs: number; isFlood: boolean };

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
 * for the flood to reach its limit; and a flood, known by its line, has fewer still, by turns with others of its group. Whoever is alone is hardly held
 * back, and floods that are among themselves share like others. `usedShare` tells which part of the time since it was last asked the process was at work.
 */
export function createFairShare(clock: Clock, usedShare: () => number = watchEventLoop()): { enter(share: ShareOf): SharePlace } {
  const callers = new Map<string, Caller>();
  /** Callers with a line, in the order in which they had their last turn. */
  const inLine = new Set<Caller>();
  let callersOfGroup = new Map<string, number>();
  /** Requests under way of all floods of a group. */
  let floodsUnderWay = new Map<string, number>();
  let hasQuiet = false;
  let countedMs = Number.NEGATIVE_INFINITY;
  let floodCount = leastFloodCount;
  let measuredMs = Number.NEGATIVE_INFINITY;

  const measure = (nowMs: number): void => {
    if (nowMs - measuredMs < recountMs) return;
    measuredMs = nowMs;
    const used = usedShare();
    // Time to spare before a flood came says nothing of the time beside it.
    if (floodsUnderWay.size === 0 || used > busyAbove) floodCount = leastFloodCount;
    else if (used < spareBelow) floodCount = Math.min(groupCount, floodCount + 1);
  };

  const add = (counts: Map<string, number>, group: string, by: number): void => void counts.set(group, (counts.get(group) ?? 0) + by);

  const count = (nowMs: number): void => {
    countedMs = nowMs;
    measure(nowMs);
    callersOfGroup = new Map();
    floodsUnderWay = new Map();
    hasQuiet = false;
    for (const [id, caller] of callers) {
      const isIdle = caller.underWayCount === 0 && caller.waiting.length === 0;
      if (isIdle && nowMs - caller.lastMs > activeMs) {
        callers.delete(id);
        continue;
      }
      add(callersOfGroup, caller.group, 1);
      caller.isFlood = caller.waiting.length > floodLine;
      if (caller.isFlood) add(floodsUnderWay, caller.group, caller.underWayCount);
      else hasQuiet = true;
    }
  };

  const hasRoom = ({ group, isFlood, underWayCount }: Caller): boolean => {
    if (callers.size <= 1) return underWayCount < aloneCount;
    if (isFlood && hasQuiet) return (floodsUnderWay.get(group) ?? 0) < floodCount;
    return underWayCount < Math.max(leastCount, Math.floor(groupCount / Math.max(1, callersOfGroup.get(group) ?? 1)));
  };

  const begin = (caller: Caller): void => {
    caller.underWayCount += 1;
    if (caller.isFlood) add(floodsUnderWay, caller.group, 1);
  };

  /** Lets go on whoever has room by now; of floods that share one room each in its turn. */
  const admit = (): void => {
    // Whoever goes on joins the end of this very walk.
    for (const caller of inLine) {
      if (!hasRoom(caller)) continue;
      inLine.delete(caller);
      begin(caller);
      caller.waiting.shift()?.();
      if (caller.waiting.length > 0) inLine.add(caller);
    }
  };

  return {
    enter: ({ caller: id, group }) => {
      const nowMs = clock.now().getTime();
      const known = callers.get(id);
      const caller = known ?? { group, underWayCount: 0, waiting: [], lastMs: nowMs, isFlood: false };
      caller.lastMs = nowMs;
      callers.set(id, caller);
      // A line that has become long is known for a flood at once, before it takes what others need.
      if (known === undefined || nowMs - countedMs >= recountMs || (!caller.isFlood && caller.waiting.length > floodLine)) count(nowMs);
      let isOver = false;
      const leave = (): void => {
        if (isOver) return;
        isOver = true;
        caller.underWayCount -= 1;
        if (caller.isFlood) add(floodsUnderWay, group, -1);
        admit();
      };
      if (caller.waiting.length === 0 && hasRoom(caller)) {
        begin(caller);
        return { ready: null, release: leave };
      }
      const { promise, resolve } = Promise.withResolvers<undefined>();
      let isAdmitted = false;
      const go = (): void => {
        isAdmitted = true;
        resolve(undefined);
      };
      caller.waiting.push(go);
      inLine.add(caller);
      return {
        ready: promise,
        release: () => {
          if (isAdmitted) {
            leave();
            return;
          }
          caller.waiting = caller.waiting.filter((other) => other !== go);
          if (caller.waiting.length === 0) inLine.delete(caller);
        },
      };
    },
  };
}
