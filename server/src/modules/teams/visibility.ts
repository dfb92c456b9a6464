import { AGENTS_SEE, ID_PREFIXES, type AgentsSee, type VisibilityRule } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { auditActorOf, type TeamsContext } from './teams-context.ts';
import { selectRule, upsertRule } from './teams.sql.ts';

/** The rule as stored; the default for a workspace that never set one. */
export function readAgentsSee(stored: string | null): AgentsSee {
  return AGENTS_SEE.find((rule) => rule === stored) ?? 'everything';
}

/** How much of the inbox agents see. */
export async function getVisibility(ctx: Pick<TeamsContext, 'db'>, workspaceId: string): Promise<VisibilityRule> {
  const [row] = await tenantQuery<{ agentsSee: string }>(ctx.db, workspaceId, selectRule(workspaceId));
  return { agents_see: readAgentsSee(row?.agentsSee ?? null) };
}

/**
 * Sets how much of the inbox agents see. It counts from the next request on; open live streams of the workspace end and come
 * back with the new sight.
 */
export async function setVisibility(ctx: TeamsContext, actor: WorkspaceActor, agentsSee: AgentsSee): Promise<VisibilityRule> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<{ agentsSee: string }>(selectRule(workspaceId));
    const before = readAgentsSee(row?.agentsSee ?? null);
    if (before === agentsSee) return;
    await tx.query(upsertRule(workspaceId, agentsSee, ctx.clock.now()));
    // A setting of the workspace like others: open dashboards ask for what they show again.
    await appendEvents(tx, [
      {
        workspaceId,
        type: 'workspace.updated',
        data: { workspace_id: toPublicId(ID_PREFIXES.workspace, workspaceId) },
        occurredAt: ctx.clock.now(),
      },
    ]);
    await announceAuthorizationChange(tx, [`workspace:${workspaceId}`]);
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'visibility.changed',
      before: { agents_see: before },
      after: { agents_see: agentsSee },
    });
  });
  ctx.viewers.forget(workspaceId);
  return { agents_see: agentsSee };
}
