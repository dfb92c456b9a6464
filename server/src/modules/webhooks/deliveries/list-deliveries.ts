import { ID_PREFIXES, type IdKind, type ListWebhookDeliveriesQuery, type Page, type WebhookDelivery } from '@kabar/contract';
import type { Database } from '#platform/db/database';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId } from '#platform/ids';
import { selectDeliveries, type DeliveryRow } from './deliveries.sql.ts';
import { presentDelivery } from './present-delivery.ts';

/** A page of what was sent, newest first. Errors: `cursor_invalid`. */
export async function listDeliveries(
  ctx: { db: Database },
  workspaceId: string,
  query: ListWebhookDeliveriesQuery,
): Promise<Page<WebhookDelivery>> {
  const [given] = decodeCursor(query.cursor, 1) ?? [null];
  const beforeId = given === null ? null : fromPublicId(ID_PREFIXES.webhookDelivery, String(given));
  if (given !== null && beforeId === null) throw new AppError('cursor_invalid');
  const uuidOf = (kind: IdKind, id: string | undefined): string | null => (id === undefined ? null : fromPublicId(ID_PREFIXES[kind], id));
  const rows = await tenantQuery<DeliveryRow>(
    ctx.db,
    workspaceId,
    selectDeliveries(
      workspaceId,
      {
        beforeId,
        endpointId: uuidOf('webhookEndpoint', query.webhook_endpoint_id),
        status: query.status ?? null,
        eventType: query.event_type ?? null,
        eventId: uuidOf('event', query.event_id),
        messageId: uuidOf('message', query.message_id),
        from: query.from === undefined ? null : new Date(query.from),
        until: query.until === undefined ? null : new Date(query.until),
      },
      query.limit + 1,
    ),
  );
  const data = rows.slice(0, query.limit).map(presentDelivery);
  const last = data.at(-1);
  return { data, next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.id]) : null };
}
