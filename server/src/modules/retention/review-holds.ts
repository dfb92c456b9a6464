import { ID_PREFIXES } from '@kabar/contract';
import { notify } from '#modules/notifications';
import { withEngine } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { claimReviewAlerts } from './holds.sql.ts';
import type { RetentionContext } from './retention-context.ts';

const batch = 100;

/** Tells the owners of holds whose review date has come, once per date. The hold goes on until somebody ends it. Gives how many were told. */
export async function reviewHolds(ctx: Pick<RetentionContext, 'db' | 'clock' | 'ids' | 'log'>): Promise<number> {
  const today = ctx.clock.now().toISOString().slice(0, 10);
  for (let told = 0; ;) {
    const count = await withEngine(ctx.db, 'holds of all workspaces come up for review', async (tx) => {
      const holds = await tx.query<{ workspaceId: string; id: string; ownerMemberId: string; reviewOn: string }>(
        claimReviewAlerts(today, batch),
      );
      for (const { workspaceId, id, ownerMemberId, reviewOn } of holds) {
        const holdId = toPublicId(ID_PREFIXES.hold, id);
        await notify(ctx, tx, workspaceId, {
          kind: 'hold_review',
          memberIds: [ownerMemberId],
          actor: { kind: 'system' },
          data: { hold_id: holdId },
          dedupeKey: `${holdId} ${reviewOn}`,
        });
      }
      return holds.length;
    });
    told += count;
    if (count < batch) return told;
  }
}
