import { z } from 'zod';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import type { ClosuresContext } from './closures-context.ts';
import { deleteDueWorkspaces, purgeKeptRests } from './delete-workspaces.ts';

/** Every hour: reminders, and workspaces whose 30 days are over. */
const deleteDueJob = defineJob({
  name: 'closures.delete_due',
  schema: z.object({}),
  timeoutMs: 3 * 3_600_000,
  retry: { limit: 3, delayMs: 60_000, maxDelayMs: 600_000 },
  concurrency: 1,
  cron: '41 * * * *',
  isExclusive: true,
});

/** Every night: what was kept of deleted workspaces for some years. */
const purgeRestsJob = defineJob({
  name: 'closures.purge_rests',
  schema: z.object({}),
  timeoutMs: 3 * 3_600_000,
  retry: { limit: 3, delayMs: 60_000, maxDelayMs: 600_000 },
  concurrency: 1,
  cron: '23 2 * * *',
  isExclusive: true,
});

/** The background work of this module. */
export function closuresJobs(ctx: ClosuresContext): BoundJob[] {
  return [
    bindJob(deleteDueJob, (_payload, { signal }) => deleteDueWorkspaces(ctx, signal)),
    bindJob(purgeRestsJob, (_payload, { signal }) => purgeKeptRests(ctx, signal)),
  ];
}
