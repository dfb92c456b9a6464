import { ID_PREFIXES, type Schedule, type WorkingHoursSettings } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { checkSchedule } from './check-schedule.ts';
import { listWorkingHours } from './list-working-hours.ts';
import { auditActorOf, type WorkingHoursContext } from './working-hours-context.ts';
import { deleteHours, selectHours, selectNumber, upsertHours, type HoursRow } from './working-hours.sql.ts';

/**
 * Sets the hours of the workspace (`numberId` null) or those that one number has instead. They hold at once: for away
 * messages, assignment, and the targets of open conversations.
 *
 * Errors: `validation_failed`; `not_found` for a number of another workspace.
 */
export async function setWorkingHours(
  ctx: WorkingHoursContext,
  actor: WorkspaceActor,
  numberId: string | null,
  given: Schedule,
): Promise<WorkingHoursSettings> {
  const { workspaceId } = actor;
  const schedule = checkSchedule(given);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    if (numberId !== null && (await tx.query(selectNumber(workspaceId, numberId))).length === 0) throw new AppError('not_found');
    const rows = await tx.query<HoursRow>(selectHours([workspaceId]));
    const before = rows.find((row) => row.numberId === numberId)?.schedule ?? null;
    await tx.query(upsertHours({ workspaceId, numberId, schedule, at: ctx.clock.now() }));
    await record(ctx, tx, actor, numberId, { before, after: schedule });
  });
  return listWorkingHours(ctx, workspaceId);
}

/** Lets a number follow the workspace again. Errors: `not_found` when it has no hours of its own. */
export async function removeWorkingHours(ctx: WorkingHoursContext, actor: WorkspaceActor, numberId: string): Promise<void> {
  await withTenant(ctx.db, actor.workspaceId, async (tx) => {
    const [gone] = await tx.query<{ schedule: Schedule }>(deleteHours(actor.workspaceId, numberId));
    if (gone === undefined) throw new AppError('not_found');
    await record(ctx, tx, actor, numberId, { before: gone.schedule, after: null });
  });
}

async function record(
  ctx: WorkingHoursContext,
  tx: TenantTx,
  actor: WorkspaceActor,
  numberId: string | null,
  change: { before: Schedule | null; after: Schedule | null },
): Promise<void> {
  const publicId = toPublicId(ID_PREFIXES.workspace, actor.workspaceId);
  await appendEvents(tx, [
    { workspaceId: actor.workspaceId, type: 'working_hours.updated', data: { workspace_id: publicId }, occurredAt: ctx.clock.now() },
  ]);
  await appendAudit(ctx.audit, tx, {
    actor: auditActorOf(actor),
    action: change.after === null ? 'working_hours.removed' : 'working_hours.changed',
    target: numberId === null ? { kind: 'workspace', id: publicId } : { kind: 'number', id: toPublicId(ID_PREFIXES.number, numberId) },
    before: { schedule: change.before },
    after: { schedule: change.after },
  });
}
