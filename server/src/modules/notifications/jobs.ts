import { z } from 'zod';
import { engineQuery } from '#platform/db/tx';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import type { NotificationsContext } from './notifications-context.ts';
import { deleteOld } from './notifications.sql.ts';

const keptMs = 90 * 24 * 3_600_000;
const rowsPerStep = 5_000;

const forgetOld = defineJob({
  name: 'notifications.forget_old',
  schema: z.object({}),
  timeoutMs: 300_000,
  retry: { limit: 5, delayMs: 30_000, maxDelayMs: 600_000 },
  concurrency: 1,
  cron: '41 3 * * *',
});

/** Jobs of notifications: they are kept for 90 days, read or not. */
export function notificationsJobs(ctx: Pick<NotificationsContext, 'db' | 'clock'>): BoundJob[] {
  return [
    bindJob(forgetOld, async (_payload, run) => {
      const before = new Date(ctx.clock.now().getTime() - keptMs);
      let count = rowsPerStep;
      while (count === rowsPerStep && !run.signal.aborted) {
        const [row] = await engineQuery<{ count: number }>(ctx.db, deleteOld(before, rowsPerStep));
        count = row?.count ?? 0;
      }
    }),
  ];
}
