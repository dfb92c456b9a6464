import { z } from 'zod';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { endDue } from './end-due.ts';
import type { SupportContext } from './support-context.ts';

/** Every minute: accesses whose time is over are told to the owners. */
const endDueJob = defineJob({
  name: 'support_access.end_due',
  schema: z.object({}),
  timeoutMs: 60_000,
  retry: { limit: 0, delayMs: 1_000, maxDelayMs: 1_000 },
  concurrency: 1,
  cron: '* * * * *',
  isExclusive: true,
});

/** The background work of this module. */
export function supportJobs(ctx: SupportContext): BoundJob[] {
  return [bindJob(endDueJob, (_payload, { signal }) => endDue(ctx, signal))];
}
