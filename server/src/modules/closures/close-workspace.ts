import { CLOSURE_GRACE_DAYS, ID_PREFIXES, type Closure, type CloseWorkspaceRequest, type PublicId } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { publicUserId } from '#modules/users';
import { getWorkspace, setDeletesAt } from '#modules/workspaces';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import type { ClosuresContext } from './closures-context.ts';
import { insertClosure, selectOpenClosure, updateReopened, type ClosureRow } from './closures.sql.ts';
import { closedMail, reopenedMail, tellOwners } from './mails.ts';

const dayMs = 86_400_000;

/** The closing that goes on; null while the workspace is open. */
export async function getClosure(ctx: ClosuresContext, workspaceId: string): Promise<Closure | null> {
  const [row] = await tenantQuery<ClosureRow>(ctx.db, workspaceId, selectOpenClosure(workspaceId));
  return row === undefined ? null : present(row);
}

/**
 * Closes a workspace: from now on it can be read and exported only, nothing is sent, and after 30 days it is deleted. Whoever closes it types its
 * name. Again while it is closing gives the same closing.
 *
 * Errors: `validation_failed` when the name is another one, `permission_denied` for a key.
 */
export async function closeWorkspace(ctx: ClosuresContext, actor: WorkspaceActor, input: CloseWorkspaceRequest): Promise<Closure> {
  if (actor.kind !== 'user') throw new AppError('permission_denied', { details: { permission: 'workspace:close' } });
  const { workspaceId, userId } = actor;
  const workspace = await getWorkspace({ db: ctx.db }, workspaceId);
  if (input.workspace_name.trim() !== workspace.name) {
    throw new AppError('validation_failed', {
      details: { issues: [{ path: 'body.workspace_name', message: 'is not the name of this workspace' }] },
    });
  }
  const now = ctx.clock.now();
  const deletesAt = new Date(now.getTime() + CLOSURE_GRACE_DAYS * dayMs);
  const id = ctx.ids.uuid();
  const reason = input.reason === undefined || input.reason === '' ? null : input.reason;
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<ClosureRow>(
      insertClosure({ workspaceId, id, workspaceName: workspace.name, reason, requestedBy: userId, requestedAt: now, deletesAt }),
    );
    if (row === undefined) {
      const [open] = await tx.query<ClosureRow>(selectOpenClosure(workspaceId));
      if (open === undefined) throw new AppError('conflict');
      return present(open);
    }
    await setDeletesAt(tx, workspaceId, deletesAt, now);
    await tellOwners(ctx, tx, row, closedMail(ctx.publicUrl, workspace));
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: userId },
      action: 'workspace.closed',
      target: { kind: 'workspace', id: workspace.id },
      after: { deletes_at: deletesAt.toISOString() },
    });
    return present(row);
  });
}

/**
 * Takes a closing back; everything works again as before.
 *
 * Errors: `not_found` when the workspace is not closing or its deletion has begun, `permission_denied` for a key.
 */
export async function reopenWorkspace(ctx: ClosuresContext, actor: WorkspaceActor): Promise<void> {
  if (actor.kind !== 'user') throw new AppError('permission_denied', { details: { permission: 'workspace:close' } });
  const { workspaceId, userId } = actor;
  const workspace = await getWorkspace({ db: ctx.db }, workspaceId);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const now = ctx.clock.now();
    const [row] = await tx.query<ClosureRow>(updateReopened(workspaceId, userId, now));
    if (row === undefined) throw new AppError('not_found');
    await setDeletesAt(tx, workspaceId, null, now);
    await tellOwners(ctx, tx, row, reopenedMail(ctx.publicUrl, workspace));
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: userId },
      action: 'workspace.reopened',
      target: { kind: 'workspace', id: workspace.id },
    });
  });
}

function present(row: ClosureRow): Closure {
  return {
    id: toPublicId(ID_PREFIXES.closure, row.id) as PublicId<'closure'>, // both made with the prefix they are branded with
    reason: row.reason,
    requested_by: publicUserId(row.requestedBy),
    requested_at: row.requestedAt.toISOString(),
    deletes_at: row.deletesAt.toISOString(),
  };
}
