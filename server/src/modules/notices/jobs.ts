import { z } from 'zod';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { announceNotices } from './announce-notice.ts';
import { followRegister } from './follow-register.ts';
import type { NoticesContext } from './notices-context.ts';
import { watchNotices } from './watch-notices.ts';

const announceJob = defineJob({
  name: 'notices.announce',
  schema: z.object({}),
  timeoutMs: 30 * 60_000,
  retry: { limit: 5, delayMs: 60_000, maxDelayMs: 600_000 },
  concurrency: 1,
  cron: '*/5 * * * *',
  isExclusive: true,
});

const watchJob = defineJob({
  name: 'notices.watch',
  schema: z.object({}),
  timeoutMs: 30 * 60_000,
  retry: { limit: 3, delayMs: 60_000, maxDelayMs: 600_000 },
  concurrency: 1,
  cron: '*/10 * * * *',
  isExclusive: true,
});

/** What notices do by themselves. */
export function noticesJobs(ctx: NoticesContext): BoundJob[] {
  return [
    bindJob(announceJob, async () => {
      await followRegister(ctx);
      await announceNotices(ctx);
    }),
    bindJob(watchJob, async (_payload, { signal }) => {
      await watchNotices(ctx, signal);
    }),
  ];
}
