import type { AuditContext } from '#modules/audit';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import type { Ids } from '#platform/ids';

/** What support access needs. */
export type SupportContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  audit: AuditContext;
  publicUrl: string;
  /** Puts a mail out in the transaction; a second one with the same key is never sent. */
  mail(tx: TenantTx | EngineTx, mail: { to: string; subject: string; text: string }, dedupeKey: string): Promise<void>;
};
