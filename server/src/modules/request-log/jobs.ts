import { z } from 'zod';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { prepareRequestDays } from './keep-days.ts';
import type { RequestLogContext } from './request-log-context.ts';

/** Every hour: makes the coming days of the log. */
const prepare = defineJob({
  name: 'request_log.prepare_days',
  schema: z.object({}),
  timeoutMs: 300_000,
  retry: { limit: 5, delayMs: 30_000, maxDelayMs: 600_000 },
  concurrency: 1,
  cron: '13 * * * *',
  isExclusive: true,
});

/** Jobs of the request log. */
export function requestLogJobs(ctx: RequestLogContext): BoundJob[] {
  return [bindJob(prepare, async () => prepareRequestDays(ctx))];
}
