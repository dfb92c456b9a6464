import type { BoundJob } from '#platform/jobs/job';
import { bulkJobs } from './bulk/create-bulk.ts';
import type { InboxContext } from './inbox-context.ts';
import { receiptJobs } from './inbox/mark-read.ts';

/** The background work of this module, for the roles that run jobs. */
export function conversationJobs(ctx: InboxContext): BoundJob[] {
  return [...receiptJobs(ctx), ...bulkJobs(ctx)];
}
