import { permissionsOfRole } from '#modules/users';
import type { TenantTx } from '#platform/db/tx';
import type { WorkspaceActor } from '#platform/http/actor';
import type { LockedMember } from './acting-member.ts';
import { selectPendingOf, withdrawInvitations } from './invitations.sql.ts';
import { isWithin } from './policy.ts';
import type { WorkspacesContext } from './workspaces-context.ts';

/**
 * Takes back, in the transaction in which members came to be allowed something else, what they handed out and could not hand out now: open
 * invitations to roles above theirs, and whatever modules beside this one keep (`onPowerChanged`).
 */
export async function fitToPower(
  ctx: Pick<WorkspacesContext, 'clock' | 'onPowerChanged'>,
  tx: TenantTx,
  actor: WorkspaceActor,
  members: readonly LockedMember[],
): Promise<void> {
  for (const member of members) {
    const pending = await tx.query<{ id: string; role: string; permissions: string[] | null }>(
      selectPendingOf(tx.workspaceId, member.userId),
    );
    const above = pending.filter(
      (row) =>
        !isWithin(member.power, {
          role: row.role === 'owner' ? 'owner' : 'custom',
          permissions: new Set(permissionsOfRole(row.role, row.permissions)),
        }),
    );
    if (above.length > 0)
      await tx.query(
        withdrawInvitations(
          tx.workspaceId,
          above.map((row) => row.id),
          ctx.clock.now(),
        ),
      );
    await ctx.onPowerChanged(tx, actor, { memberId: member.id, userId: member.userId, ...member.power });
  }
}
