import type { ContactSummary } from '@kabar/contract';

/** What was shown lately, by id and version, so that a list that is looked at again and again is not decrypted each time. */
export type Remembered<Value> = {
  /** The value if it is of this very version. */
  get(id: string, version: string): Value | undefined;
  put(id: string, version: string, value: Value): void;
};

/** Opened parts of the inbox in memory: contacts, and previews of last messages. */
export type InboxMemory = { contacts: Remembered<ContactSummary>; previews: Remembered<string> };

const maxCount = 20_000;
const ttlMs = 5 * 60_000;

/**
 * Makes an empty memory: at most 20,000 of each kind, each for at most five minutes, as long as keys are kept. Whoever reads
 * from it has just asked the database for the version, so it never shows what has changed; and it is asked only for contacts
 * whose key still exists, so what was erased is not shown either.
 */
export function createInboxMemory(nowMs: () => number = () => performance.now()): InboxMemory {
  return { contacts: createRemembered(nowMs), previews: createRemembered(nowMs) };
}

function createRemembered<Value>(nowMs: () => number): Remembered<Value> {
  const entries = new Map<string, { version: string; value: Value; untilMs: number }>();
  return {
    get: (id, version) => {
      const entry = entries.get(id);
      if (entry === undefined) return undefined;
      if (entry.version !== version || entry.untilMs <= nowMs()) {
        entries.delete(id);
        return undefined;
      }
      return entry.value;
    },
    put: (id, version, value) => {
      entries.delete(id);
      entries.set(id, { version, value, untilMs: nowMs() + ttlMs });
      const oldest = entries.size > maxCount ? entries.keys().next() : null;
      if (oldest !== null && oldest.done !== true) entries.delete(oldest.value);
    },
  };
}
