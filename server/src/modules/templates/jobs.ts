import { z } from 'zod';
import { claimAccountsForTemplates } from '#modules/numbers';
import { withEngine } from '#platform/db/tx';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { countLateUsage } from './get-usage.ts';
import { syncTemplatesOfAccount } from './sync-templates.ts';
import type { TemplatesContext } from './templates-context.ts';

/** Every minute: reads the templates of accounts that are due. Each is due every hour, and soon after news about it. */
export const syncTemplatesJob = defineJob({
  name: 'templates.sync_due',
  schema: z.object({}),
  timeoutMs: 600_000,
  retry: { limit: 0, delayMs: 1_000, maxDelayMs: 1_000 },
  concurrency: 1,
  cron: '* * * * *',
});

/** Every hour: counts again what became of templates' messages of the last month; each day once a day. */
export const countUsageJob = defineJob({
  name: 'templates.count_usage',
  schema: z.object({}),
  timeoutMs: 1_800_000,
  retry: { limit: 0, delayMs: 1_000, maxDelayMs: 1_000 },
  concurrency: 1,
  cron: '41 * * * *',
});

const batch = 10;
/** After a failure. */
const nextTryAfterMs = 10 * 60_000;

/** Reads what is due, across workspaces, a few accounts at a time. Gives how many were read and how many could not be. */
export async function syncDueTemplates(ctx: TemplatesContext, signal: AbortSignal): Promise<{ doneCount: number; failedCount: number }> {
  const result = { doneCount: 0, failedCount: 0 };
  for (;;) {
    const now = ctx.clock.now();
    const statement = claimAccountsForTemplates(now, new Date(now.getTime() + nextTryAfterMs), batch);
    const due = await withEngine(ctx.db, 'templates to read', (tx) => tx.query<{ workspaceId: string; wabaAccountId: string }>(statement));
    const outcomes = await Promise.allSettled(
      due.map(({ workspaceId, wabaAccountId }) => syncTemplatesOfAccount(ctx, workspaceId, wabaAccountId, signal)),
    );
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === 'fulfilled') result.doneCount += 1;
      else {
        result.failedCount += 1;
        ctx.log.warn('the templates of an account could not be read', { workspaceId: due[index]?.workspaceId, error: outcome.reason });
      }
    }
    if (due.length < batch || signal.aborted) return result;
  }
}

/** The background work of this module, for the roles that run jobs. */
export function templatesJobs(ctx: TemplatesContext): BoundJob[] {
  return [
    bindJob(syncTemplatesJob, async (_payload, { signal }) => {
      await syncDueTemplates(ctx, signal);
    }),
    bindJob(countUsageJob, async (_payload, { signal }) => {
      await countLateUsage(ctx, signal);
    }),
  ];
}
