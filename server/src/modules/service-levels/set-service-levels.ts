import {
  ID_PREFIXES,
  type SatisfactionSettings,
  type ServiceLevelSettings,
  type ServiceTargets,
  type StoredSatisfactionSettings,
} from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { auditActorOf } from '#modules/working-hours';
import { tenantQuery, withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import type { ServiceLevelsContext } from './service-levels-context.ts';
import {
  deleteTargets,
  selectSatisfaction,
  selectScope,
  selectTargets,
  updateCheckNow,
  upsertSatisfaction,
  upsertTargets,
  type SatisfactionRow,
  type TargetScope,
  type TargetsRow,
} from './targets.sql.ts';

/** What holds until somebody sets targets: none. */
const unsetTargets: ServiceTargets = { first_reply_minutes: null, resolution_minutes: null, clock: 'working_time', warn_at_percent: 80 };

/** What holds until somebody sets a question: nothing is asked. */
export const unsetSatisfaction: SatisfactionSettings = {
  enabled: false,
  delay_minutes: 5,
  question: 'How was our service?',
  labels: { good: '😊 Good', okay: '😐 Okay', bad: '🙁 Bad' },
  comment_question: null,
};

/** The targets of a workspace and of the teams and numbers that have their own. */
export async function listServiceLevels(ctx: Pick<ServiceLevelsContext, 'db'>, workspaceId: string): Promise<ServiceLevelSettings> {
  const rows = await tenantQuery<TargetsRow>(ctx.db, workspaceId, selectTargets([workspaceId]));
  const own = rows.find((row) => row.teamId === null && row.numberId === null);
  // Ids are made with the very prefixes their types are branded with.
  return {
    workspace: { ...(own?.targets ?? unsetTargets), updated_at: own?.updatedAt.toISOString() ?? null },
    teams: rows.flatMap(({ teamId, targets, updatedAt }) =>
      teamId === null
        ? []
        : [
            {
              team_id: toPublicId(ID_PREFIXES.team, teamId) as ServiceLevelSettings['teams'][number]['team_id'],
              ...targets,
              updated_at: updatedAt.toISOString(),
            },
          ],
    ),
    numbers: rows.flatMap(({ numberId, targets, updatedAt }) =>
      numberId === null
        ? []
        : [
            {
              number_id: toPublicId(ID_PREFIXES.number, numberId) as ServiceLevelSettings['numbers'][number]['number_id'],
              ...targets,
              updated_at: updatedAt.toISOString(),
            },
          ],
    ),
  };
}

/** Sets targets; open conversations follow within seconds. Errors: `not_found` for a team or number of another workspace. */
export async function setServiceTargets(
  ctx: ServiceLevelsContext,
  actor: WorkspaceActor,
  scope: TargetScope,
  targets: ServiceTargets,
): Promise<ServiceLevelSettings> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    if (scope.kind !== 'workspace' && (await tx.query(selectScope(workspaceId, scope))).length === 0) throw new AppError('not_found');
    const rows = await tx.query<TargetsRow>(selectTargets([workspaceId]));
    const before = rows.find(
      (row) => row.teamId === (scope.kind === 'team' ? scope.id : null) && row.numberId === (scope.kind === 'number' ? scope.id : null),
    );
    await tx.query(upsertTargets({ workspaceId, scope, targets, at: ctx.clock.now() }));
    await record(ctx, tx, actor, scope, { before: before?.targets ?? null, after: targets });
  });
  return listServiceLevels(ctx, workspaceId);
}

/** Lets a team or number follow the workspace again. Errors: `not_found` when it has no targets of its own. */
export async function removeServiceTargets(ctx: ServiceLevelsContext, actor: WorkspaceActor, scope: TargetScope): Promise<void> {
  await withTenant(ctx.db, actor.workspaceId, async (tx) => {
    const [gone] = await tx.query<{ targets: ServiceTargets }>(deleteTargets(actor.workspaceId, scope));
    if (gone === undefined) throw new AppError('not_found');
    await record(ctx, tx, actor, scope, { before: gone.targets, after: null });
  });
}

/** The question of a workspace. */
export async function getSatisfaction(ctx: Pick<ServiceLevelsContext, 'db'>, workspaceId: string): Promise<StoredSatisfactionSettings> {
  const [row] = await tenantQuery<SatisfactionRow>(ctx.db, workspaceId, selectSatisfaction([workspaceId]));
  return { ...(row?.settings ?? unsetSatisfaction), updated_at: row?.updatedAt.toISOString() ?? null };
}

/** Sets the question. It holds for conversations that are resolved from now on. Errors: `validation_failed` when two buttons read the same. */
export async function setSatisfaction(
  ctx: ServiceLevelsContext,
  actor: WorkspaceActor,
  settings: SatisfactionSettings,
): Promise<StoredSatisfactionSettings> {
  const { workspaceId } = actor;
  const { good, okay, bad } = settings.labels;
  if (new Set([good, okay, bad]).size < 3)
    throw new AppError('validation_failed', { details: { issues: [{ path: 'body.labels', message: 'must be three different labels' }] } });
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [before] = await tx.query<SatisfactionRow>(selectSatisfaction([workspaceId]));
    await tx.query(upsertSatisfaction(workspaceId, settings, ctx.clock.now()));
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'satisfaction.changed',
      target: { kind: 'workspace', id: toPublicId(ID_PREFIXES.workspace, workspaceId) },
      before: { settings: before?.settings ?? null },
      after: { settings },
    });
  });
  return getSatisfaction(ctx, workspaceId);
}

async function record(
  ctx: ServiceLevelsContext,
  tx: TenantTx,
  actor: WorkspaceActor,
  scope: TargetScope,
  change: { before: ServiceTargets | null; after: ServiceTargets | null },
): Promise<void> {
  await tx.query(updateCheckNow([actor.workspaceId], ctx.clock.now()));
  await appendAudit(ctx.audit, tx, {
    actor: auditActorOf(actor),
    action: change.after === null ? 'service_levels.removed' : 'service_levels.changed',
    target: {
      kind: scope.kind,
      id: scope.kind === 'workspace' ? toPublicId(ID_PREFIXES.workspace, actor.workspaceId) : toPublicId(ID_PREFIXES[scope.kind], scope.id),
    },
    before: { targets: change.before },
    after: { targets: change.after },
  });
}
