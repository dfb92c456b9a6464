import type { Database } from '#platform/db/database';
import { tenantQuery, withTenant, type Statement, type TenantTx } from '#platform/db/tx';
import type { AuditContext } from './append-audit.ts';
import { auditKeys } from './audit-keys.ts';
import type { AuditRow } from './audit.sql.ts';
import { presentAudit } from './present-audit.ts';

const most = 10_000;

/** What the log says about some things (public ids), oldest first, at most 10,000 events; who did it by kind and id, without their name. */
export async function readAuditOf(
  ctx: AuditContext,
  db: Database,
  workspaceId: string,
  targetIds: readonly string[],
): Promise<Record<string, unknown>[]> {
  const rows = await tenantQuery<AuditRow>(db, workspaceId, selectOf(workspaceId, targetIds));
  if (rows.length === 0) return [];
  const keys = await withTenant(db, workspaceId, (tx) => auditKeys(ctx.keyring, workspaceId, tx));
  return rows.map((row) => {
    const { id, at, actor, action, target, before, after } = presentAudit(keys, row);
    return { id, at, action, by: { kind: actor.kind, id: actor.id }, target, before, after };
  });
}

/** How many events of one action stand under each of these things (public ids). */
export async function countAuditOf(
  tx: TenantTx,
  workspaceId: string,
  action: string,
  targetIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (targetIds.length === 0) return new Map();
  const rows = await tx.query<{ id: string; count: number }>({
    text: `select target_id as id, count(*)::int as count from audit_events
            where workspace_id = $1 and target_id = any ($2::text[]) and action = $3 group by target_id`,
    values: [workspaceId, targetIds, action],
  });
  return new Map(rows.map(({ id, count }) => [id, count]));
}

function selectOf(workspaceId: string, targetIds: readonly string[]): Statement {
  return {
    text: `select workspace_id, seq, id, at, actor_kind, actor_id, action, target_kind, target_id, before, after, origin, personal, prev_hash, hash, null as actor_name
             from audit_events where workspace_id = $1 and target_id = any ($2::text[]) order by seq limit ${most}`,
    values: [workspaceId, targetIds],
  };
}
