import type { ContactsContext } from '../src/modules/contacts/index.ts';
import { systemIds } from '../src/platform/ids.ts';
import { silentLog } from '../src/platform/log.ts';
import { createMergeHands } from '../src/roles/merge-hands.ts';
import type { MessageWorld } from './message-world.ts';

/** The record of contacts over a world of messages. WhatsApp is what `provider` says; jobs are counted and not run. */
export function contactsContext(
  world: Pick<MessageWorld, 'people' | 'keyring'>,
  overrides: Partial<ContactsContext> = {},
): ContactsContext & { enqueued: { name: string; payload: unknown }[] } {
  const enqueued: { name: string; payload: unknown }[] = [];
  const unreachable = { ok: false as const, unreachable: true, error: { class: 'transient', code: null, title: 'away' } };
  return {
    ...world.people,
    log: silentLog,
    audit: { clock: world.people.clock, ids: world.people.ids, keyring: world.keyring },
    jobs: {
      enqueue: async (_tx, definition, payload) => {
        enqueued.push({ name: definition.name, payload });
        return true;
      },
    },
    provider: {
      // A test that talks to WhatsApp gives its own.
      blockUsers: async () => unreachable as never,
      unblockUsers: async () => unreachable as never,
    },
    connectionFor: async () => null,
    scopeOf: async () => null,
    merging: createMergeHands({ keyring: world.keyring, ids: systemIds }),
    ...overrides,
    enqueued,
  };
}
