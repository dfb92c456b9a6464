import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { UsersContext } from '#modules/users';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { TenantTx } from '#platform/db/tx';
import type { Ids } from '#platform/ids';

/** What the use cases of this module work with. */
export type WorkspacesContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  keyring: Keyring;
  audit: AuditContext;
  users: UsersContext;
  /** Takes a member who leaves out of what modules above keep of them, in the same transaction; the role hands it in. */
  onMemberRemoved(tx: TenantTx, memberId: string): Promise<void>;
};

/** Builds the module's context from that of the users module. */
export function createWorkspaces(
  users: UsersContext,
  keyring: Keyring,
  onMemberRemoved: WorkspacesContext['onMemberRemoved'] = () => Promise.resolve(),
): WorkspacesContext {
  return { db: users.db, clock: users.clock, ids: users.ids, audit: users.audit, keyring, users, onMemberRemoved };
}
