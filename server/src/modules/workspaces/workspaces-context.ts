import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { UsersContext } from '#modules/users';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { Ids } from '#platform/ids';

/** What the use cases of this module work with. */
export type WorkspacesContext = { db: Database; clock: Clock; ids: Ids; keyring: Keyring; audit: AuditContext; users: UsersContext };

/** Builds the module's context from that of the users module. */
export function createWorkspaces(users: UsersContext, keyring: Keyring): WorkspacesContext {
  return { db: users.db, clock: users.clock, ids: users.ids, audit: users.audit, keyring, users };
}
