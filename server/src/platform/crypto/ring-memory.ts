import type { KeyRing } from './data-key.ts';

/**
 * What was opened lately, held by the very keys that opened it: whoever asks must hold the ring, and once the key ring lets go of it
 * (destroyed, changed, or five minutes old) what it opened goes with it. A ring is that of one contact, so nothing crosses contacts or
 * workspaces. Values are shared between callers and must not be changed.
 */
export type RingMemory<Value> = {
  /** The value under `id` if it is of this very version. */
  get(ring: KeyRing, id: string, version: string): Value | undefined;
  /** Keeps a value of about `byteCount` bytes. */
  put(ring: KeyRing, id: string, version: string, value: Value, byteCount: number): void;
};

type Entry<Value> = { version: string; value: Value; byteCount: number };

/**
 * Makes an empty memory of at most `maxBytes`, in two halves: when the younger is full it becomes the older, and the older one is dropped.
 * What is asked for again moves to the younger half, so what is used often stays.
 */
export function createRingMemory<Value>(maxBytes: number): RingMemory<Value> {
  type Half = WeakMap<KeyRing, Map<string, Entry<Value>>>;
  let younger: Half = new WeakMap();
  let older: Half = new WeakMap();
  let youngerBytes = 0;
  const keep = (ring: KeyRing, id: string, entry: Entry<Value>): void => {
    if (youngerBytes + entry.byteCount > maxBytes / 2) {
      older = younger;
      younger = new WeakMap();
      youngerBytes = 0;
    }
    if (entry.byteCount > maxBytes / 2) return;
    const own = younger.get(ring) ?? new Map<string, Entry<Value>>();
    youngerBytes += entry.byteCount - (own.get(id)?.byteCount ?? 0);
    younger.set(ring, own.set(id, entry));
  };
  return {
    get: (ring, id, version) => {
      const recent = younger.get(ring)?.get(id);
      if (recent !== undefined) return recent.version === version ? recent.value : undefined;
      const entry = older.get(ring)?.get(id);
      if (entry === undefined || entry.version !== version) return undefined;
      older.get(ring)?.delete(id);
      keep(ring, id, entry);
      return entry.value;
    },
    put: (ring, id, version, value, byteCount) => keep(ring, id, { version, value, byteCount }),
  };
}
