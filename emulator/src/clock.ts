/** A thing to be done at an instant of the emulated clock. */
interface Timer {
  dueAtMs: number;
  order: number;
  run: () => void;
  isCancelled: boolean;
}

/**
 * Time as the emulated Meta sees it: real time plus an offset that can only grow. Everything that waits (statuses, reviews,
 * retries, expiries) waits on this clock, so advancing it makes due things happen at once, in order of time.
 */
export interface Clock {
  nowMs(): number;
  nowSeconds(): number;
  offsetMs(): number;
  advance(byMs: number): void;
  /** Runs `run` when the emulated time is reached; returns a way to take it back. */
  at(dueAtMs: number, run: () => void): () => void;
  after(delayMs: number, run: () => void): () => void;
  stop(): void;
}

// Node's timers overflow beyond 2^31 ms.
const LONGEST_WAIT_MS = 1_000_000_000;

/** Creates a clock; `initialOffsetMs` comes from the store after a restart. */
export function createClock(initialOffsetMs = 0): Clock {
  const heap: Timer[] = [];
  let offset = initialOffsetMs;
  let order = 0;
  let handle: NodeJS.Timeout | undefined;
  let armedForMs = Number.POSITIVE_INFINITY;
  let isStopped = false;

  const nowMs = () => Date.now() + offset;
  const isBefore = (left: Timer, right: Timer) =>
    left.dueAtMs < right.dueAtMs || (left.dueAtMs === right.dueAtMs && left.order < right.order);

  function push(timer: Timer): void {
    let index = heap.length;
    heap.push(timer);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (!parent || !isBefore(timer, parent)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = timer;
  }

  function pop(): void {
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = heap[childIndex];
      if (!child) break;
      const right = heap[childIndex + 1];
      if (right && isBefore(right, child)) {
        child = right;
        childIndex += 1;
      }
      if (!isBefore(child, last)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = last;
  }

  function runDue(): void {
    handle = undefined;
    armedForMs = Number.POSITIVE_INFINITY;
    const now = nowMs();
    for (let first = heap[0]; first && first.dueAtMs <= now && !isStopped; first = heap[0]) {
      pop();
      if (!first.isCancelled) first.run();
    }
    arm();
  }

  function arm(): void {
    const first = heap[0];
    if (!first || isStopped || first.dueAtMs >= armedForMs) return;
    if (handle) clearTimeout(handle);
    armedForMs = first.dueAtMs;
    handle = setTimeout(runDue, Math.min(Math.max(0, first.dueAtMs - nowMs()), LONGEST_WAIT_MS));
  }

  function at(dueAtMs: number, run: () => void): () => void {
    const timer: Timer = { dueAtMs, order: (order += 1), run, isCancelled: false };
    push(timer);
    arm();
    return () => {
      timer.isCancelled = true;
    };
  }

  return {
    nowMs,
    nowSeconds: () => Math.floor(nowMs() / 1000),
    offsetMs: () => offset,
    advance(byMs) {
      offset += Math.max(0, byMs);
      if (handle) clearTimeout(handle);
      handle = setTimeout(runDue, 0);
      armedForMs = Number.NEGATIVE_INFINITY;
    },
    at,
    after: (delayMs, run) => at(nowMs() + delayMs, run),
    stop() {
      isStopped = true;
      if (handle) clearTimeout(handle);
    },
  };
}
