import { countOwnFaults } from './count-crashes.ts';
import type { CrashReportsContext } from './crash-reports-context.ts';

const everyMs = 5_000;

/** Counts the faults of this process every few seconds, and once more at the end. */
export function createCrashCounter(ctx: CrashReportsContext): { name: string; start(): void; stop(): Promise<void> } {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await ctx.clock.sleep(everyMs, stopping.signal).catch(() => undefined); // ends with the stop below
      await countOwnFaults(ctx);
    }
  };
  return {
    name: 'crash_counter',
    start: () => {
      running ??= loop();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
