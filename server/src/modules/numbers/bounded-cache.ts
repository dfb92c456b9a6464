import type { Clock } from '#platform/clock';

/** Values being loaded or loaded, at most `maxCount` of them, each for at most `ttlMs`; the least recently used goes first. */
export type BoundedCache<Value> = {
  /** Gives the kept value or loads it; callers at the same time share one load. A failed load is not kept. */
  get(key: string, load: () => Promise<Value>): Promise<Value>;
  /** Forgets entries, also those still loading: what they load is given to their callers but not kept. */
  forgetWhere(test: (key: string) => boolean): void;
};

type Entry<Value> = { value: Promise<Value>; untilMs: number };

/** Makes an empty cache. `keep` false for a value (e.g. null) means that it is loaded again each time. */
export function createBoundedCache<Value>(options: {
  clock: Clock;
  maxCount: number;
  ttlMs: number;
  keep: (value: Value) => boolean;
}): BoundedCache<Value> {
  const { clock, maxCount, ttlMs, keep } = options;
  const entries = new Map<string, Entry<Value>>();
  const drop = (key: string, entry: Entry<Value>): void => {
    if (entries.get(key) === entry) entries.delete(key);
  };
  return {
    get: (key, load) => {
      const nowMs = clock.now().getTime();
      const known = entries.get(key);
      if (known !== undefined && known.untilMs > nowMs) {
        entries.delete(key);
        entries.set(key, known);
        return known.value;
      }
      const entry: Entry<Value> = { value: load(), untilMs: nowMs + ttlMs };
      entries.delete(key);
      entries.set(key, entry);
      const oldest = entries.size > maxCount ? entries.keys().next() : null;
      if (oldest !== null && oldest.done !== true) entries.delete(oldest.value);
      entry.value.then(
        (value) => {
          if (!keep(value)) drop(key, entry);
        },
        () => drop(key, entry),
      );
      return entry.value;
    },
    forgetWhere: (test) => {
      for (const key of entries.keys()) if (test(key)) entries.delete(key);
    },
  };
}
