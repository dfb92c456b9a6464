import type { Clock } from '#platform/clock';

/**
 * Keeps unwrapped keys for a short time. Bounded in number and in age: a key destroyed elsewhere is forgotten when the notification
 * arrives, and at the latest when its time is over.
 */
export type KeyCache<Value> = {
  get(id: string): Value | undefined;
  /**
   * Keeps a value that was read while the cache stood at `epoch`. Does nothing when anything was forgotten since: the value may be
   * one of a key destroyed in between.
   */
  put(id: string, value: Value, epoch: number): void;
  /** To be taken before reading what is going to be kept. */
  epoch(): number;
  /** Forgets one. */
  forget(id: string): void;
  /** Forgets all whose id fits. */
  forgetWhere(fits: (id: string) => boolean): void;
  clear(): void;
  readonly size: number;
};

/** Least recently used first out beyond `maxCount`; nothing older than `ttlMs`. */
export function createKeyCache<Value>(options: { clock: Clock; maxCount: number; ttlMs: number }): KeyCache<Value> {
  const entries = new Map<string, { value: Value; untilMs: number }>();
  let epoch = 0;
  return {
    get: (id) => {
      const entry = entries.get(id);
      if (entry === undefined) return undefined;
      entries.delete(id);
      if (entry.untilMs <= options.clock.now().getTime()) return undefined;
      entries.set(id, entry);
      return entry.value;
    },
    put: (id, value, readAt) => {
      if (readAt !== epoch) return;
      entries.delete(id);
      entries.set(id, { value, untilMs: options.clock.now().getTime() + options.ttlMs });
      const [oldest] = entries.keys();
      if (entries.size > options.maxCount && oldest !== undefined) entries.delete(oldest);
    },
    epoch: () => epoch,
    forget: (id) => {
      epoch += 1;
      entries.delete(id);
    },
    forgetWhere: (fits) => {
      epoch += 1;
      for (const id of entries.keys()) if (fits(id)) entries.delete(id);
    },
    clear: () => {
      epoch += 1;
      entries.clear();
    },
    get size() {
      return entries.size;
    },
  };
}
