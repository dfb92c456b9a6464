import type { AuditActor } from '#modules/audit';
import type { TenantTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { notifyEndpoints } from './endpoints.sql.ts';
import { publicEndpointId } from './present-endpoint.ts';

/** Whom the audit log names. */
export function auditActor(actor: WorkspaceActor): AuditActor {
  return actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId };
}

/** Tells screens and engines, at commit, that an endpoint changed. */
export async function endpointUpdated(tx: TenantTx, workspaceId: string, id: string, at: Date): Promise<void> {
  await appendEvents(tx, [
    { workspaceId, type: 'webhook_endpoint.updated', data: { webhook_endpoint_id: publicEndpointId(id) }, occurredAt: at },
  ]);
  await tx.query(notifyEndpoints([id]));
}
