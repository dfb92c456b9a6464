import { z } from 'zod';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { reconcileBlocks } from './block/apply-blocks.ts';
import type { ContactsContext } from './contacts-context.ts';
import { attributeJobs } from './record/attributes.ts';

/** Every minute: tells WhatsApp of blocks that are due. */
const reconcileBlocksJob = defineJob({
  name: 'contacts.reconcile_blocks',
  schema: z.object({}),
  timeoutMs: 300_000,
  retry: { limit: 0, delayMs: 1_000, maxDelayMs: 1_000 },
  concurrency: 1,
  cron: '* * * * *',
});

/** The background work of this module, for the roles that run jobs. */
export function contactJobs(ctx: ContactsContext): BoundJob[] {
  return [...attributeJobs(ctx), bindJob(reconcileBlocksJob, (_payload, { signal }) => reconcileBlocks(ctx, signal))];
}
