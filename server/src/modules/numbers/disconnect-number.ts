import { appendAudit, type AuditActor } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { lockAccount, updateAccountDisconnected, type AccountRow } from './accounts.sql.ts';
import { handOverAppCallback } from './app-webhooks.ts';
import { insertNumberEvents } from './number-events.sql.ts';
import type { NumbersContext } from './numbers-context.ts';
import { selectNumber, selectNumbersOfAccounts, updateNumberDisconnected, type NumberRow } from './numbers.sql.ts';
import { numberPublicId, webhookUrlOf } from './present-number.ts';

/**
 * Ends the connection of a number. Its history, conversations and messages stay. With the last number of an account the
 * webhook subscription ends and the access token is destroyed; deliveries already under way are still taken for a week.
 * A number that is disconnected already stays so.
 *
 * The token is given up even when WhatsApp cannot be reached, because that is what was asked for.
 * Errors: `not_found`.
 */
export async function disconnectNumber(
  ctx: NumbersContext,
  input: { workspaceId: string; numberId: string; actor: AuditActor },
): Promise<void> {
  const { workspaceId, numberId } = input;
  const connection = await ctx.connections.connectionFor(workspaceId, numberId);
  const last = await withTenant(ctx.db, workspaceId, async (tx) => {
    const [number] = await tx.query<NumberRow>(selectNumber(workspaceId, numberId));
    if (number === undefined) throw new AppError('not_found');
    const [account] = await tx.query<AccountRow>(lockAccount(workspaceId, number.wabaAccountId));
    const connected = await tx.query<NumberRow>(selectNumbersOfAccounts(workspaceId, [number.wabaAccountId]));
    if (account === undefined || !connected.some((row) => row.id === numberId)) return null;
    const now = ctx.clock.now();
    await tx.query(updateNumberDisconnected(workspaceId, numberId, now));
    if (connected.length === 1) await tx.query(updateAccountDisconnected(workspaceId, number.wabaAccountId, now));
    await tx.query(
      insertNumberEvents([{ workspaceId, id: ctx.ids.uuid(), numberId, at: now, kind: 'disconnected', text: 'Disconnected' }]),
    );
    await appendEvents(tx, [{ workspaceId, type: 'number.updated', data: { number_id: numberPublicId(numberId) }, occurredAt: now }]);
    await appendAudit(ctx.audit, tx, {
      actor: input.actor,
      action: 'number.disconnected',
      target: { kind: 'number', id: numberPublicId(numberId) },
      before: { phone_number_id: number.phoneNumberId, waba_id: number.wabaId },
    });
    return connected.length === 1 ? account : null;
  });
  if (last === null || connection === null) return;
  if (last.appSecretSealed !== null) {
    const place = { workspaceId, table: 'waba_accounts', column: 'app_secret', rowId: last.id };
    const appSecret = await ctx.keyring.openSecret(place, last.appSecretSealed);
    const callbackUrl = webhookUrlOf(ctx.endpoints().publicUrl, last.webhookKey);
    await handOverAppCallback(ctx, { provider: last.provider, appId: last.appId, appSecret, callbackUrl });
  }
  const outcome = await ctx.provider.unsubscribe(connection);
  if (!outcome.ok)
    ctx.log.warn('the webhook subscription of a disconnected account could not be ended', {
      workspaceId,
      numberId,
      metaCode: outcome.error.code,
    });
}
