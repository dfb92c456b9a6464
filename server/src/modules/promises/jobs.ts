import { z } from 'zod';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { remindOfEvidence } from './evidence/remind-evidence.ts';
import type { PromisesContext } from './promises-context.ts';
import { checkEverything } from './run-checks.ts';

const checkJob = defineJob({
  name: 'promises.check_everything',
  schema: z.object({}),
  timeoutMs: 30 * 60_000,
  retry: { limit: 3, delayMs: 60_000, maxDelayMs: 600_000 },
  concurrency: 1,
  cron: '23 * * * *',
  isExclusive: true,
});

const remindJob = defineJob({
  name: 'promises.remind_of_evidence',
  schema: z.object({}),
  timeoutMs: 5 * 60_000,
  retry: { limit: 3, delayMs: 60_000, maxDelayMs: 600_000 },
  concurrency: 1,
  cron: '40 1 * * *',
  isExclusive: true,
});

/** What promises do by themselves; reminders about the installation go to `operators`. */
export function promisesJobs(ctx: PromisesContext, options: { operators: readonly string[] }): BoundJob[] {
  return [
    bindJob(checkJob, async (_payload, { signal }) => checkEverything(ctx, signal)),
    bindJob(remindJob, async () => {
      await remindOfEvidence(ctx, options.operators);
    }),
  ];
}
