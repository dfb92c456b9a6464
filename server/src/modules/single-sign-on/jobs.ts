import { z } from 'zod';
import { engineQuery } from '#platform/db/tx';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import type { SingleSignOnContext } from './single-sign-on-context.ts';
import { deleteOldVisits } from './single-sign-on.sql.ts';

/** Removes visits to providers that never came back, every hour. */
const pruneJob = defineJob({
  name: 'single_sign_on.prune_visits',
  schema: z.object({}),
  timeoutMs: 60_000,
  retry: { limit: 3, delayMs: 10_000, maxDelayMs: 60_000 },
  concurrency: 1,
  cron: '23 * * * *',
  isExclusive: true,
});

/** Background work of this module. */
export function singleSignOnJobs(ctx: Pick<SingleSignOnContext, 'db' | 'clock'>): BoundJob[] {
  return [bindJob(pruneJob, async () => void (await engineQuery(ctx.db, deleteOldVisits(ctx.clock.now()))))];
}
