import { appendAudit } from '#modules/audit';
import { engineQuery, withTenant } from '#platform/db/tx';
import { changed, closeAccess } from './grant-access.ts';
import { publicAccessId } from './present-access.ts';
import type { SupportContext } from './support-context.ts';
import { selectDue, updateAnswered } from './support.sql.ts';

/** A request that nobody answers for so long is answered by that. */
const waitsForMs = 7 * 24 * 3_600_000;
const atOnce = 200;

/**
 * Says of each access whose time is over that it ended, and lets requests lapse that nobody answered. What an operator may do is decided by the time itself on
 * every request, so a late run lets nobody stay.
 */
export async function endDue(ctx: SupportContext, signal: AbortSignal): Promise<void> {
  const now = ctx.clock.now();
  const rows = await engineQuery<{ workspaceId: string; id: string; status: 'active' | 'asked' }>(
    ctx.db,
    selectDue(now, new Date(now.getTime() - waitsForMs), atOnce),
  );
  for (const { workspaceId, id, status } of rows) {
    signal.throwIfAborted();
    await withTenant(ctx.db, workspaceId, async (tx) => {
      if (status === 'active') {
        await closeAccess(ctx, tx, id, { how: 'expired', by: null });
        return;
      }
      const lapsed = await tx.query(updateAnswered(workspaceId, id, 'lapsed', null, now));
      if (lapsed.length === 0) return;
      await changed(ctx, tx, id);
      await appendAudit(ctx.audit, tx, {
        actor: { kind: 'system', id: null },
        action: 'support_access.lapsed',
        target: { kind: 'support_access', id: publicAccessId(id) },
      });
    });
  }
}
