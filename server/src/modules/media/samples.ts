import type { Readable } from 'node:stream';
import { tenantQuery } from '#platform/db/tx';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import type { MediaContext } from './media-context.ts';
import { updateUsed } from './media.sql.ts';
import { openMedia } from './read-media.ts';

/** A file that WhatsApp is to review with a template. `open` starts a fresh stream. */
export type SampleFile = { mimeType: string; filename: string; sizeBytes: number; open: () => Promise<Readable> };

/** Opens a file as the sample of a template. Errors: those of `openMedia`. */
export async function openSample(ctx: MediaContext, workspaceId: string, id: string, signal: AbortSignal): Promise<SampleFile> {
  const { mimeType, filename, sizeBytes, open } = await openMedia(ctx, workspaceId, id, signal);
  return { mimeType, filename: filename ?? 'file', sizeBytes, open: () => open() };
}

/** Spares files that a draft or template names from removal. Unknown ids are passed over. */
export async function useSample(
  ctx: Pick<MediaContext, 'db' | 'clock'>,
  workspaceId: string,
  ids: readonly string[],
  tx?: TenantTx | EngineTx,
): Promise<void> {
  if (ids.length === 0) return;
  const statement = updateUsed(workspaceId, ids, ctx.clock.now());
  await (tx === undefined ? tenantQuery(ctx.db, workspaceId, statement) : tx.query(statement));
}
