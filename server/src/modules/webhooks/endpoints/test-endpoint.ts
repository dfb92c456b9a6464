import { WEBHOOK_TEST_TYPE, type WebhookDelivery } from '@kabar/contract';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { getDelivery } from '../deliveries/get-delivery.ts';
import { tellOwnEvent } from '../events/tell-own-event.ts';
import type { WebhooksContext } from '../webhooks-context.ts';
import { loadEndpoint } from './list-endpoints.ts';

/**
 * Sends a test event to an endpoint, through the same queue and client as all others. Its log shows status and time; the body of the answer is never
 * shown, so that a test tells nobody what stands on a server that is not theirs. Gives the delivery; watch it until it ends.
 *
 * Errors: `not_found`, `webhook_endpoint_disabled`.
 */
export async function testEndpoint(ctx: WebhooksContext, actor: WorkspaceActor, id: string): Promise<WebhookDelivery> {
  const { workspaceId } = actor;
  const endpoint = await loadEndpoint(ctx, workspaceId, id);
  if (endpoint.status === 'disabled') throw new AppError('webhook_endpoint_disabled');
  const at = ctx.clock.now();
  const [deliveryId] = await withTenant(ctx.db, workspaceId, (tx) =>
    tellOwnEvent(ctx, tx, workspaceId, { type: WEBHOOK_TEST_TYPE, endpointId: id, at, onlyTo: id }),
  );
  if (deliveryId === undefined) throw new AppError('webhook_endpoint_disabled');
  const { attempts: _attempts, ...delivery } = await getDelivery(ctx, actor, deliveryId);
  return delivery;
}
