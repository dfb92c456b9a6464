import type { Member, RoleRef } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { readActing } from '#modules/users';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import type { WorkspaceActor } from '#platform/http/actor';
import { auditActorOf, lockMembers, readMembers } from './acting-member.ts';
import { fitToPower } from './fit-to-power.ts';
import { selectPendingOf, withdrawInvitations } from './invitations.sql.ts';
import { deleteMember, selectMember, updateMemberRole, type MemberRow } from './members.sql.ts';
import { requireOwnerStays, requireWithin } from './policy.ts';
import { presentMember, presentRole, publicId } from './present-workspace.ts';
import { resolveRole, type ResolvedRole } from './resolve-role.ts';
import { readRecipients, tellMembers, type MemberNews, type RoleWords } from './tell-members.ts';
import type { WorkspacesContext } from './workspaces-context.ts';

/**
 * Gives a member another role, and tells them. It counts from the next request on; open live streams of the person end. Their pending
 * invitations to roles they may no longer give are withdrawn, and their API keys lose what they may no longer do.
 *
 * Errors: `not_found`, `role_too_high`, `last_owner`.
 */
export async function changeMemberRole(ctx: WorkspacesContext, actor: WorkspaceActor, memberId: string, role: RoleRef): Promise<Member> {
  return changeMember(ctx, actor, memberId, role);
}

/**
 * Takes a member out of the workspace and tells them, with the invitations they sent. It counts from the next request on; their open live
 * streams end. API keys they made stay, with what they may do now, because the programs that use them belong to the workspace.
 *
 * Errors: `not_found`, `role_too_high`, `last_owner`.
 */
export async function removeMember(ctx: WorkspacesContext, actor: WorkspaceActor, memberId: string): Promise<void> {
  await changeMember(ctx, actor, memberId, null);
}

async function changeMember(ctx: WorkspacesContext, actor: WorkspaceActor, memberId: string, ref: RoleRef | null): Promise<Member> {
  const { workspaceId } = actor;
  const by = await readActing(ctx.users, actor);
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const { own, members } = await lockMembers(tx, actor, [memberId]);
    const target = members.find((member) => member.id === memberId);
    const [row] = await tx.query<MemberRow>(selectMember(workspaceId, memberId));
    if (target === undefined || row === undefined) throw new AppError('not_found');
    const next = ref === null ? null : await resolveRole(tx, ref);
    requireWithin(own, target.role);
    if (next !== null) requireWithin(own, next.power);
    const ranked = members.map((member) => ({ id: member.id, role: member.power.role }));
    requireOwnerStays(ranked, { id: memberId, role: target.power.role }, next?.role === 'owner' ? 'owner' : null);
    const before = presentRole(row);
    if (before === ref) return presentMember(row);

    const now = ctx.clock.now();
    const recipients = await readRecipients(tx, [memberId]);
    if (next === null) {
      const pending = await tx.query<{ id: string }>(selectPendingOf(workspaceId, target.userId));
      const ids = pending.map((invitation) => invitation.id);
      if (ids.length > 0) await tx.query(withdrawInvitations(workspaceId, ids, now));
      await tx.query(deleteMember(workspaceId, memberId));
      await ctx.onMemberRemoved(tx, memberId);
    } else {
      await tx.query(updateMemberRole(workspaceId, memberId, next));
      await fitToPower(ctx, tx, actor, await readMembers(tx, [memberId]));
    }
    await appendEvents(tx, [{ workspaceId, type: 'member.updated', data: { member_id: publicId('member', memberId) }, occurredAt: now }]);
    await announceAuthorizationChange(tx, [`member:${memberId}`]);
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: next === null ? 'member.removed' : 'member.role_changed',
      target: { kind: 'member', id: publicId('member', memberId) },
      before: { role: before, ...nameOf(row.role_name) },
      ...(next === null ? {} : { after: { role: ref ?? before, ...nameOf(next.name) } }),
    });
    await tellMembers(ctx, tx, by, recipients, newsOf({ ref: before, name: row.role_name }, next, ref));
    return presentMember(next === null ? row : { ...row, role: next.role, role_id: next.roleId, role_name: next.name });
  });
}

function newsOf(before: RoleWords, next: ResolvedRole | null, ref: RoleRef | null): MemberNews {
  return next === null || ref === null ? { kind: 'removed' } : { kind: 'role_changed', before, after: { ref, name: next.name } };
}

/** A role of the workspace by its name as well: a log is read when the role may be gone. */
function nameOf(name: string | null): { role_name?: string } {
  return name === null ? {} : { role_name: name };
}
