import { z } from 'zod';
import { engineQuery, tenantQuery } from '#platform/db/tx';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { deleteOldCodes } from './codes.sql.ts';
import { requireRow } from './read-requests.ts';
import type { RequestsContext } from './requests-context.ts';
import { tellPersonJob, workJob } from './tell-person-job.ts';
import { tellPerson } from './tell-person.ts';
import { watchClocks } from './watch-clocks.ts';
import { workOnRequest } from './work-on-request.ts';

/** Every minute: what has to happen at its time. */
const watchJob = defineJob({
  name: 'requests.watch_clocks',
  schema: z.object({}),
  timeoutMs: 30 * 60_000,
  retry: { limit: 0, delayMs: 1_000, maxDelayMs: 1_000 },
  concurrency: 1,
  cron: '* * * * *',
  isExclusive: true,
});

/** Every hour: forgets codes that ran out a week ago. */
const pruneJob = defineJob({
  name: 'requests.remove_codes',
  schema: z.object({}),
  timeoutMs: 600_000,
  retry: { limit: 0, delayMs: 1_000, maxDelayMs: 1_000 },
  concurrency: 1,
  cron: '23 * * * *',
});

const keepCodesMs = 7 * 86_400_000;

/** The background work of this module. */
export function requestsJobs(ctx: RequestsContext): BoundJob[] {
  return [
    bindJob(tellPersonJob, async ({ workspaceId, requestId, word }) => {
      const row = await requireRow(ctx, workspaceId, requestId);
      if (row.subjectSealed === null && row.contactId === null) return;
      const told = await tellPerson(ctx, row, word);
      if (word !== 'received' || told.way === 'nobody') return;
      await tenantQuery(ctx.db, workspaceId, {
        text: 'update privacy_requests set acked_at = $3 where workspace_id = $1 and id = $2 and acked_at is null',
        values: [workspaceId, requestId, ctx.clock.now()],
      });
    }),
    bindJob(workJob, ({ workspaceId, requestId }, { signal }) => workOnRequest(ctx, workspaceId, requestId, signal)),
    bindJob(watchJob, (_payload, { signal }) => watchClocks(ctx, signal)),
    bindJob(pruneJob, async () => {
      await engineQuery(ctx.db, deleteOldCodes(new Date(ctx.clock.now().getTime() - keepCodesMs), 5_000));
    }),
  ];
}
