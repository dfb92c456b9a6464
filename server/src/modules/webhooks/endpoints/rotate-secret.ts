import type { RotateWebhookSecretRequest, WebhookEndpointSecret } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { newSecret } from '../signing/secret-forms.ts';
import type { WebhooksContext } from '../webhooks-context.ts';
import { auditActor, endpointUpdated } from './endpoint-acts.ts';
import { sealSigningSecret } from './endpoint-secrets.ts';
import { expireSecrets, insertSecret, lockEndpoint, type RawEndpointRow } from './endpoints.sql.ts';
import { getEndpoint } from './list-endpoints.ts';
import { publicEndpointId } from './present-endpoint.ts';

const hourMs = 3_600_000;

/**
 * Gives an endpoint a new secret, in this answer and nowhere else. Until the overlap ends each request carries a signature of both, so that no moment is
 * lost; Meta's header holds one signature only, that of the new secret. Errors: `not_found`.
 */
export async function rotateSecret(
  ctx: WebhooksContext,
  actor: WorkspaceActor,
  id: string,
  input: RotateWebhookSecretRequest,
): Promise<WebhookEndpointSecret> {
  const { workspaceId } = actor;
  const now = ctx.clock.now();
  const secretId = ctx.ids.uuid();
  const secret = await withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<RawEndpointRow>(lockEndpoint(workspaceId, id, now));
    if (row === undefined) throw new AppError('not_found');
    const made = newSecret(row.format === 'meta' ? 'meta' : row.signature);
    await tx.query(expireSecrets(workspaceId, id, new Date(now.getTime() + input.overlap_hours * hourMs)));
    await tx.query(
      insertSecret({
        workspaceId,
        id: secretId,
        endpointId: id,
        kind: made.kind,
        secretSealed: await sealSigningSecret(ctx.keyring, workspaceId, secretId, made.text, tx),
        publicKey: made.publicKey,
        at: now,
      }),
    );
    await endpointUpdated(tx, workspaceId, id, now);
    await appendAudit(ctx.audit, tx, {
      actor: auditActor(actor),
      action: 'webhook_endpoint.secret_rotated',
      target: { kind: 'webhook_endpoint', id: publicEndpointId(id) },
      after: { overlap_hours: input.overlap_hours },
    });
    return made;
  });
  return { ...(await getEndpoint(ctx, workspaceId, id)), secret: secret.kind === 'ed25519' ? null : secret.text };
}
