import type { RoleRef } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import type { TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { auditActorOf, readHolders, readMembers } from './acting-member.ts';
import { fitToPower } from './fit-to-power.ts';
import { countOpenTo, moveInvitations } from './invitations.sql.ts';
import { updateMemberRole } from './members.sql.ts';
import { requireWithin, type RolePower } from './policy.ts';
import { publicId } from './present-workspace.ts';
import { resolveRole } from './resolve-role.ts';
import type { WorkspacesContext } from './workspaces-context.ts';

/**
 * Takes a role of the workspace from everybody who has it and gives them another, with the open invitations to it and single sign-on that gives it. Without `moveTo` it refuses while there
 * is anybody. Gives who moved. They must be locked. Errors: `role_in_use`, `role_too_high` for a role that allows more than `own`, `not_found` for one that does not exist.
 */
export async function moveHolders(
  ctx: WorkspacesContext,
  tx: TenantTx,
  actor: WorkspaceActor,
  own: RolePower,
  move: { roleId: string; moveTo: RoleRef | null },
): Promise<string[]> {
  const { workspaceId } = tx;
  const now = ctx.clock.now();
  const holders = await readHolders(tx, move.roleId);
  if (move.moveTo === null) {
    const [open] = await tx.query<{ count: number }>(countOpenTo(workspaceId, move.roleId, now));
    const uses = await ctx.moveRoleUses(tx, actor, { roleId: move.roleId, to: null });
    if (holders.length + (open?.count ?? 0) + uses > 0) throw new AppError('role_in_use');
  }
  // Invitations that ran out stay pending in their rows; they go along, or they would point to a role that is gone.
  const to = await resolveRole(tx, move.moveTo ?? 'agent');
  if (to.roleId === move.roleId) throw new AppError('not_found');
  requireWithin(own, to.power);
  await tx.query(moveInvitations(workspaceId, move.roleId, to));
  await ctx.moveRoleUses(tx, actor, { roleId: move.roleId, to });
  for (const holder of holders) {
    await tx.query(updateMemberRole(workspaceId, holder.id, to));
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'member.role_changed',
      target: { kind: 'member', id: publicId('member', holder.id) },
      before: { role: publicId('role', move.roleId) },
      after: { role: move.moveTo ?? 'agent' },
    });
  }
  const memberIds = holders.map((holder) => holder.id);
  await fitToPower(ctx, tx, actor, await readMembers(tx, memberIds));
  await appendEvents(
    tx,
    memberIds.map((id) => ({ workspaceId, type: 'member.updated' as const, data: { member_id: publicId('member', id) }, occurredAt: now })),
  );
  return memberIds;
}
