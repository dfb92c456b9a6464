import { engineQuery, tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { MediaContext } from './media-context.ts';
import { selectMedia, selectUnusedUploads, updateRemoved, type MediaRow } from './media.sql.ts';

type RemoveContext = Pick<MediaContext, 'db' | 'clock' | 'storage' | 'care' | 'log'>;

const batch = 200;

/** Removes an upload that nothing uses. Errors: `not_found`; `conflict` when a message, draft or template uses it. */
export async function removeMedia(ctx: RemoveContext, workspaceId: string, id: string): Promise<void> {
  const [row] = await tenantQuery<MediaRow>(ctx.db, workspaceId, selectMedia(workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  if (!(await remove(ctx, row))) throw new AppError('conflict');
}

/** Removes uploads that nothing has used for as long as the setting says; gives how many. */
export async function removeUnusedUploads(ctx: RemoveContext): Promise<number> {
  const before = new Date(ctx.clock.now().getTime() - ctx.care.unusedAfterMs);
  const rows = await engineQuery<MediaRow>(ctx.db, selectUnusedUploads(before, batch));
  for (const row of rows) await remove(ctx, row);
  if (rows.length > 0) ctx.log.info('uploads that nobody used were removed', { count: rows.length });
  return rows.length;
}

/** The row first: what a killed process leaves then is bytes that nobody can open. */
async function remove(ctx: RemoveContext, row: MediaRow): Promise<boolean> {
  const { workspaceId, id, storageKey, thumbKey } = row;
  const removed = await tenantQuery(ctx.db, workspaceId, updateRemoved(workspaceId, id));
  if (removed.length === 0) return false;
  if (storageKey !== null) await ctx.storage.delete(storageKey);
  if (thumbKey !== null) await ctx.storage.delete(thumbKey);
  return true;
}
