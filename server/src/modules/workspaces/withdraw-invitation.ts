import { appendAudit } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { auditActorOf } from './acting-member.ts';
import { selectInvitation, updateInvitationStatus, type InvitationRow } from './invitations.sql.ts';
import { publicId } from './present-workspace.ts';
import type { WorkspacesContext } from './workspaces-context.ts';

/** Makes an invitation's link useless. Withdrawing twice is no error. Errors: `not_found`, `conflict` when it was accepted. */
export async function withdrawInvitation(ctx: WorkspacesContext, actor: WorkspaceActor, invitationId: string): Promise<void> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const closed = await tx.query(updateInvitationStatus(workspaceId, invitationId, 'withdrawn', ctx.clock.now()));
    if (closed.length === 0) {
      const [row] = await tx.query<InvitationRow>(selectInvitation(workspaceId, invitationId));
      if (row === undefined) throw new AppError('not_found');
      if (row.status === 'accepted') throw new AppError('conflict');
      return;
    }
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'invitation.withdrawn',
      target: { kind: 'invitation', id: publicId('invitation', invitationId) },
    });
  });
}
