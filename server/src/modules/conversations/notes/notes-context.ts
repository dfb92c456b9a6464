import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { Viewers } from '#modules/teams';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { Ids } from '#platform/ids';

/** What notes need. */
export type NotesContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  keyring: Keyring;
  audit: AuditContext;
  viewers: Pick<Viewers, 'of' | 'ofMember'>;
};
