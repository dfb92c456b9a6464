import { z } from 'zod';
import { defineJob } from '#platform/jobs/job';

const retry = { limit: 3, delayMs: 60_000, maxDelayMs: 600_000 };

/** Sweeps one workspace, after its policy changed or a hold ended. */
export const sweepOneJob = defineJob({
  name: 'retention.sweep_workspace',
  schema: z.object({ workspaceId: z.uuid() }),
  timeoutMs: 3 * 3_600_000,
  retry,
  concurrency: 1,
  isExclusive: true,
});

/** Every hour: sweeps all workspaces. */
export const sweepJob = defineJob({
  name: 'retention.sweep',
  schema: z.object({}),
  timeoutMs: 6 * 3_600_000,
  retry,
  concurrency: 1,
  cron: '29 * * * *',
  isExclusive: true,
});

/** Every day: tells the owners of holds whose review date has passed. */
export const reviewHoldsJob = defineJob({
  name: 'retention.review_holds',
  schema: z.object({}),
  timeoutMs: 60_000,
  retry,
  concurrency: 1,
  cron: '5 * * * *',
  isExclusive: true,
});
