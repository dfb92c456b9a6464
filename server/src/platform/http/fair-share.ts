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
/** All floods of a group together while somebody asks who is none. */
const floodCount = 2;
/** Who asked within this time counts as asking. */
const activeMs = 2_000;
const recountMs = 200;

type Caller = { group: string; underWayCount: number; waiting: (() => void)[]; lastMs: number; isFlood: boolean };

/**
 * Shares a process out between callers: while several ask, each has only a few requests under way, and the rest of what it asks waits in a line of its
 * own. What a quiet caller finds before it is therefore a few requests and not the whole flood, also where the machine is too slow
 * for the flood to reach its limit; and a flood, known by its line, has fewer still. Whoever is alone is hardly held back, and floods that are
 * among themselves share like others.
 */
export function createFairShare(clock: Clock): { enter(share: ShareOf): SharePlace } {
  const callers = new Map<string, Caller>();
  let callersOfGroup = new Map<string, number>();
  let floodsOfGroup = new Map<string, number>();
  let hasQuiet = false;
  let countedMs = Number.NEGATIVE_INFINITY;

  const recount = (nowMs: number): void => {
    if (nowMs - countedMs < recountMs) return;
    countedMs = nowMs;
    callersOfGroup = new Map();
    floodsOfGroup = new Map();
    hasQuiet = false;
    for (const [id, caller] of callers) {
      const isIdle = caller.underWayCount === 0 && caller.waiting.length === 0;
      if (isIdle && nowMs - caller.lastMs > activeMs) {
        callers.delete(id);
        continue;
      }
      callersOfGroup.set(caller.group, (callersOfGroup.get(caller.group) ?? 0) + 1);
      caller.isFlood = caller.waiting.length > floodLine;
      if (caller.isFlood) floodsOfGroup.set(caller.group, (floodsOfGroup.get(caller.group) ?? 0) + 1);
      else hasQuiet = true;
    }
  };

  const mostOf = ({ group, isFlood }: Caller): number => {
    if (callers.size <= 1) return aloneCount;
    if (isFlood && hasQuiet) return Math.max(1, Math.floor(floodCount / Math.max(1, floodsOfGroup.get(group) ?? 1)));
    return Math.max(leastCount, Math.floor(groupCount / Math.max(1, callersOfGroup.get(group) ?? 1)));
  };

  const admit = (caller: Caller): void => {
    while (caller.waiting.length > 0 && caller.underWayCount < mostOf(caller)) {
      caller.underWayCount += 1;
      caller.waiting.shift()?.();
    }
  };

  return {
    enter: ({ caller: id, group }) => {
      const nowMs = clock.now().getTime();
      const isNew = !callers.has(id);
      const caller = callers.get(id) ?? { group, underWayCount: 0, waiting: [], lastMs: nowMs, isFlood: false };
      caller.lastMs = nowMs;
      callers.set(id, caller);
      if (isNew) countedMs = Number.NEGATIVE_INFINITY;
      recount(nowMs);
      let isOver = false;
      const leave = (): void => {
        if (isOver) return;
        isOver = true;
        caller.underWayCount -= 1;
        admit(caller);
      };
      if (caller.waiting.length === 0 && caller.underWayCount < mostOf(caller)) {
        caller.underWayCount += 1;
        return { ready: null, release: leave };
      }
      const { promise, resolve } = Promise.withResolvers<undefined>();
      let isAdmitted = false;
      const go = (): void => {
        isAdmitted = true;
        resolve(undefined);
      };
      caller.waiting.push(go);
      return {
        ready: promise,
        release: () => {
          if (isAdmitted) leave();
          else caller.waiting = caller.waiting.filter((other) => other !== go);
        },
      };
    },
  };
}
