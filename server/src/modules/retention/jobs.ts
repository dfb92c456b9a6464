import { bindJob, type BoundJob } from '#platform/jobs/job';
import { reviewHoldsJob, sweepJob, sweepOneJob } from './job-definitions.ts';
import type { RetentionContext } from './retention-context.ts';
import { reviewHolds } from './review-holds.ts';
import { sweepAll, sweepWorkspace } from './sweep.ts';

/** The background work of this module, for the roles that run jobs. */
export function retentionJobs(ctx: RetentionContext): BoundJob[] {
  return [
    bindJob(sweepJob, (_payload, { signal }) => sweepAll(ctx, signal)),
    bindJob(sweepOneJob, async ({ workspaceId }, { signal }) => {
      await sweepWorkspace(ctx, workspaceId, signal);
    }),
    bindJob(reviewHoldsJob, async () => {
      await reviewHolds(ctx);
    }),
  ];
}
