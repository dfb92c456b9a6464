import { randomBytes } from 'node:crypto';
import { createPeopleCache, resolvePeople, type PeopleDeps } from '../src/modules/contacts/index.ts';
import type { EncryptionContext } from '../src/modules/encryption/index.ts';
import { createKeyring, type Keyring } from '../src/modules/keyring/index.ts';
import { systemClock } from '../src/platform/clock.ts';
import { rootKeyLine, rootKeysFromText } from '../src/platform/crypto/root-keys.ts';
import { createNotifications } from '../src/platform/events/notifications.ts';
import { systemIds } from '../src/platform/ids.ts';
import { createHolderId } from '../src/platform/leases/lease.ts';
import { silentLog } from '../src/platform/log.ts';
import type { TestDatabase } from './harness.ts';
import { createMessageWorld, type MessageWorld } from './message-world.ts';

/** A workspace whose index keys are changed, with other processes that share its root key. */
export type IndexKeyWorld = MessageWorld & {
  rootKey: string;
  ctx: EncryptionContext;
  /** People as another process sees them. `hears`: whether it is told of changed keys. */
  process(options: { hears: boolean }): PeopleDeps;
  /** The contact of a phone number, made when there is none. */
  contactOf(phone: string, people?: PeopleDeps): Promise<string>;
  /** What the send gate says about marketing to a contact. */
  choiceOf(contactId: string): Promise<string>;
};

/** Builds it over a test database. */
export async function createIndexKeyWorld(database: TestDatabase, rootKey = rootKeyLine(randomBytes(32))): Promise<IndexKeyWorld> {
  const world = await createMessageWorld(database, 1_000, rootKey);
  const { workspaceId } = world;
  const rings: Keyring[] = [];
  const rootKeys = rootKeysFromText('environment', rootKey);
  // Never started: nothing is ever received on it.
  const deaf = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
  const contactOf = async (phone: string, people: PeopleDeps = world.people): Promise<string> => {
    const [found] = await resolvePeople({ ...people, cache: createPeopleCache() }, [
      { workspaceId, identities: [{ kind: 'wa_id', value: phone }] },
    ]);
    if (found === undefined) throw new Error('nobody');
    return found.contactId;
  };
  return {
    ...world,
    rootKey,
    ctx: {
      db: database.db,
      clock: systemClock,
      ids: systemIds,
      log: silentLog,
      keyring: world.keyring,
      rootKeys,
      audit: { clock: systemClock, ids: systemIds, keyring: world.keyring },
      holder: createHolderId(),
      places: [],
      rewrapBackupKeys: () => Promise.resolve(0),
      livingBackups: () => Promise.resolve([]),
    },
    process: ({ hears }) => {
      const keyring = createKeyring({
        db: database.db,
        rootKeys,
        clock: systemClock,
        notifications: hears ? world.notifications : deaf,
      });
      rings.push(keyring);
      return { ...world.people, keyring, cache: createPeopleCache() };
    },
    contactOf,
    choiceOf: async (contactId) => {
      const [row] = await database.admin<{ choice: string }>('select kabar_marketing_choice($1, $2) as choice', [workspaceId, contactId]);
      return row?.choice ?? '';
    },
    close: async () => {
      for (const ring of rings) ring.close();
      await world.close();
    },
  };
}
