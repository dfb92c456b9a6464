import type { InvitationPreview } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { confirmEmail } from '#modules/users';
import { engineQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { hashInvitationToken } from './invitation-token.ts';
import { selectInvitationByToken, updateInvitationStatus, type Granted, type InvitationRow } from './invitations.sql.ts';
import { insertMember } from './members.sql.ts';
import { presentRole, publicId } from './present-workspace.ts';
import type { WorkspacesContext } from './workspaces-context.ts';

type FoundInvitation = InvitationRow & { workspace_name: string };

/** What the holder of a link sees before signing in. Errors: `invitation_invalid`. */
export async function previewInvitation(ctx: WorkspacesContext, token: string): Promise<InvitationPreview> {
  const found = await findInvitation(ctx, token);
  return {
    workspace_name: found.workspace_name,
    email: found.email,
    role: presentRole(found),
    role_name: found.role_name,
    expires_at: found.expires_at.toISOString(),
  };
}

/**
 * Makes the signed-in person a member, once. Their address must be the invited one; having the link proves it, so it
 * counts as confirmed.
 *
 * Errors: `invitation_invalid`, `already_member`.
 */
export async function acceptInvitation(ctx: WorkspacesContext, person: { userId: string; email: string }, token: string): Promise<void> {
  const found = await findInvitation(ctx, token);
  if (found.email !== person.email) throw new AppError('invitation_invalid');
  const workspaceId = found.workspace_id;
  const memberId = ctx.ids.uuid();
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const now = ctx.clock.now();
    const [closed] = await tx.query<Granted>(updateInvitationStatus(workspaceId, found.id, 'accepted', now));
    if (closed === undefined) throw new AppError('invitation_invalid');
    const added = await tx.query(
      insertMember({ workspaceId, id: memberId, userId: person.userId, role: closed.role, roleId: closed.roleId, joinedAt: now }),
    );
    if (added.length === 0) throw new AppError('already_member');
    if (closed.limits !== null) await ctx.limitNewMember(tx, memberId, closed.limits, now);
    await appendEvents(tx, [{ workspaceId, type: 'member.updated', data: { member_id: publicId('member', memberId) }, occurredAt: now }]);
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: person.userId },
      action: 'member.joined',
      target: { kind: 'member', id: publicId('member', memberId) },
      after: { role: presentRole({ role: closed.role, role_id: closed.roleId }), invitation_id: publicId('invitation', found.id) },
    });
  });
  await confirmEmail(ctx.users, person.userId);
}

async function findInvitation(ctx: WorkspacesContext, token: string): Promise<FoundInvitation> {
  const [row] = await engineQuery<FoundInvitation>(ctx.db, selectInvitationByToken(hashInvitationToken(token), ctx.clock.now()));
  if (row === undefined) throw new AppError('invitation_invalid');
  return row;
}
