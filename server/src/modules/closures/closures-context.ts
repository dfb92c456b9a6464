import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import type { Ids } from '#platform/ids';
import type { Log } from '#platform/log';

/** What closings need. */
export type ClosuresContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  keyring: Keyring;
  audit: AuditContext;
  publicUrl: string;
  /** Puts a mail out in the transaction; a second one with the same key is never sent. */
  mail(tx: TenantTx | EngineTx, mail: { to: string; subject: string; text: string }, dedupeKey: string): Promise<void>;
  /** Removes a stored file; nothing happens when it is gone already. */
  deleteFile(name: string): Promise<void>;
  /** Lets Meta forget the workspace's numbers; what cannot be told is logged and does not stop the deletion. */
  disconnectNumbers(workspaceId: string): Promise<void>;
};
