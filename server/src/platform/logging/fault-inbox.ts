import type { DescribedError } from './describe-error.ts';

/** A fault of ours as the log wrote it: a fixed sentence and the described error, without a word of data. */
export type Fault = { text: string; error: DescribedError };

/** Faults on their way to whoever keeps them. */
export type FaultInbox = {
  /** Notes a fault. Never throws and never waits; beyond 500 that nobody took, the oldest are dropped. */
  add(fault: Fault): void;
  /** Takes out what has come together. */
  take(): Fault[];
};

const maxCount = 500;

/** Makes an inbox in memory: the log of a process fills it, one part empties it. */
export function createFaultInbox(): FaultInbox {
  let waiting: Fault[] = [];
  return {
    add: (fault) => {
      waiting.push(fault);
      if (waiting.length > maxCount) waiting.shift();
    },
    take: () => {
      const taken = waiting;
      waiting = [];
      return taken;
    },
  };
}
