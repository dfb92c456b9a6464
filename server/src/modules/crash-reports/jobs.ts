import { z } from 'zod';
import { engineQuery } from '#platform/db/tx';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import type { CrashReportsContext } from './crash-reports-context.ts';
import { deleteCrashesBefore } from './crash-reports.sql.ts';

/** Every night: forgets what is older than 90 days. */
const pruneJob = defineJob({
  name: 'crash_reports.prune',
  schema: z.object({}),
  timeoutMs: 60_000,
  retry: { limit: 3, delayMs: 60_000, maxDelayMs: 600_000 },
  concurrency: 1,
  cron: '52 3 * * *',
});

const keptMs = 89 * 86_400_000; // the day itself is the ninetieth

/** The background work of this module. */
export function crashReportsJobs(ctx: Pick<CrashReportsContext, 'db' | 'clock'>): BoundJob[] {
  return [
    bindJob(pruneJob, async () => {
      await engineQuery(ctx.db, deleteCrashesBefore(new Date(ctx.clock.now().getTime() - keptMs).toISOString().slice(0, 10)));
    }),
  ];
}
