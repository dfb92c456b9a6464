import { appendAudit } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import type { WebhooksContext } from '../webhooks-context.ts';
import { auditActor, endpointUpdated } from './endpoint-acts.ts';
import { deleteEndpoint, lockEndpoint, type RawEndpointRow } from './endpoints.sql.ts';
import { publicEndpointId } from './present-endpoint.ts';

/** Removes an endpoint with its secrets and its log. What is under way is not waited for. Errors: `not_found`. */
export async function removeEndpoint(ctx: WebhooksContext, actor: WorkspaceActor, id: string): Promise<void> {
  const { workspaceId } = actor;
  const now = ctx.clock.now();
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<RawEndpointRow>(lockEndpoint(workspaceId, id, now));
    if (row === undefined) throw new AppError('not_found');
    await tx.query(deleteEndpoint(workspaceId, id));
    await endpointUpdated(tx, workspaceId, id, now);
    await appendAudit(ctx.audit, tx, {
      actor: auditActor(actor),
      action: 'webhook_endpoint.removed',
      target: { kind: 'webhook_endpoint', id: publicEndpointId(id) },
      before: { host: row.host, event_types: row.eventTypes },
    });
  });
}
