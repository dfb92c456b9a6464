import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { Connections } from '#modules/numbers';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { Notifications } from '#platform/events/notifications';
import type { WorkspaceActor } from '#platform/http/actor';
import type { Ids } from '#platform/ids';
import type { Log } from '#platform/log';
import type { SealedStorage } from '#platform/storage/sealed-storage';
import type { Provider } from '#whatsapp/provider';
import type { Scanner } from './scanner.ts';

/** How the installation looks after files. `quotaBytes` null: no limit of the installation's. */
export type MediaCare = {
  scanner: Scanner | null;
  scannerAway: 'hold' | 'pass';
  quotaBytes: number | null;
  unusedAfterMs: number;
};

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
  audit: AuditContext;
  /** Address of this installation as browsers see it, without a slash at the end. */
  publicUrl: string;
  care: MediaCare;
  /** Makes sure that whoever asks may have a file; the role hands it in. Errors: `not_found`. */
  requireVisible(actor: WorkspaceActor, mediaId: string): Promise<void>;
};
