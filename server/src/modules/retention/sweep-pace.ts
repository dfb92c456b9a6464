/** How hard a walk over one table may work: how many rows the next batch takes, and how long it rests after one. */
export type SweepPace = {
  batchSize(): number;
  /** Hears what a batch took, and how many rows a second everybody else writes in this database; gives the rest before the next one. */
  restMs(batch: { rows: number; workedMs: number; othersPerSecond: number }): number;
};

/** Always the same: batches of one size, and a share of the time at work. */
export function steadyPace(size: number, share: number): SweepPace {
  return { batchSize: () => size, restMs: ({ workedMs }) => workedMs * (1 / share - 1) };
}

/** No batch should hold its locks and its connection for longer. */
const aimMs = 100;
const leastBatch = 100;
const mostBatch = 2_000;
/** Shares of the time at work: where rows get dear, to begin with, beside much traffic, and when nobody else wants the machine. */
const leastShare = 0.05;
const firstShare = 0.1;
const busyShare = 0.1;
const mostShare = 0.8;
/** Rows a second that are written where hardly anybody is served, and from which customers are being served in numbers: some 20 messages a second. */
const idleUpTo = 50;
const busyFrom = 500;
/** How much dearer than at its cheapest a row may get before others are thought to be waiting. */
const dearFrom = 1.5;
const veryDearFrom = 2.5;
/** The cheapest row seen is forgotten slowly, for rows further on may cost more on an idle machine, too. */
const forgetting = 1.001;

/**
 * Works as hard as nobody notices. Two things say how hard that is, wherever the others run: how many rows they write, which bounds the share
 * of the time at work; and what a row costs beside the cheapest that was seen, which tells of a disk or a machine that is short. Up step by step, down
 * at once.
 */
export function adaptivePace(): SweepPace {
  let size = 500;
  let share = firstShare;
  let cheapestMs = Number.POSITIVE_INFINITY;
  return {
    batchSize: () => size,
    restMs: ({ rows, workedMs, othersPerSecond }) => {
      if (rows > 0) {
        const rowMs = workedMs / rows;
        cheapestMs = Math.min(cheapestMs * forgetting, rowMs);
        const dearness = rowMs / cheapestMs;
        if (dearness >= veryDearFrom) share /= 2;
        else if (dearness >= dearFrom) share *= 0.8;
        else share += 0.02;
        share = Math.max(leastShare, Math.min(share, shareBeside(othersPerSecond)));
        const factor = Math.min(1.5, Math.max(0.5, aimMs / Math.max(1, workedMs)));
        size = Math.round(Math.min(mostBatch, Math.max(leastBatch, size * factor)));
      }
      return workedMs * (1 / share - 1);
    },
  };
}

function shareBeside(othersPerSecond: number): number {
  const busy = Math.min(1, Math.max(0, (othersPerSecond - idleUpTo) / (busyFrom - idleUpTo)));
  return mostShare + (busyShare - mostShare) * busy;
}
