import type { Keyring } from '#modules/keyring';
import type { Connections } from '#modules/numbers';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { Notifications } from '#platform/events/notifications';
import type { Ids } from '#platform/ids';
import type { Log } from '#platform/log';
import type { SealedStorage } from '#platform/storage/sealed-storage';
import type { Provider } from '#whatsapp/provider';

/** What the use cases of media need. */
export type MediaContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  keyring: Keyring;
  notifications: Notifications;
  storage: SealedStorage;
  provider: Pick<Provider, 'uploadMedia' | 'mediaInfo' | 'downloadMedia'>;
  connections: Pick<Connections, 'connectionFor'>;
};
