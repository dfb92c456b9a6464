import { z } from 'zod';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import type { Metrics } from '#platform/metrics';
import type { AnchorContext } from './audit-anchor.ts';
import { verifyEveryChain } from './verify-chain.ts';
import { writeCheckpoints } from './write-checkpoints.ts';

/** Every five minutes: what was written since cannot be rewritten unseen from then on. */
const checkpointJob = defineJob({
  name: 'audit.write_checkpoints',
  schema: z.object({}),
  timeoutMs: 30 * 60_000,
  retry: { limit: 1, delayMs: 30_000, maxDelayMs: 30_000 },
  concurrency: 1,
  cron: '*/5 * * * *',
  isExclusive: true,
});

/** Every night. */
const verifyJob = defineJob({
  name: 'audit.verify_chains',
  schema: z.object({}),
  timeoutMs: 6 * 3_600_000,
  retry: { limit: 1, delayMs: 60_000, maxDelayMs: 60_000 },
  concurrency: 1,
  cron: '23 3 * * *',
  isExclusive: true,
});

/** The background work of this module. */
export function auditJobs(ctx: AnchorContext & { metrics: Metrics }): BoundJob[] {
  const problems = ctx.metrics.gauge({
    name: 'kabar_audit_problems',
    help: 'Places where audit chains do not verify, as the last nightly look found them; anything but 0 is an alarm',
  });
  return [
    bindJob(checkpointJob, async (_, { signal }) => {
      await writeCheckpoints(ctx, signal);
    }),
    bindJob(verifyJob, async (_, { signal }) => {
      let count = 0;
      await verifyEveryChain(
        ctx,
        (chainId, verification) => {
          if (verification.ok) return;
          count += verification.problems.length;
          ctx.log.error('an audit chain does not verify', { workspaceId: chainId, count: verification.problems.length });
        },
        signal,
      );
      problems.set(count);
    }),
  ];
}
