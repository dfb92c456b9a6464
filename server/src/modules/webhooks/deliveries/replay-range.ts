import { ID_PREFIXES, WEBHOOK_LIMITS, webhookTypesOf, type CreateWebhookReplayRequest, type WebhookReplay } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { fromPublicId, toPublicId } from '#platform/ids';
import { requireSight } from '../endpoints/create-endpoint.ts';
import { auditActor } from '../endpoints/endpoint-acts.ts';
import { notifyEndpoints } from '../endpoints/endpoints.sql.ts';
import { loadEndpoint } from '../endpoints/list-endpoints.ts';
import { publicEndpointId } from '../endpoints/present-endpoint.ts';
import type { WebhooksContext } from '../webhooks-context.ts';
import { insertReplayRange, selectReplay, type ReplayRow } from './replays.sql.ts';

const dayMs = 86_400_000;

/**
 * Sends to an endpoint what happened in a time: what failed, what it never got, or all. At most 10,000 events at once; the answer says where to go on. All
 * of it is put on its way in one transaction, so a replay is whole or not there. Types beyond the endpoint's filter can be asked for.
 *
 * Errors: `not_found`, `webhook_endpoint_disabled`, `permission_denied`; `validation_failed` for a time that is no time or too long ago.
 */
export async function replayRange(
  ctx: WebhooksContext,
  actor: WorkspaceActor,
  endpointId: string,
  input: CreateWebhookReplayRequest,
): Promise<WebhookReplay> {
  const { workspaceId } = actor;
  const now = ctx.clock.now();
  const since = new Date(input.from);
  const until = input.until === undefined ? now : new Date(input.until);
  const endpoint = await loadEndpoint(ctx, workspaceId, endpointId);
  const problem =
    since >= until
      ? 'must be before until'
      : since.getTime() < now.getTime() - WEBHOOK_LIMITS.logDays * dayMs
        ? 'must be at most 30 days ago'
        : null;
  if (problem !== null) throw new AppError('validation_failed', { details: { issues: [{ path: 'body.from', message: problem }] } });
  if (endpoint.status === 'disabled') throw new AppError('webhook_endpoint_disabled');
  const filter = input.event_types ?? endpoint.eventTypes;
  requireSight(actor, filter);
  const id = ctx.ids.uuid();
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(
      insertReplayRange({
        workspaceId,
        id,
        endpointId,
        which: input.which,
        since,
        until,
        types: webhookTypesOf(filter),
        limit: WEBHOOK_LIMITS.replayEvents,
        at: now,
      }),
    );
    await tx.query(notifyEndpoints([endpointId]));
    await appendAudit(ctx.audit, tx, {
      actor: auditActor(actor),
      action: 'webhook_endpoint.replayed',
      target: { kind: 'webhook_endpoint', id: publicEndpointId(endpointId) },
      after: { which: input.which, from: since.toISOString(), until: until.toISOString() },
    });
  });
  return getReplay(ctx, workspaceId, endpointId, replayId(id));
}

/** A replay with how far it is. Errors: `not_found`. */
export async function getReplay(
  ctx: Pick<WebhooksContext, 'db'>,
  workspaceId: string,
  endpointId: string,
  id: string,
): Promise<WebhookReplay> {
  const uuid = fromPublicId(ID_PREFIXES.webhookReplay, id);
  const [row] = uuid === null ? [] : await tenantQuery<ReplayRow>(ctx.db, workspaceId, selectReplay(workspaceId, endpointId, uuid));
  if (row === undefined) throw new AppError('not_found');
  return {
    id: replayId(row.id),
    webhook_endpoint_id: publicEndpointId(row.endpointId),
    which: row.which,
    from: row.since.toISOString(),
    until: row.until.toISOString(),
    total_count: row.totalCount,
    pending_count: row.pendingCount,
    succeeded_count: row.succeededCount,
    failed_count: row.totalCount - row.pendingCount - row.succeededCount,
    continue_from: row.continueFrom?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  };
}

function replayId(id: string): WebhookReplay['id'] {
  return toPublicId(ID_PREFIXES.webhookReplay, id) as WebhookReplay['id']; // joins exactly this prefix and 26 characters
}
