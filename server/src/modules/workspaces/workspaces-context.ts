import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { Power, UsersContext } from '#modules/users';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { TenantTx } from '#platform/db/tx';
import type { WorkspaceActor } from '#platform/http/actor';
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
  /** Fits what a member made in modules beside this one to what they may do now, in the same transaction; the role hands it in. */
  onPowerChanged(tx: TenantTx, actor: WorkspaceActor, member: MemberPower): Promise<void>;
};

/** A member with what they may do now. */
export type MemberPower = Power & { memberId: string; userId: string };

/** What other modules do when a membership changes. */
export type MembershipHooks = Pick<WorkspacesContext, 'onMemberRemoved' | 'onPowerChanged'>;

/** Builds the module's context from that of the users module. */
export function createWorkspaces(users: UsersContext, keyring: Keyring, hooks: Partial<MembershipHooks> = {}): WorkspacesContext {
  const { db, clock, ids, audit } = users;
  return { db, clock, ids, audit, keyring, users, onMemberRemoved: async () => {}, onPowerChanged: async () => {}, ...hooks };
}
