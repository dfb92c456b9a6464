import type { Log } from '#platform/log';

/** Something that runs for as long as the process does. */
export type Part = {
  /** A word for the log, e.g. `http`. */
  name: string;
  start?(): Promise<void> | void;
  /**
   * Takes nothing new, finishes or gives back what it has begun. `graceMs` is what is left for it; after that the process
   * goes on without it.
   */
  stop?(graceMs: number): Promise<void> | void;
};

/** The parts of a process, in order. */
export type Lifecycle = {
  /** Starts a part now and remembers it. Errors: the part's; it then counts as not started. */
  start(part: Part): Promise<void>;
  /**
   * Stops the parts in reverse order, each once, within `graceMs` in all. A part that fails or takes too long is logged
   * and does not keep the others from stopping. Gives false in that case. Later calls give the first one's answer.
   */
  stop(): Promise<boolean>;
  /** True from the first call of `stop` on. */
  readonly isStopping: boolean;
};

/** The least a part is given, so that the last ones (database, locks) are closed even after a slow one. */
const leastMs = 1_000;

/** Makes an empty lifecycle. */
export function createLifecycle(options: { log: Log; graceMs: number }): Lifecycle {
  const started: Part[] = [];
  let stopping: Promise<boolean> | undefined;

  const stopAll = async (): Promise<boolean> => {
    const untilMs = performance.now() + options.graceMs;
    let isClean = true;
    for (const part of started.toReversed()) {
      const graceMs = Math.max(leastMs, untilMs - performance.now());
      const startedMs = performance.now();
      try {
        await withinMs(graceMs, Promise.resolve(part.stop?.(graceMs)));
        options.log.debug('a part stopped', { step: part.name, durationMs: Math.round(performance.now() - startedMs) });
      } catch (error) {
        isClean = false;
        options.log.error('a part did not stop cleanly', { step: part.name, error });
      }
    }
    return isClean;
  };

  return {
    start: async (part) => {
      if (stopping !== undefined) throw new Error('the process is shutting down');
      await part.start?.();
      started.push(part);
    },
    stop: () => {
      stopping ??= stopAll();
      return stopping;
    },
    get isStopping() {
      return stopping !== undefined;
    },
  };
}

async function withinMs(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('took too long')), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
