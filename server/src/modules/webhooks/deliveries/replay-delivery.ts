import type { WebhookDelivery } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { auditActor } from '../endpoints/endpoint-acts.ts';
import { notifyEndpoints } from '../endpoints/endpoints.sql.ts';
import { loadEndpoint } from '../endpoints/list-endpoints.ts';
import type { WebhooksContext } from '../webhooks-context.ts';
import { insertReplay, selectDelivery, type DeliveryRow } from './deliveries.sql.ts';
import { presentDelivery } from './present-delivery.ts';

/**
 * Sends the event of a delivery once more, as a delivery of its own with the same `webhook-id`, so that a receiver who keeps ids knows it again.
 * Errors: `not_found`, `webhook_endpoint_disabled`.
 */
export async function replayDelivery(ctx: WebhooksContext, actor: WorkspaceActor, id: string): Promise<WebhookDelivery> {
  const { workspaceId } = actor;
  const now = ctx.clock.now();
  const newId = ctx.ids.uuid();
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const [old] = await tx.query<DeliveryRow>(selectDelivery(workspaceId, id));
    if (old === undefined) throw new AppError('not_found');
    const endpoint = await loadEndpoint(ctx, workspaceId, old.endpointId);
    if (endpoint.status === 'disabled') throw new AppError('webhook_endpoint_disabled');
    await tx.query(insertReplay(workspaceId, id, newId, now));
    await tx.query(notifyEndpoints([old.endpointId]));
    await appendAudit(ctx.audit, tx, {
      actor: auditActor(actor),
      action: 'webhook_delivery.replayed',
      target: { kind: 'webhook_delivery', id: presentDelivery(old).id },
    });
    const [made] = await tx.query<DeliveryRow>(selectDelivery(workspaceId, newId));
    if (made === undefined) throw new AppError('not_found');
    return presentDelivery(made);
  });
}
