import { z } from 'zod';
import { defineJob } from '#platform/jobs/job';

/** Tells a person something about their request. Ordered in the transaction of its cause, so that it happens exactly if that does. */
export const tellPersonJob = defineJob({
  name: 'requests.tell_person',
  schema: z.object({
    workspaceId: z.uuid(),
    requestId: z.uuid(),
    word: z.enum(['received', 'duplicate', 'denied', 'extended', 'partial', 'cancelled', 'beginning']),
  }),
  timeoutMs: 60_000,
  retry: { limit: 8, delayMs: 5_000, maxDelayMs: 600_000 },
  concurrency: 2,
});

/** Works on a request that is being executed. */
export const workJob = defineJob({
  name: 'requests.work',
  schema: z.object({ workspaceId: z.uuid(), requestId: z.uuid() }),
  timeoutMs: 3_600_000,
  retry: { limit: 3, delayMs: 5_000, maxDelayMs: 60_000 },
  concurrency: 2,
});
