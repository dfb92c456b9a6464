import type { UpdateWebhookEndpointRequest, WebhookEndpoint } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import type { WebhooksContext } from '../webhooks-context.ts';
import { askForChallenge } from './ask-for-challenge.ts';
import { readHeaders } from './check-headers.ts';
import { readUrl, requireSight } from './create-endpoint.ts';
import { disableEndpoint } from './disable-endpoint.ts';
import { auditActor, endpointUpdated } from './endpoint-acts.ts';
import { openUrl, openVerifyToken, sealHeaders, sealUrl, sealVerifyToken } from './endpoint-secrets.ts';
import { lockEndpoint, readEndpoint, updateEnabled, updateSettings, type RawEndpointRow } from './endpoints.sql.ts';
import { getEndpoint, loadEndpoint } from './list-endpoints.ts';
import { publicEndpointId } from './present-endpoint.ts';

/**
 * Changes an endpoint. Requests under way go on as they began; what comes after follows the new settings. An endpoint in Meta's format that gets
 * another address or is switched on has to prove itself again.
 *
 * Errors: `not_found`, and those of `createEndpoint`.
 */
export async function updateEndpoint(
  ctx: WebhooksContext,
  actor: WorkspaceActor,
  id: string,
  input: UpdateWebhookEndpointRequest,
): Promise<WebhookEndpoint> {
  const { workspaceId } = actor;
  const before = await loadEndpoint(ctx, workspaceId, id);
  const oldUrl = await openUrl(ctx.keyring, before);
  const address = readUrl(ctx, input.url ?? oldUrl);
  // Whoever changes where events go must be allowed to see them all, not only those they name.
  requireSight(actor, input.event_types ?? before.eventTypes);
  const headers = input.headers === undefined ? undefined : readHeaders(input.headers);
  const isSwitchedOn = input.status === 'enabled' && before.status === 'disabled';
  if (before.format === 'meta' && (isSwitchedOn || address.url !== oldUrl || input.verify_token !== undefined)) {
    const token = input.verify_token ?? (await openVerifyToken(ctx.keyring, before));
    if (token === null) throw new AppError('webhook_challenge_failed', { details: { failure: 'no_token' } });
    await askForChallenge(ctx, address, token);
  }
  const now = ctx.clock.now();
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [raw] = await tx.query<RawEndpointRow>(lockEndpoint(workspaceId, id, now));
    if (raw === undefined) throw new AppError('not_found');
    const row = readEndpoint(raw);
    const next = {
      urlSealed: input.url === undefined ? row.urlSealed : await sealUrl(ctx.keyring, workspaceId, id, address.url, tx),
      host: input.url === undefined ? row.host : address.host,
      description: input.description ?? row.description,
      eventTypes: input.event_types === undefined ? row.eventTypes : [...new Set(input.event_types)],
      payload: input.payload ?? row.payload,
      ordering: input.ordering ?? row.ordering,
      headersSealed: headers === undefined ? row.headersSealed : await sealHeaders(ctx.keyring, workspaceId, id, headers, tx),
      headerNames: headers === undefined ? row.headerNames : Object.keys(headers),
      verifyTokenSealed:
        input.verify_token === undefined || row.format !== 'meta'
          ? row.verifyTokenSealed
          : await sealVerifyToken(ctx.keyring, workspaceId, id, input.verify_token, tx),
      maxInFlight: input.max_in_flight ?? row.maxInFlight,
      ratePerSecond: input.rate_per_second === undefined ? row.ratePerSecond : input.rate_per_second,
    };
    await tx.query(updateSettings(workspaceId, id, next, now));
    if (isSwitchedOn) await tx.query(updateEnabled(workspaceId, id, now));
    await endpointUpdated(tx, workspaceId, id, now);
    await appendAudit(ctx.audit, tx, {
      actor: auditActor(actor),
      action: isSwitchedOn ? 'webhook_endpoint.enabled' : 'webhook_endpoint.updated',
      target: { kind: 'webhook_endpoint', id: publicEndpointId(id) },
      before: { host: row.host, event_types: row.eventTypes, payload: row.payload, status: row.status },
      after: { host: next.host, event_types: next.eventTypes, payload: next.payload, status: isSwitchedOn ? 'enabled' : row.status },
    });
  });
  if (input.status === 'disabled') await disableEndpoint(ctx, workspaceId, id, { reason: 'member', actor: auditActor(actor) });
  return getEndpoint(ctx, workspaceId, id);
}
