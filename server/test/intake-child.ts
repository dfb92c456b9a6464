import { createPeopleCache, followContactChanges } from '../src/modules/contacts/index.ts';
import { createIntake } from '../src/modules/intake/index.ts';
import { createKeyring } from '../src/modules/keyring/index.ts';
import { applyAccountEvents, recordWebhooks } from '../src/modules/numbers/index.ts';
import { systemClock as clock } from '../src/platform/clock.ts';
import { rootKeysFromText } from '../src/platform/crypto/root-keys.ts';
import { openDatabase } from '../src/platform/db/database.ts';
import { createNotifications } from '../src/platform/events/notifications.ts';
import { systemIds as ids } from '../src/platform/ids.ts';
import { createHolderId, releaseLeasesOfDeadHolders } from '../src/platform/leases/lease.ts';
import { silentLog as log } from '../src/platform/log.ts';
import { createMetrics } from '../src/platform/metrics.ts';
import { createConsentWorld } from './consent-world.ts';

/**
 * A worker process for tests that works on stored deliveries until it is killed: `intake-child.ts <database url> <root key>`.
 * Writes `ready` once it does.
 */
const [, , url, rootKey] = process.argv;
if (url === undefined || rootKey === undefined) throw new Error('no database or root key given');
const db = openDatabase({ url, appPoolSize: 2, enginePoolSize: 6, onError: () => undefined });
const notifications = createNotifications({ url, clock, log });
await notifications.start();
const keyring = createKeyring({ db, rootKeys: rootKeysFromText('environment', rootKey), clock, notifications });
await releaseLeasesOfDeadHolders(db);
const cache = createPeopleCache();
followContactChanges(cache, notifications);
const consent = createConsentWorld({ db, keyring, cache, clock, ids });
const intake = createIntake({
  db,
  keyring,
  clock,
  ids,
  cache,
  log,
  metrics: createMetrics({ processMetrics: false }),
  notifications,
  holder: createHolderId(),
  payloadRetentionDays: 7,
  webhookAccountByKey: async () => null,
  applyAccountEvents: (tx, id, units) => applyAccountEvents({ clock, ids, applyTemplateChanges: async () => undefined }, tx, id, units),
  recordWebhooks: (tx, numbers, at) => recordWebhooks({ ids }, tx, numbers, at),
  registerMedia: async () => undefined,
  hearConsents: (tx, heard) => consent.hear(tx, heard),
});
intake.engine.start();
process.stdout.write('ready\n');
