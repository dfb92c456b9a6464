import { z } from 'zod';
import { defineJob } from '#platform/jobs/job';

const payload = z.object({ workspaceId: z.uuid(), importId: z.uuid() });
const common = { schema: payload, timeoutMs: 6 * 3_600_000, retry: { limit: 20, delayMs: 2_000, maxDelayMs: 120_000 }, concurrency: 1 };

/** Runs an import from where it stands. */
export const runImportJob = defineJob({ name: 'imports.run_import', ...common });

/** Takes an import back. */
export const undoImportJob = defineJob({ name: 'imports.undo_import', ...common });

/** Every hour: deletes files whose time is over. */
export const expireImportsJob = defineJob({
  name: 'imports.expire_files',
  schema: z.object({}),
  timeoutMs: 600_000,
  retry: { limit: 0, delayMs: 1_000, maxDelayMs: 1_000 },
  concurrency: 1,
  cron: '11 * * * *',
});
