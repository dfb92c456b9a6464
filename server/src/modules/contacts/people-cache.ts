import type { Notifications } from '#platform/events/notifications';

/** Channel on which the database tells that a contact was merged, taken apart or erased. */
export const contactsChannel = 'kabar_contacts';

/**
 * What this process remembers of who is who, so that the send and receive paths need not ask the database for people they
 * have just seen. Never the record: an entry may be stale for the moment between a change and its notification, and the
 * foreign keys catch what was written in it.
 */
export type PeopleCache = {
  /** Remembered value, or undefined. */
  get(key: string): CachedPerson | undefined;
  set(key: string, person: CachedPerson): void;
  /** Forgets everything that leads to a contact. */
  forget(contactId: string): void;
  clear(): void;
  readonly size: number;
};

/** Where a key leads: the contact, and what else the owner of the key wants to remember beside it. */
export type CachedPerson = { readonly contactId: string; readonly more: string };

type Entry = { person: CachedPerson; staleAtMs: number };

/**
 * Makes a cache of at most `maxEntries` (about 200 bytes each); the least recently used go first, and every entry goes
 * after `ttlMs`, so that a lost notification cannot keep a wrong answer alive. `nowMs` is a monotonic clock.
 */
export function createPeopleCache(options: { maxEntries?: number; ttlMs?: number; nowMs?: () => number } = {}): PeopleCache {
  const { maxEntries = 50_000, ttlMs = 300_000, nowMs = () => performance.now() } = options;
  const entries = new Map<string, Entry>();
  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      if (entry.staleAtMs <= nowMs()) return undefined;
      entries.set(key, entry); // a Map keeps the order of insertion: newest use last
      return entry.person;
    },
    set: (key, person) => {
      entries.delete(key);
      entries.set(key, { person, staleAtMs: nowMs() + ttlMs });
      if (entries.size > maxEntries) {
        for (const oldest of entries.keys()) {
          entries.delete(oldest);
          break;
        }
      }
    },
    forget: (contactId) => {
      for (const [key, entry] of entries) if (entry.person.contactId === contactId) entries.delete(key);
    },
    clear: () => entries.clear(),
    get size() {
      return entries.size;
    },
  };
}

/** Keeps the cache true to what other processes do. Gives the function that ends it. */
export function followContactChanges(cache: PeopleCache, notifications: Notifications): () => void {
  return notifications.on(contactsChannel, {
    received: (payload) => cache.forget(payload.split(' ')[1] ?? ''),
    missed: () => cache.clear(),
  });
}
