import {
  WEBHOOK_EVENTS,
  WEBHOOK_LIMITS,
  webhookTypesOf,
  type CreateWebhookEndpointRequest,
  type Permission,
  type WebhookEndpointSecret,
} from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { readEndpointUrl } from '../net/read-url.ts';
import { newSecret } from '../signing/secret-forms.ts';
import type { WebhooksContext } from '../webhooks-context.ts';
import { askForChallenge } from './ask-for-challenge.ts';
import { readHeaders } from './check-headers.ts';
import { auditActor, endpointUpdated } from './endpoint-acts.ts';
import { sealHeaders, sealSigningSecret, sealUrl, sealVerifyToken } from './endpoint-secrets.ts';
import { countEndpoints, insertEndpoint, insertSecret } from './endpoints.sql.ts';
import { loadEndpoint } from './list-endpoints.ts';
import { presentEndpoint, publicEndpointId } from './present-endpoint.ts';

/**
 * Makes an endpoint with its first secret, which is in the answer and nowhere else. Whoever makes it must be allowed to see what it will be told: an
 * endpoint is a reader that never sleeps. An endpoint in Meta's format first proves itself by Meta's challenge.
 *
 * Errors: `webhook_url_refused`; `permission_denied` naming the permission of a type; `validation_failed` for headers and a missing verify token;
 * `webhook_challenge_failed`; `webhook_endpoint_limit`.
 */
export async function createEndpoint(
  ctx: WebhooksContext,
  actor: WorkspaceActor,
  input: CreateWebhookEndpointRequest,
): Promise<WebhookEndpointSecret> {
  const { workspaceId } = actor;
  const address = readUrl(ctx, input.url);
  requireSight(actor, input.event_types);
  const headers = readHeaders(input.headers);
  const token = input.format === 'meta' ? input.verify_token : undefined;
  if (input.format === 'meta') {
    if (token === undefined)
      throw new AppError('validation_failed', {
        details: { issues: [{ path: 'body.verify_token', message: 'is needed in Meta’s format' }] },
      });
    await askForChallenge(ctx, address, token);
  }
  const id = ctx.ids.uuid();
  const secretId = ctx.ids.uuid();
  const secret = newSecret(input.format === 'meta' ? 'meta' : input.signature);
  const now = ctx.clock.now();
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [counted] = await tx.query<{ count: number }>(countEndpoints(workspaceId));
    if ((counted?.count ?? 0) >= WEBHOOK_LIMITS.endpoints) throw new AppError('webhook_endpoint_limit');
    await tx.query(
      insertEndpoint({
        workspaceId,
        id,
        urlSealed: await sealUrl(ctx.keyring, workspaceId, id, address.url, tx),
        host: address.host,
        description: input.description,
        eventTypes: [...new Set(input.event_types)],
        format: input.format,
        payload: input.payload,
        ordering: input.ordering,
        signature: input.format === 'meta' ? 'hmac' : input.signature,
        headersSealed: await sealHeaders(ctx.keyring, workspaceId, id, headers, tx),
        headerNames: Object.keys(headers),
        verifyTokenSealed: token === undefined ? null : await sealVerifyToken(ctx.keyring, workspaceId, id, token, tx),
        maxInFlight: input.max_in_flight,
        ratePerSecond: input.rate_per_second,
        createdByKind: actor.kind === 'user' ? 'member' : 'api_key',
        createdBy: actor.kind === 'user' ? actor.memberId : actor.apiKeyId,
        at: now,
      }),
    );
    await tx.query(
      insertSecret({
        workspaceId,
        id: secretId,
        endpointId: id,
        kind: secret.kind,
        secretSealed: await sealSigningSecret(ctx.keyring, workspaceId, secretId, secret.text, tx),
        publicKey: secret.publicKey,
        at: now,
      }),
    );
    await endpointUpdated(tx, workspaceId, id, now);
    await appendAudit(ctx.audit, tx, {
      actor: auditActor(actor),
      action: 'webhook_endpoint.created',
      target: { kind: 'webhook_endpoint', id: publicEndpointId(id) },
      after: { host: address.host, event_types: input.event_types, format: input.format, payload: input.payload },
    });
  });
  const row = await loadEndpoint(ctx, workspaceId, id);
  return { ...presentEndpoint(row, address.url, now), secret: secret.kind === 'ed25519' ? null : secret.text };
}

/** Reads an address that somebody gave. Errors: `webhook_url_refused`. */
export function readUrl(
  ctx: Pick<WebhooksContext, 'rules'>,
  text: string,
): Exclude<ReturnType<typeof readEndpointUrl>, { refused: unknown }> {
  const read = readEndpointUrl(text, ctx.rules);
  if ('refused' in read) throw new AppError('webhook_url_refused', { details: { reason: read.refused } });
  return read;
}

/** Errors: `permission_denied` for the first type in the filter that the caller may not see. */
export function requireSight(actor: { permissions: ReadonlySet<Permission> }, filter: readonly string[]): void {
  for (const type of webhookTypesOf(filter)) {
    const { permission } = WEBHOOK_EVENTS[type];
    if (!actor.permissions.has(permission)) throw new AppError('permission_denied', { details: { permission } });
  }
}
