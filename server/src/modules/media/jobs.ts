import { z } from 'zod';
import { engineQuery } from '#platform/db/tx';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import type { MediaContext } from './media-context.ts';
import { deleteUpload, selectUnfinishedUploads } from './media.sql.ts';

/** Every hour: removes uploads whose process died before they were complete, with what is left of their bytes. */
export const sweepUploadsJob = defineJob({
  name: 'media.sweep_uploads',
  schema: z.object({}),
  timeoutMs: 120_000,
  retry: { limit: 0, delayMs: 1_000, maxDelayMs: 1_000 },
  concurrency: 1,
  cron: '17 * * * *',
});

/** An upload of 100 MB over the slowest line that is worth waiting for is done by then. */
const unfinishedAfterMs = 2 * 3_600_000;
const batch = 200;

/** Removes unfinished uploads; gives how many. */
export async function sweepUploads(ctx: Pick<MediaContext, 'db' | 'clock' | 'storage'>): Promise<number> {
  const before = new Date(ctx.clock.now().getTime() - unfinishedAfterMs);
  const rows = await engineQuery<{ workspaceId: string; id: string; storageKey: string | null }>(
    ctx.db,
    selectUnfinishedUploads(before, batch),
  );
  for (const { workspaceId, id, storageKey } of rows) {
    if (storageKey !== null) await ctx.storage.delete(storageKey);
    await engineQuery(ctx.db, deleteUpload(workspaceId, id));
  }
  return rows.length;
}

/** The background work of this module, for the roles that run jobs. */
export function mediaJobs(ctx: MediaContext): BoundJob[] {
  return [
    bindJob(sweepUploadsJob, async () => {
      while ((await sweepUploads(ctx)) === batch);
    }),
  ];
}
