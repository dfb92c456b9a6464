import type { WebhookDisabledReason } from '@kabar/contract';
import { appendAudit, type AuditActor } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { tellOwnEvent } from '../events/tell-own-event.ts';
import type { WebhooksContext } from '../webhooks-context.ts';
import { disabledMail } from './disabled-mail.ts';
import { endpointUpdated } from './endpoint-acts.ts';
import { cancelPending, selectAdmins, updateDisabled, type AdminRow } from './endpoints.sql.ts';
import { publicEndpointId } from './present-endpoint.ts';

/** Ended at once, in the transaction; `cancelLeftovers` ends the rest. */
const cancelledAtOnce = 5_000;

/**
 * Switches an endpoint off: nothing is sent to it any more, what waits for it is cancelled, and what happens meanwhile can be sent later by a replay. When
 * Kabar does so by itself, the admins get a mail and other endpoints an event, all in the transaction that also writes the audit log. Does nothing
 * where it is off already.
 */
export async function disableEndpoint(
  ctx: WebhooksContext,
  workspaceId: string,
  id: string,
  by: { reason: WebhookDisabledReason; actor: AuditActor; host?: string },
): Promise<void> {
  const now = ctx.clock.now();
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const disabled = await tx.query(updateDisabled(workspaceId, id, by.reason, now));
    if (disabled.length === 0) return;
    await tx.query(cancelPending(workspaceId, id, 'endpoint_disabled', now, cancelledAtOnce));
    if (by.reason !== 'member') {
      await tellOwnEvent(ctx, tx, workspaceId, { type: 'webhook_endpoint.disabled', endpointId: id, at: now });
      for (const admin of await tx.query<AdminRow>(selectAdmins(workspaceId))) {
        await ctx.mails.add(
          tx,
          disabledMail(admin, { reason: by.reason, host: by.host ?? '', publicUrl: ctx.publicUrl, endpointId: publicEndpointId(id) }),
          {
            template: 'webhook_disabled',
            dedupeKey: `webhook_disabled:${id}:${now.getTime()}:${admin.email}`,
          },
        );
      }
    }
    await endpointUpdated(tx, workspaceId, id, now);
    await appendAudit(ctx.audit, tx, {
      actor: by.actor,
      action: 'webhook_endpoint.disabled',
      target: { kind: 'webhook_endpoint', id: publicEndpointId(id) },
      after: { reason: by.reason },
    });
  });
}
