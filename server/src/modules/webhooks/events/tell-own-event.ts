import { webhookTypesOf, type WebhookEventType } from '@kabar/contract';
import type { TenantTx } from '#platform/db/tx';
import { notifyEndpoints } from '../endpoints/endpoints.sql.ts';
import { publicEndpointId } from '../endpoints/present-endpoint.ts';
import type { WebhooksContext } from '../webhooks-context.ts';
import { insertOwnEvent } from './events.sql.ts';

/** Filters that mean a type. */
export function filtersOf(type: WebhookEventType): string[] {
  return webhookTypesOf([type]).length === 0 ? [] : ['*', type, `${type.slice(0, type.indexOf('.'))}.*`];
}

/**
 * Tells of something that happened to an endpoint itself: in the caller's transaction, to the endpoints whose filter names it, or to `onlyTo` alone.
 * Gives the ids of the deliveries that were made.
 */
export async function tellOwnEvent(
  ctx: Pick<WebhooksContext, 'ids'>,
  tx: TenantTx,
  workspaceId: string,
  event: { type: WebhookEventType; endpointId: string; at: Date; onlyTo?: string },
): Promise<string[]> {
  const made = await tx.query<{ id: string; endpointId: string }>(
    insertOwnEvent({
      workspaceId,
      id: ctx.ids.uuid(),
      type: event.type,
      data: JSON.stringify({ webhook_endpoint_id: publicEndpointId(event.endpointId) }),
      filters: filtersOf(event.type),
      onlyTo: event.onlyTo ?? null,
      at: event.at,
    }),
  );
  if (made.length > 0) await tx.query(notifyEndpoints(made.map(({ endpointId }) => endpointId)));
  return made.map(({ id }) => id);
}
