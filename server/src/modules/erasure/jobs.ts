import { z } from 'zod';
import { engineQuery } from '#platform/db/tx';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { runErasure } from './erase-contact.ts';
import type { ErasureContext } from './erasure-context.ts';
import { selectDueErasures } from './erasures.sql.ts';
import { findOrphans } from './find-orphans.ts';

/** Carries one erasure to its end. A run that was killed goes on at the step it had reached. */
export const runErasureJob = defineJob({
  name: 'erasure.erase_contact',
  schema: z.object({ workspaceId: z.uuid(), erasureId: z.uuid() }),
  timeoutMs: 3_600_000,
  retry: { limit: 10, delayMs: 2_000, maxDelayMs: 300_000 },
  concurrency: 2,
  isExclusive: true,
});

/** Every minute: starts erasures whose time to be taken back is over, those whose hold was lifted, and those that a dead process left. */
const startDueJob = defineJob({
  name: 'erasure.start_due',
  schema: z.object({}),
  timeoutMs: 60_000,
  retry: { limit: 0, delayMs: 1_000, maxDelayMs: 1_000 },
  concurrency: 1,
  cron: '* * * * *',
});

/** Every night: searches for rows of people who were erased. */
const findOrphansJob = defineJob({
  name: 'erasure.find_orphans',
  schema: z.object({}),
  timeoutMs: 4 * 3_600_000,
  retry: { limit: 1, delayMs: 60_000, maxDelayMs: 60_000 },
  concurrency: 1,
  cron: '41 2 * * *',
});

/** The background work of this module. */
export function erasureJobs(ctx: ErasureContext): BoundJob[] {
  const findings = ctx.metrics.gauge({
    name: 'kabar_erasure_orphan_rows',
    help: 'Rows that lead to people who were erased, as the last nightly search found them; anything but 0 is an alarm',
  });
  return [
    bindJob(runErasureJob, async ({ workspaceId, erasureId }, { signal }) => {
      const outcome = await runErasure(ctx, workspaceId, erasureId, signal);
      if (outcome.kind === 'open')
        throw new Error(`an erasure left rows in ${outcome.findings.map(({ table }) => table).join(', ')}; it runs again`);
    }),
    bindJob(startDueJob, async () => {
      const due = await engineQuery<{ workspaceId: string; id: string }>(ctx.db, selectDueErasures(ctx.clock.now(), 500));
      for (const { workspaceId, id } of due) await ctx.jobs.enqueue(null, runErasureJob, { workspaceId, erasureId: id }, { key: id });
    }),
    bindJob(findOrphansJob, async () => {
      const check = await findOrphans(ctx);
      findings.set(check.findings.reduce((sum, one) => sum + one.count, 0));
    }),
  ];
}
