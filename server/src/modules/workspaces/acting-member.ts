import type { AuditActor } from '#modules/audit';
import { powerOf, type PowerRow } from '#modules/users';
import type { TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { lockMembersForChange, selectHolders, selectLocked } from './members.sql.ts';
import type { RolePower } from './policy.ts';

/** How the audit log names who acts. */
export function auditActorOf(actor: WorkspaceActor): AuditActor {
  return actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId };
}

/** A member under a lock. `role` is what their role allows by itself, `power` what is left of it for them. */
export type LockedMember = { id: string; userId: string; power: ReturnType<typeof powerOf>; role: RolePower };

type LockedRow = PowerRow & { id: string; user_id: string };

/**
 * Locks all owners, these members and whoever acts, and gives them with what they may do now: what the session of the request said may have been
 * changed meanwhile. `own` is the power of whoever acts; a key has that of its scopes and no role. Errors: `not_found` for somebody who left.
 */
export async function lockMembers(
  tx: TenantTx,
  actor: WorkspaceActor,
  memberIds: readonly string[],
): Promise<{ own: RolePower; members: LockedMember[] }> {
  const members = await lockWithOwners(tx, actor.kind === 'user' ? [...memberIds, actor.memberId] : memberIds);
  if (actor.kind === 'api_key') return { own: { role: 'custom', permissions: actor.permissions }, members };
  const own = members.find((member) => member.id === actor.memberId);
  if (own === undefined) throw new AppError('not_found');
  return { own: own.power, members };
}

/** Locks all owners and these members, and gives them with what they may do now. */
export async function lockWithOwners(tx: TenantTx, memberIds: readonly string[]): Promise<LockedMember[]> {
  await tx.query(lockMembersForChange(tx.workspaceId, memberIds));
  return toMembers(await tx.query<LockedRow>(selectLocked(tx.workspaceId, memberIds)));
}

/** These members as they stand now, after a change in this transaction. They must be locked. */
export async function readMembers(tx: TenantTx, memberIds: readonly string[]): Promise<LockedMember[]> {
  const rows = await tx.query<LockedRow>(selectLocked(tx.workspaceId, memberIds));
  return toMembers(rows.filter((row) => memberIds.includes(row.id)));
}

/** Everybody who has a role of the workspace. They must be locked (`lockHolders`). */
export async function readHolders(tx: TenantTx, roleId: string): Promise<LockedMember[]> {
  return toMembers(await tx.query<LockedRow>(selectHolders(tx.workspaceId, roleId)));
}

function toMembers(rows: readonly LockedRow[]): LockedMember[] {
  return rows.map((row) => ({
    id: row.id,
    userId: row.user_id,
    power: powerOf(row),
    role: powerOf({ ...row, has_limits: false, role_sight: 'all' }),
  }));
}
