import { z } from 'zod';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { removeOldLog } from './deliveries/remove-old-log.ts';
import type { WebhooksContext } from './webhooks-context.ts';

const removeOld = defineJob({
  name: 'webhooks.remove_old_log',
  schema: z.object({}),
  timeoutMs: 600_000,
  retry: { limit: 5, delayMs: 30_000, maxDelayMs: 600_000 },
  concurrency: 1,
  cron: '23 * * * *',
});

/** Jobs of webhooks. */
export function webhooksJobs(ctx: WebhooksContext): BoundJob[] {
  return [bindJob(removeOld, async (_payload, run) => removeOldLog(ctx, run.signal))];
}
