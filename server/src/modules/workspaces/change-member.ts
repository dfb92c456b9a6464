import { ROLES, roleRank, type Member, type Role } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import type { WorkspaceActor } from '#platform/http/actor';
import { auditActorOf, requireMayChange, requireMayGrant } from './acting-member.ts';
import { withdrawInvitationsOf } from './invitations.sql.ts';
import { deleteMember, lockMembersForChange, selectMember, updateMemberRole, type MemberRow } from './members.sql.ts';
import { requireOwnerStays } from './policy.ts';
import { presentMember, publicId, readRole } from './present-workspace.ts';
import type { WorkspacesContext } from './workspaces-context.ts';

/**
 * Gives a member another role. It counts from the next request on; open live streams of the person end. Their pending
 * invitations to roles they may no longer give are withdrawn.
 *
 * Errors: `not_found`, `role_too_high`, `last_owner`.
 */
export async function changeMemberRole(ctx: WorkspacesContext, actor: WorkspaceActor, memberId: string, role: Role): Promise<Member> {
  return changeMember(ctx, actor, memberId, role);
}

/**
 * Takes a member out of the workspace, with the invitations they sent. It counts from the next request on; their open live
 * streams end. API keys they made stay, because the programs that use them belong to the workspace.
 *
 * Errors: `not_found`, `role_too_high`, `last_owner`.
 */
export async function removeMember(ctx: WorkspacesContext, actor: WorkspaceActor, memberId: string): Promise<void> {
  await changeMember(ctx, actor, memberId, null);
}

async function changeMember(ctx: WorkspacesContext, actor: WorkspaceActor, memberId: string, role: Role | null): Promise<Member> {
  const { workspaceId } = actor;
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const target = await checkRanks(tx, actor, memberId, role);
    if (target.role === role) return presentMember(target);
    const now = ctx.clock.now();
    await tx.query(role === null ? deleteMember(workspaceId, memberId) : updateMemberRole(workspaceId, memberId, role));
    if (role === null) await ctx.onMemberRemoved(tx, memberId);
    await tx.query(withdrawInvitationsOf(workspaceId, target.user_id, rolesAbove(role), now));
    await appendEvents(tx, [{ workspaceId, type: 'member.updated', data: { member_id: publicId('member', memberId) }, occurredAt: now }]);
    await announceAuthorizationChange(tx, [`member:${memberId}`]);
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: role === null ? 'member.removed' : 'member.role_changed',
      target: { kind: 'member', id: publicId('member', memberId) },
      before: { role: target.role },
      ...(role === null ? {} : { after: { role } }),
    });
    return presentMember({ ...target, role: role ?? target.role });
  });
}

/** Ranks are read under a lock: what the request's session said may have been changed meanwhile. */
async function checkRanks(tx: TenantTx, actor: WorkspaceActor, memberId: string, role: Role | null): Promise<MemberRow> {
  const rows = await tx.query<{ id: string; user_id: string; role: string }>(
    lockMembersForChange(tx.workspaceId, actor.kind === 'user' ? [memberId, actor.memberId] : [memberId]),
  );
  const members = rows.map((row) => ({ id: row.id, role: readRole(row.role) }));
  const own = actor.kind === 'user' ? members.find((member) => member.id === actor.memberId) : null;
  const target = members.find((member) => member.id === memberId);
  const [row] = await tx.query<MemberRow>(selectMember(tx.workspaceId, memberId));
  if (own === undefined || target === undefined || row === undefined) throw new AppError('not_found');
  requireMayChange(actor, own?.role ?? null, target.role);
  if (role !== null) requireMayGrant(actor, own?.role ?? null, role);
  requireOwnerStays(members, target, role);
  return row;
}

/** Roles that a member with `role` may not give; all of them for somebody who is no member. */
function rolesAbove(role: Role | null): Role[] {
  return ROLES.filter((other) => role === null || roleRank(other) < roleRank(role));
}
