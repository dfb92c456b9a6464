import type { PrivacyRequestState } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { requestPublicId, type Actor } from './acting.ts';
import { insertEvent } from './events.sql.ts';
import type { RequestsContext } from './requests-context.ts';
import { lockRequest, updateRequest, type RequestPatch, type RequestRow } from './requests.sql.ts';

/** A change of a request: what it becomes, and the line of history that tells of it. */
export type Change = { patch: RequestPatch; event: string; data?: Record<string, string> };

/**
 * Changes a request: the row, its history, the audit log and whoever watches, in one transaction. `decide` sees the locked row and gives the
 * change, or null for none. Gives the id.
 *
 * Errors: `not_found`; `request_not_possible` when the request is in none of `states`; whatever `decide` throws.
 */
export async function changeRequest(
  ctx: RequestsContext,
  actor: Actor,
  id: string,
  states: readonly PrivacyRequestState[],
  decide: (row: RequestRow, tx: TenantTx) => Promise<Change | null> | Change | null,
): Promise<void> {
  await withTenant(ctx.db, actor.workspaceId, async (tx) => {
    const [row] = await tx.query<RequestRow>(lockRequest(actor.workspaceId, id));
    if (row === undefined) throw new AppError('not_found');
    if (!states.includes(row.state)) throw new AppError('request_not_possible');
    const change = await decide(row, tx);
    if (change !== null) await applyChange(ctx, tx, actor, row, change);
  });
}

/** Writes one change of a request in the caller's transaction. The row must be locked. */
export async function applyChange(
  ctx: RequestsContext,
  tx: TenantTx,
  actor: Actor,
  row: Pick<RequestRow, 'id' | 'state'>,
  { patch, event, data = {} }: Change,
): Promise<void> {
  const { workspaceId } = actor;
  const at = ctx.clock.now();
  await tx.query(updateRequest(workspaceId, row.id, [row.state], patch, at));
  await noteEvent(ctx, tx, actor, row.id, event, data);
  await tellChanged(ctx, tx, workspaceId, row.id);
  if (actor.kind === 'system') return;
  await appendAudit(ctx.audit, tx, {
    actor: actor.audit,
    action: `privacy_request.${event}`,
    target: { kind: 'privacy_request', id: requestPublicId(row.id) },
    ...(patch.state === undefined ? {} : { before: { state: row.state }, after: { state: patch.state } }),
  });
}

/** Adds a line to the history of a request. */
export async function noteEvent(
  ctx: Pick<RequestsContext, 'ids' | 'clock'>,
  tx: TenantTx,
  actor: Actor,
  requestId: string,
  kind: string,
  data: Record<string, string> = {},
): Promise<void> {
  const row = { id: ctx.ids.uuid(), kind, actorKind: actor.kind, actorId: actor.id, data, at: ctx.clock.now() };
  await tx.query(insertEvent(actor.workspaceId, requestId, row));
}

/** Tells whoever watches that a request changed. */
export async function tellChanged(ctx: Pick<RequestsContext, 'clock'>, tx: TenantTx, workspaceId: string, id: string): Promise<void> {
  await appendEvents(tx, [
    { workspaceId, type: 'privacy_request.updated', data: { privacy_request_id: requestPublicId(id) }, occurredAt: ctx.clock.now() },
  ]);
}
