import { appendAudit } from '#modules/audit';
import { auditActorOf, presentRole, type ResolvedRole, type WorkspacesContext } from '#modules/workspaces';
import type { TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { lockProvider, updateJoinRole, type ProviderRow } from './single-sign-on.sql.ts';

/**
 * Whether people who come through the provider get this role of the workspace: 1 or 0. With `to` they get that one from now on, because the role goes.
 * Errors: `role_too_high` for `owner`, which nobody becomes by coming.
 */
export async function moveJoinRole(
  ctx: Pick<WorkspacesContext, 'audit' | 'clock'>,
  tx: TenantTx,
  actor: WorkspaceActor,
  move: { roleId: string; to: ResolvedRole | null },
): Promise<number> {
  const { roleId, to } = move;
  const [row] = await tx.query<ProviderRow>(lockProvider(tx.workspaceId));
  if (row === undefined || row.join_role_id !== roleId) return 0;
  if (to === null) return 1;
  if (to.role === 'owner') throw new AppError('role_too_high');
  await tx.query(updateJoinRole(tx.workspaceId, to));
  await appendAudit(ctx.audit, tx, {
    actor: auditActorOf(actor),
    action: 'single_sign_on.provider_set',
    before: { join_role: presentRole({ role: row.join_role, role_id: row.join_role_id }) },
    after: { join_role: presentRole({ role: to.role, role_id: to.roleId }) },
  });
  return 1;
}
