import type { SightLimits } from '@kabar/contract';
import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { PersonMail, Power, UsersContext } from '#modules/users';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { TenantTx } from '#platform/db/tx';
import type { WorkspaceActor } from '#platform/http/actor';
import type { Ids } from '#platform/ids';
import type { StoredLimits } from './invitations.sql.ts';
import type { ResolvedRole } from './resolve-role.ts';

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
  /**
   * What modules above do with a role that goes, in the same transaction: how often they use it, and with `to`, that they use that one from now on. The role
   * hands it in. Errors: `role_too_high`.
   */
  moveRoleUses(tx: TenantTx, actor: WorkspaceActor, move: { roleId: string; to: ResolvedRole | null }): Promise<number>;
  /** Reads numbers and teams of the workspace that a member is to see at most. The role hands it in. Errors: `not_found`. */
  readLimits(tx: TenantTx, asked: SightLimits): Promise<StoredLimits>;
  /** Limits a member who was just added, in the same transaction. The role hands it in. */
  limitNewMember(tx: TenantTx, memberId: string, limits: StoredLimits, at: Date): Promise<void>;
  /** Puts a mail on its way in the same transaction, once per `dedupeKey`; the role hands it in. */
  mail(tx: TenantTx, mail: PersonMail, dedupeKey: string): Promise<void>;
};

/** A member with what they may do now. */
export type MemberPower = Power & { memberId: string; userId: string };

/** What others do when a membership changes. */
export type MembershipHooks = Pick<
  WorkspacesContext,
  'onMemberRemoved' | 'onPowerChanged' | 'moveRoleUses' | 'readLimits' | 'limitNewMember' | 'mail'
>;

/** Builds the module's context from that of the users module. */
export function createWorkspaces(users: UsersContext, keyring: Keyring, hooks: Partial<MembershipHooks> = {}): WorkspacesContext {
  const { db, clock, ids, audit } = users;
  const nothing = async (): Promise<void> => {};
  const none: MembershipHooks = {
    onMemberRemoved: nothing,
    onPowerChanged: nothing,
    moveRoleUses: async () => 0,
    readLimits: () => Promise.reject(new Error('nobody here limits members')),
    limitNewMember: nothing,
    mail: nothing,
  };
  return { db, clock, ids, audit, keyring, users, ...none, ...hooks };
}
