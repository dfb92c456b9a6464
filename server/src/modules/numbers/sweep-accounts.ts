import { appendAudit } from '#modules/audit';
import { engineQuery, withTenant } from '#platform/db/tx';
import { selectAccountsToSweep, sweepAccount, type SweptAccountRow } from './accounts.sql.ts';
import type { NumbersContext } from './numbers-context.ts';

const abandonedAfterMs = 15 * 60_000;
/** WhatsApp goes on delivering for up to seven days what it could not deliver at once. */
const deliveriesForMs = 8 * 24 * 3_600_000;
const atOnce = 200;

/** Ends connections that never finished, and destroys the secrets of accounts that are long gone; each is told to the audit log of its workspace. */
export async function sweepAccounts(ctx: NumbersContext, signal: AbortSignal): Promise<void> {
  const now = ctx.clock.now();
  const claimedBefore = new Date(now.getTime() - abandonedAfterMs);
  const disconnectedBefore = new Date(now.getTime() - deliveriesForMs);
  const rows = await engineQuery<SweptAccountRow>(ctx.db, selectAccountsToSweep(claimedBefore, disconnectedBefore, atOnce));
  for (const { workspaceId, id, wabaId, isGone } of rows) {
    signal.throwIfAborted();
    await withTenant(ctx.db, workspaceId, async (tx) => {
      const swept = await tx.query(sweepAccount(workspaceId, id, disconnectedBefore, now));
      if (swept.length === 0) return;
      await appendAudit(ctx.audit, tx, {
        actor: { kind: 'system', id: null },
        action: isGone ? 'whatsapp_account.secrets_destroyed' : 'whatsapp_account.connection_given_up',
        after: { waba_id: wabaId },
      });
    });
  }
}
