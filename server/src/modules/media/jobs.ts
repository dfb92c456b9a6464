import { ID_PREFIXES } from '@kabar/contract';
import { z } from 'zod';
import { engineQuery, withEngine } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { scanFile } from './check-file.ts';
import type { MediaContext } from './media-context.ts';
import { objectPlace, ownerKeys } from './media-keys.ts';
import { deleteUpload, selectUnfinishedUploads, selectWaitingForScan, updateScan, type MediaRow } from './media.sql.ts';
import { removeUnusedUploads } from './remove-media.ts';

/** Every hour: removes uploads whose process died before they were complete, with what is left of their bytes, and uploads nobody uses. */
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

/** Every minute: has the scanner look at files that wait for it. */
export const scanWaitingJob = defineJob({
  name: 'media.scan_waiting',
  schema: z.object({}),
  timeoutMs: 600_000,
  retry: { limit: 0, delayMs: 1_000, maxDelayMs: 1_000 },
  concurrency: 1,
  cron: '* * * * *',
});

const scanBatch = 50;

/** Looks at waiting files, oldest first, until the scanner is away again. Gives how many were decided. */
export async function scanWaiting(ctx: MediaContext): Promise<number> {
  let doneCount = 0;
  for (const row of await engineQuery<MediaRow>(ctx.db, selectWaitingForScan(scanBatch))) {
    const { workspaceId, id, storageKey, objectKeySealed, messageId } = row;
    const keys = await ownerKeys(ctx, row);
    if (keys === null || storageKey === null || objectKeySealed === null) continue;
    const place = objectPlace(workspaceId, id);
    const scan = await scanFile(ctx, () => ctx.storage.get({ name: storageKey, owner: keys, place, sealedKey: objectKeySealed }));
    if (scan === 'waiting') return doneCount;
    const occurredAt = ctx.clock.now();
    await withEngine(ctx.db, 'record what the scanner said', async (tx) => {
      // Without a scanner nothing is known about what waited for one.
      const changed = await tx.query(updateScan(workspaceId, id, scan === 'off' ? 'skipped' : scan));
      if (changed.length === 0) return;
      const message = messageId === null ? {} : { message_id: toPublicId(ID_PREFIXES.message, messageId) };
      const data = { media_id: toPublicId(ID_PREFIXES.media, id), ...message };
      await appendEvents(tx, [{ workspaceId, type: 'media.updated', data, occurredAt }]);
    });
    doneCount += 1;
  }
  return doneCount;
}

/** The background work of this module, for the roles that run jobs. */
export function mediaJobs(ctx: MediaContext): BoundJob[] {
  return [
    bindJob(sweepUploadsJob, async () => {
      while ((await sweepUploads(ctx)) === batch);
      while ((await removeUnusedUploads(ctx)) === batch);
    }),
    bindJob(scanWaitingJob, async () => {
      while ((await scanWaiting(ctx)) === scanBatch);
    }),
  ];
}
