import { dropRequestDays } from '#modules/request-log';
import { dueBefore } from './decide.ts';
import { planOf } from './plan.ts';
import { loadPolicy } from './policy.ts';
import type { RetentionContext } from './retention-context.ts';

/**
 * Drops the days of the request log that are over for every workspace: a drop costs the database nothing, whatever the day held. Days that only
 * some workspaces are done with are left to the sweep, which removes their rows.
 */
export async function dropWholeDays(ctx: RetentionContext, workspaces: readonly { id: string }[]): Promise<void> {
  const now = ctx.clock.now();
  let due = now;
  for (const { id } of workspaces) {
    const { policy } = await loadPolicy(ctx, id);
    const before = dueBefore(planOf(policy, 'api_log', false, now, ctx.ceilings).base, now);
    if (before === null) return;
    if (before < due) due = before;
  }
  if (workspaces.length === 0) return;
  const count = await dropRequestDays(ctx.db, due);
  if (count > 0) ctx.log.info('days of the request log past every retention were dropped', { count });
}
