import { ID_PREFIXES, WEBHOOK_TEST_TYPE, type WebhookAttempt, type WebhookDeliveryDetail } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { loadEndpoint } from '../endpoints/list-endpoints.ts';
import { publicEventId, renderThin } from '../render-body.ts';
import type { WebhooksContext } from '../webhooks-context.ts';
import { contentRing, openRequest, openResponse } from './attempt-content.ts';
import { selectAttempts, selectDelivery, selectEvent, type AttemptRow, type DeliveryRow, type StoredEvent } from './deliveries.sql.ts';
import { presentDelivery } from './present-delivery.ts';

/**
 * One delivery with every try. What was said is shown only to whoever may read messages and contacts; an answer to a test to nobody, since a test can be
 * pointed at any server. Signatures and values of the workspace's own headers are never shown.
 *
 * Errors: `not_found`.
 */
export async function getDelivery(
  ctx: Pick<WebhooksContext, 'db' | 'clock' | 'keyring'>,
  actor: WorkspaceActor,
  id: string,
): Promise<WebhookDeliveryDetail> {
  const { workspaceId } = actor;
  const [row] = await tenantQuery<DeliveryRow>(ctx.db, workspaceId, selectDelivery(workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  const [attempts, [event], endpoint] = await Promise.all([
    tenantQuery<AttemptRow>(ctx.db, workspaceId, selectAttempts(workspaceId, id)),
    tenantQuery<StoredEvent>(ctx.db, workspaceId, selectEvent(workspaceId, row.eventId)),
    loadEndpoint(ctx, workspaceId, row.endpointId),
  ]);
  const mayRead = actor.permissions.has('messages:read') && actor.permissions.has('contacts:read');
  const shown = await Promise.all(
    attempts.map(async (attempt): Promise<WebhookAttempt> => {
      const isTest = row.eventType === WEBHOOK_TEST_TYPE;
      const ring = mayRead && !isTest ? await contentRing(ctx.keyring, workspaceId, attempt.contactId) : null;
      const request =
        attempt.requestSealed === null
          ? event === undefined
            ? null
            : { body: renderThin(workspaceId, event), isTruncated: false }
          : openRequest(ring, workspaceId, attempt.id, attempt.requestSealed);
      const response = attempt.responseSealed === null ? null : openResponse(ring, workspaceId, attempt.id, attempt.responseSealed);
      const isHidden = request === null || (attempt.responseSealed !== null && response === null);
      return {
        id: toPublicId(ID_PREFIXES.webhookAttempt, attempt.id) as WebhookAttempt['id'],
        number: attempt.number,
        started_at: attempt.startedAt.toISOString(),
        duration_ms: attempt.durationMs,
        outcome: attempt.outcome,
        http_status: attempt.httpStatus,
        failure: attempt.failure,
        request:
          request === null
            ? null
            : { headers: requestHeaders(row, attempt, endpoint.headerNames), body: request.body, is_truncated: request.isTruncated },
        response: response === null ? null : { headers: response.headers, body: response.body, is_truncated: response.isTruncated },
        response_sha256: attempt.responseHash?.toString('hex') ?? null,
        hidden: !isHidden ? null : isTest ? 'test' : mayRead ? 'erased' : 'permission',
      };
    }),
  );
  return { ...presentDelivery(row), attempts: shown };
}

const secretValue = '•••';

function requestHeaders(row: DeliveryRow, attempt: AttemptRow, headerNames: readonly string[]): Record<string, string> {
  return {
    'content-type': 'application/json',
    'webhook-id': publicEventId(row.eventId),
    'webhook-timestamp': String(Math.floor(attempt.startedAt.getTime() / 1_000)),
    'webhook-signature': secretValue,
    ...Object.fromEntries(headerNames.map((name) => [name, secretValue])),
  };
}
