import type { UpdateWorkspaceRequest, Workspace } from '@kabar/contract';
import pg from 'pg';
import { appendAudit } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { auditActorOf } from './acting-member.ts';
import { presentWorkspace, publicId } from './present-workspace.ts';
import { isReservedSlug } from './slug.ts';
import { readTimeZone } from './time-zone.ts';
import type { WorkspacesContext } from './workspaces-context.ts';
import { lockWorkspace, updateWorkspace as updateStatement, type WorkspaceRow } from './workspaces.sql.ts';

const fields = ['name', 'slug', 'time_zone', 'unknown_rule'] as const;

/**
 * Changes a workspace's name, address, time zone or rule for unknown outcomes. Nothing is recorded when nothing changes.
 *
 * Errors: `slug_taken`, `validation_failed` for the time zone, `not_found`.
 */
export async function updateWorkspace(ctx: WorkspacesContext, actor: WorkspaceActor, input: UpdateWorkspaceRequest): Promise<Workspace> {
  const { workspaceId } = actor;
  if (input.slug !== undefined && isReservedSlug(input.slug)) throw new AppError('slug_taken');
  const timeZone = input.time_zone === undefined ? null : readTimeZone(input.time_zone, 'body.time_zone');
  const change = { name: input.name ?? null, slug: input.slug ?? null, timeZone, unknownRule: input.unknown_rule ?? null };
  const row = await withTenant(ctx.db, workspaceId, async (tx) => {
    const now = ctx.clock.now();
    const [before] = await tx.query<WorkspaceRow>(lockWorkspace(workspaceId));
    const [after] = await tx.query<WorkspaceRow>(updateStatement(workspaceId, change, now)).catch(refuseTakenSlug);
    if (before === undefined || after === undefined) throw new AppError('not_found');
    const changed = fields.filter((field) => before[field] !== after[field]);
    if (changed.length === 0) return after;
    await appendEvents(tx, [
      { workspaceId, type: 'workspace.updated', data: { workspace_id: publicId('workspace', workspaceId) }, occurredAt: now },
    ]);
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'workspace.updated',
      target: { kind: 'workspace', id: publicId('workspace', workspaceId) },
      before: Object.fromEntries(changed.map((field) => [field, before[field]])),
      after: Object.fromEntries(changed.map((field) => [field, after[field]])),
    });
    return after;
  });
  return presentWorkspace(row);
}

function refuseTakenSlug(error: unknown): never {
  if (error instanceof pg.DatabaseError && error.code === '23505') throw new AppError('slug_taken', { cause: error });
  throw error;
}
