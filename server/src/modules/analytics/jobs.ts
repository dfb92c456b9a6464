import { z } from 'zod';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import type { AnalyticsContext } from './analytics-context.ts';
import { pruneUsage } from './usage-statistics.ts';

/** Removes figures of more than 25 months ago, every night. */
const pruneJob = defineJob({
  name: 'analytics.prune_counts',
  schema: z.object({}),
  timeoutMs: 60_000,
  retry: { limit: 3, delayMs: 10_000, maxDelayMs: 60_000 },
  concurrency: 1,
  cron: '41 2 * * *',
  isExclusive: true,
});

/** Background work of this module. */
export function analyticsJobs(ctx: AnalyticsContext): BoundJob[] {
  return [bindJob(pruneJob, () => pruneUsage(ctx))];
}
