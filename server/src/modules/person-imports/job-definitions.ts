import { z } from 'zod';
import { defineJob } from '#platform/jobs/job';

/** Brings a person in, from where it stands. */
export const runPersonImportJob = defineJob({
  name: 'person_imports.run',
  schema: z.object({ workspaceId: z.uuid(), personImportId: z.uuid() }),
  timeoutMs: 6 * 3_600_000,
  retry: { limit: 20, delayMs: 2_000, maxDelayMs: 120_000 },
  concurrency: 1,
});

/** Every hour: deletes files that nobody started within their time. */
export const expirePersonImportsJob = defineJob({
  name: 'person_imports.expire_files',
  schema: z.object({}),
  timeoutMs: 600_000,
  retry: { limit: 0, delayMs: 1_000, maxDelayMs: 1_000 },
  concurrency: 1,
  cron: '21 * * * *',
});
