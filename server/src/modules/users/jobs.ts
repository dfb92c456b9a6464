import { z } from 'zod';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { pruneUsers } from './prune-users.ts';
import type { UsersContext } from './users-context.ts';

/** Removes ended sessions, dead links and spent throttle buckets, every hour. */
const pruneJob = defineJob({
  name: 'users.prune_sessions',
  schema: z.object({}),
  timeoutMs: 60_000,
  retry: { limit: 3, delayMs: 10_000, maxDelayMs: 60_000 },
  concurrency: 1,
  cron: '17 * * * *',
  isExclusive: true,
});

/** Background work of this module. */
export function usersJobs(ctx: UsersContext): BoundJob[] {
  return [bindJob(pruneJob, () => pruneUsers(ctx))];
}
