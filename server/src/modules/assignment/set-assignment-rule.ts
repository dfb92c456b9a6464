import { ID_PREFIXES, type AssignmentRule, type AssignmentSettings } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { auditActorOf } from '#modules/working-hours';
import { tenantQuery, withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import type { AssignmentContext } from './assignment-context.ts';
import { deleteRule, selectRules, selectTeam, upsertRule, type RuleRow } from './rules.sql.ts';

/** What holds until somebody sets a rule: nobody is assigned to by itself. */
export const unsetRule: AssignmentRule = {
  mode: 'off',
  max_open: null,
  roles: ['agent'],
  only_online: true,
  only_within_working_hours: true,
  reassign_when_offline: false,
};

/** The rule of a workspace and those of teams that have their own. */
export async function listAssignmentRules(ctx: Pick<AssignmentContext, 'db'>, workspaceId: string): Promise<AssignmentSettings> {
  const rows = await tenantQuery<RuleRow>(ctx.db, workspaceId, selectRules(workspaceId));
  const own = rows.find((row) => row.teamId === null);
  return {
    workspace: { ...(own?.rule ?? unsetRule), updated_at: own?.updatedAt.toISOString() ?? null },
    teams: rows.flatMap(({ teamId, rule, updatedAt }) =>
      teamId === null
        ? []
        : [
            {
              // Made with the very prefix its type is branded with.
              team_id: toPublicId(ID_PREFIXES.team, teamId) as AssignmentSettings['teams'][number]['team_id'],
              ...rule,
              updated_at: updatedAt.toISOString(),
            },
          ],
    ),
  };
}

/** Sets the rule of the workspace (`teamId` null) or of a team. Who waits is given out within seconds. Errors: `not_found` for a team of another workspace. */
export async function setAssignmentRule(
  ctx: AssignmentContext,
  actor: WorkspaceActor,
  teamId: string | null,
  rule: AssignmentRule,
): Promise<AssignmentSettings> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    if (teamId !== null && (await tx.query(selectTeam(workspaceId, teamId))).length === 0) throw new AppError('not_found');
    const rows = await tx.query<RuleRow>(selectRules(workspaceId));
    await tx.query(upsertRule({ workspaceId, teamId, rule, at: ctx.clock.now() }));
    await record(ctx, tx, actor, teamId, { before: rows.find((row) => row.teamId === teamId)?.rule ?? null, after: rule });
  });
  return listAssignmentRules(ctx, workspaceId);
}

/** Lets a team follow the workspace again. Errors: `not_found` when it has no rule of its own. */
export async function removeAssignmentRule(ctx: AssignmentContext, actor: WorkspaceActor, teamId: string): Promise<void> {
  await withTenant(ctx.db, actor.workspaceId, async (tx) => {
    const [gone] = await tx.query<{ rule: AssignmentRule }>(deleteRule(actor.workspaceId, teamId));
    if (gone === undefined) throw new AppError('not_found');
    await record(ctx, tx, actor, teamId, { before: gone.rule, after: null });
  });
}

async function record(
  ctx: AssignmentContext,
  tx: TenantTx,
  actor: WorkspaceActor,
  teamId: string | null,
  change: { before: AssignmentRule | null; after: AssignmentRule | null },
): Promise<void> {
  await appendAudit(ctx.audit, tx, {
    actor: auditActorOf(actor),
    action: change.after === null ? 'assignment_rule.removed' : 'assignment_rule.changed',
    target:
      teamId === null
        ? { kind: 'workspace', id: toPublicId(ID_PREFIXES.workspace, actor.workspaceId) }
        : { kind: 'team', id: toPublicId(ID_PREFIXES.team, teamId) },
    before: { rule: change.before },
    after: { rule: change.after },
  });
}
