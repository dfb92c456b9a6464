import { z } from 'zod';
import { engineQuery } from '#platform/db/tx';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { sendCodeJobs } from './prove.ts';
import { stopMarketingJobs } from './refuse-purpose.ts';
import type { SelfServiceContext } from './self-service-context.ts';
import { deleteOld } from './self-service.sql.ts';

const dayMs = 86_400_000;

/** Removes codes after a day and visits that are over, every hour. */
const pruneJob = defineJob({
  name: 'self_service.prune',
  schema: z.object({}),
  timeoutMs: 60_000,
  retry: { limit: 3, delayMs: 10_000, maxDelayMs: 60_000 },
  concurrency: 1,
  cron: '23 * * * *',
  isExclusive: true,
});

/** Background work of this module. */
export function selfServiceJobs(ctx: SelfServiceContext): BoundJob[] {
  return [
    ...sendCodeJobs(ctx),
    ...stopMarketingJobs(ctx),
    bindJob(pruneJob, async () => {
      const now = ctx.clock.now();
      for (const statement of deleteOld(now, new Date(now.getTime() - dayMs))) await engineQuery(ctx.db, statement);
    }),
  ];
}
