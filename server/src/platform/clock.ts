import { setTimeout as delay } from 'node:timers/promises';

/** The only source of time for server code, so that tests can move it. */
export type Clock = {
  /** The present instant. */
  now(): Date;
  /**
   * Resolves after `ms` milliseconds of this clock's time. Errors: rejects with the signal's reason once the
   * signal is aborted.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (ms, signal) => {
    signal?.throwIfAborted();
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};

/** A clock that only moves when told to. */
export type ManualClock = Clock & {
  /** Moves the time forward by `ms` milliseconds and wakes every sleeper that is due, in order. */
  advance(ms: number): void;
  /** How many sleepers wait, so that a test can wait for code to reach its pause. */
  readonly sleeperCount: number;
};

type Sleeper = { dueMs: number; wake: () => void };

/** Makes a clock for tests that stands still at `start` until `advance` is called. */
export function createManualClock(start: Date): ManualClock {
  let nowMs = start.getTime();
  let sleepers: Sleeper[] = [];
  return {
    now: () => new Date(nowMs),
    sleep: (ms, signal) => {
      if (signal?.aborted === true) return Promise.reject(abortReason(signal));
      if (ms <= 0) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const onAbort = (): void => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(abortReason(signal));
        };
        const wake = (): void => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        };
        const sleeper: Sleeper = { dueMs: nowMs + ms, wake };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', onAbort, { once: true });
      });
    },
    advance: (ms) => {
      nowMs += ms;
      const due = sleepers.filter((sleeper) => sleeper.dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs);
      sleepers = sleepers.filter((sleeper) => sleeper.dueMs > nowMs);
      for (const sleeper of due) sleeper.wake();
    },
    get sleeperCount() {
      return sleepers.length;
    },
  };
}

function abortReason(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new Error('aborted');
}
