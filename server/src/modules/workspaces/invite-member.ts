import type { CreateInvitationRequest, Invitation } from '@kabar/contract';
import pg from 'pg';
import { appendAudit, personal } from '#modules/audit';
import { mayMail, selectUserById, type UserRow } from '#modules/users';
import { engineQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { auditActorOf, lockMembers } from './acting-member.ts';
import { invitationMail } from './invitation-mail.ts';
import { hashInvitationToken, invitationMs, newInvitationToken } from './invitation-token.ts';
import { insertInvitation, selectInvitation, withdrawPendingTo, type InvitationRow } from './invitations.sql.ts';
import { selectMemberByEmail } from './members.sql.ts';
import { requireWithin } from './policy.ts';
import { presentInvitation, publicId } from './present-workspace.ts';
import { resolveRole } from './resolve-role.ts';
import type { WorkspacesContext } from './workspaces-context.ts';
import { selectWorkspace, type WorkspaceRow } from './workspaces.sql.ts';

const mailPauseSeconds = 900;

/**
 * Invites an address by mail; the token is in the mail only. A pending invitation to the same address is replaced, so the
 * older link stops working. Whether the address has an account here is never told.
 *
 * Errors: `not_found` for a role, number or team of another workspace, `role_too_high` also for an owner with limits, `already_member`, `conflict` (two at once), `rate_limited` (too many mails to one address).
 */
export async function inviteMember(ctx: WorkspacesContext, actor: WorkspaceActor, input: CreateInvitationRequest): Promise<Invitation> {
  const { workspaceId } = actor;
  const userId = actor.kind === 'user' ? actor.userId : null;
  const email = input.email.toLowerCase();
  const token = newInvitationToken();
  const id = ctx.ids.uuid();
  const asked = input.limits ?? null;
  // Before a mail is counted: numbers and teams of another workspace are refused first, as those that do not exist.
  if (asked !== null) await withTenant(ctx.db, workspaceId, (tx) => ctx.readLimits(tx, asked));
  if (!(await mayMail(ctx.users, `${workspaceId} ${email}`)))
    throw new AppError('rate_limited', { details: { retry_after_seconds: mailPauseSeconds } });
  const { invitation, workspace } = await withTenant(ctx.db, workspaceId, async (tx) => {
    const now = ctx.clock.now();
    const { own } = await lockMembers(tx, actor, []);
    const role = await resolveRole(tx, input.role);
    requireWithin(own, role.power);
    if (asked !== null && role.role === 'owner') throw new AppError('role_too_high');
    const limits = asked === null ? null : await ctx.readLimits(tx, asked);
    if ((await tx.query(selectMemberByEmail(workspaceId, email))).length > 0) throw new AppError('already_member');
    await tx.query(withdrawPendingTo(workspaceId, email, now));
    const row = {
      workspace_id: workspaceId,
      id,
      email,
      role: role.role,
      role_id: role.roleId,
      limits,
      invited_by: userId,
      invited_by_key: actor.kind === 'api_key' ? actor.apiKeyId : null,
      created_at: now,
      expires_at: new Date(now.getTime() + invitationMs),
    };
    await tx.query(insertInvitation({ ...row, tokenHash: hashInvitationToken(token) })).catch(refuseSecond);
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'invitation.created',
      target: { kind: 'invitation', id: publicId('invitation', id) },
      after: { email: personal(email), role: input.role, ...(asked === null ? {} : { limits: { ...asked } }) },
    });
    const [stored] = await tx.query<InvitationRow>(selectInvitation(workspaceId, id));
    const [place] = await tx.query<WorkspaceRow>(selectWorkspace(workspaceId));
    if (stored === undefined || place === undefined) throw new AppError('not_found');
    return { invitation: stored, workspace: place };
  });
  const [inviter] = userId === null ? [] : await engineQuery<UserRow>(ctx.db, selectUserById(userId));
  ctx.users.sendMail(
    invitationMail({
      to: email,
      workspaceName: workspace.name,
      inviterName: actor.name,
      role: input.role,
      roleName: invitation.role_name,
      language: inviter?.language ?? 'en',
      publicUrl: ctx.users.config.publicUrl,
      token,
    }),
  );
  return presentInvitation(invitation, ctx.clock.now());
}

function refuseSecond(error: unknown): never {
  if (error instanceof pg.DatabaseError && error.code === '23505') throw new AppError('conflict', { cause: error });
  throw error;
}
