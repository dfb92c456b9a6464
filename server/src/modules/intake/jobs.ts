import { z } from 'zod';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import type { IntakeContext } from './intake-context.ts';
import { maintainIntake } from './maintain-intake.ts';

const maintain = defineJob({
  name: 'intake.end_payloads',
  schema: z.object({}),
  timeoutMs: 300_000,
  retry: { limit: 5, delayMs: 30_000, maxDelayMs: 600_000 },
  concurrency: 1,
  cron: '7 * * * *',
});

/** Jobs of the intake. */
export function intakeJobs(ctx: IntakeContext): BoundJob[] {
  return [bindJob(maintain, async () => maintainIntake(ctx))];
}
