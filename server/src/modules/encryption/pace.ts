import { setTimeout as wait } from 'node:timers/promises';

/** Decides how much is done at once and how long to pause between. */
export type Pace = {
  /** Rows of the next batch. */
  readonly size: number;
  /** Runs a batch, learns from how long it took, and pauses. Errors: those of the batch; `AbortError`. */
  run<T>(batch: () => Promise<T>): Promise<T>;
};

const targetMs = 80;
const leastRows = 20;
const mostRows = 2_000;

/**
 * A pace that keeps batches near 80 ms, so that nobody waits long for a row or a connection, and works `share` of the time. When the database slows down, batches
 * take longer, become smaller, and the pauses between them grow by themselves.
 */
export function createPace(options: {
  share: number;
  signal: AbortSignal;
  now?: () => number;
  pause?: (ms: number) => Promise<void>;
}): Pace {
  const { share, signal, now = () => performance.now(), pause = (ms) => wait(ms, undefined, { signal }) } = options;
  let size = 100;
  return {
    get size() {
      return size;
    },
    run: async (batch) => {
      signal.throwIfAborted();
      const startedMs = now();
      const result = await batch();
      const tookMs = Math.max(1, now() - startedMs);
      size = Math.round(Math.min(mostRows, Math.max(leastRows, Math.min(size * 2, size * (targetMs / tookMs)))));
      if (share < 1) await pause(tookMs * (1 / share - 1));
      return result;
    },
  };
}
