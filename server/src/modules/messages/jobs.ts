import { z } from 'zod';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { deleteOldIdempotencyKeys } from './accept.sql.ts';

const keysKeptMs = 7 * 24 * 3_600_000;
const rowsPerStep = 5_000;

const forgetKeys = defineJob({
  name: 'messages.forget_idempotency_keys',
  schema: z.object({}),
  timeoutMs: 300_000,
  retry: { limit: 5, delayMs: 30_000, maxDelayMs: 600_000 },
  concurrency: 1,
  cron: '23 * * * *',
});

/** Jobs of messages: idempotency keys are kept for seven days, longer than any sensible retry. */
export function messageJobs(ctx: { db: Database; clock: Clock }): BoundJob[] {
  return [
    bindJob(forgetKeys, async (_payload, run) => {
      const before = new Date(ctx.clock.now().getTime() - keysKeptMs);
      let count = rowsPerStep;
      while (count === rowsPerStep && !run.signal.aborted) {
        const [row] = await engineQuery<{ count: number }>(ctx.db, deleteOldIdempotencyKeys(before, rowsPerStep));
        count = row?.count ?? 0;
      }
    }),
  ];
}
