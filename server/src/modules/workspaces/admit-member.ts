import type { JoinRole } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { selectOpenInvitation, updateInvitationStatus, type Granted } from './invitations.sql.ts';
import { insertMember, selectMemberByUser, type StoredRole } from './members.sql.ts';
import { presentRole, publicId } from './present-workspace.ts';
import { resolveRole } from './resolve-role.ts';
import type { WorkspacesContext } from './workspaces-context.ts';

/** Whether a person belongs to a workspace. */
export async function isMember(ctx: WorkspacesContext, workspaceId: string, userId: string): Promise<boolean> {
  return (await tenantQuery(ctx.db, workspaceId, selectMemberByUser(workspaceId, userId))).length > 0;
}

/** Whether an invitation to this address is open. */
export async function isInvited(ctx: WorkspacesContext, workspaceId: string, email: string): Promise<boolean> {
  return (await tenantQuery(ctx.db, workspaceId, selectOpenInvitation(workspaceId, email, ctx.clock.now()))).length > 0;
}

/**
 * Makes somebody a member whom the workspace's provider vouched for: with the role of the invitation that waits for them, or else with `role`; null takes in
 * the invited only. False when they may not come in. Idempotent.
 */
export async function joinByProvider(
  ctx: WorkspacesContext,
  workspaceId: string,
  person: { userId: string; email: string },
  role: JoinRole | null,
): Promise<boolean> {
  const memberId = ctx.ids.uuid();
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const now = ctx.clock.now();
    const [invitation] = await tx.query<Granted & { id: string }>(selectOpenInvitation(workspaceId, person.email, now));
    const given: StoredRole | null = invitation ?? (role === null ? null : await resolveRole(tx, role));
    if (given === null) return false;
    if (invitation !== undefined) await tx.query(updateInvitationStatus(workspaceId, invitation.id, 'accepted', now));
    const added = await tx.query(
      insertMember({ workspaceId, id: memberId, userId: person.userId, role: given.role, roleId: given.roleId, joinedAt: now }),
    );
    if (added.length === 0) return true;
    if (invitation !== undefined && invitation.limits !== null) await ctx.limitNewMember(tx, memberId, invitation.limits, now);
    await appendEvents(tx, [{ workspaceId, type: 'member.updated', data: { member_id: publicId('member', memberId) }, occurredAt: now }]);
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: person.userId },
      action: 'member.joined',
      target: { kind: 'member', id: publicId('member', memberId) },
      after: { role: presentRole({ role: given.role, role_id: given.roleId }), by: 'single_sign_on' },
    });
    return true;
  });
}
