import { ID_PREFIXES } from '@kabar/contract';
import { engineQuery } from '#platform/db/tx';
import { fromPublicId } from '#platform/ids';
import { mediaLifetimesMs } from '#whatsapp/media-rules';
import type { MediaContext } from './media-context.ts';
import { objectPlace, openColumn, ownerKeys } from './media-keys.ts';
import { selectUploadedRefs, selectUsableMedia, updateUploadedRef, type MediaRow } from './media.sql.ts';

/** Files that WhatsApp must have before a message that shows them: their ids there, or why that failed. */
export type MediaReadiness =
  | { kind: 'ready'; providerIds: ReadonlyMap<string, string> }
  | { kind: 'gone' }
  | { kind: 'later'; afterMs: number };

/** A day less than WhatsApp keeps them, so that a message sent now still finds its file. */
const usableForMs = mediaLifetimesMs.uploaded - 24 * 3_600_000;
const uploadDelayMs = 5_000;
const accessDelayMs = 60_000;

type RefRow = MediaRow & { providerId: string | null; providerUntil: Date | null };
type One = { kind: 'ready'; providerId: string } | { kind: 'gone' } | { kind: 'later'; afterMs: number };

/** Uploads under way in this process, so that a thousand messages with one new picture upload it once. */
const uploading = new Map<string, Promise<One>>();

/**
 * Makes sure that WhatsApp has these files (public ids) for a number, uploading those it does not have or will soon forget, and
 * gives its ids for them by ours. What is uploaded once serves all messages of the number for 29 days.
 *
 * `gone`: a file is not there any more or WhatsApp does not take it. `later`: it could not be uploaded just now. Never
 * throws for anything that WhatsApp or the network does.
 */
export async function ensureMedia(
  ctx: MediaContext,
  workspaceId: string,
  numberId: string,
  mediaIds: readonly string[],
): Promise<MediaReadiness> {
  const ids = new Map(mediaIds.map((publicId) => [fromPublicId(ID_PREFIXES.media, publicId), publicId]));
  const wanted = [...ids.keys()].filter((id) => id !== null);
  const rows = await engineQuery<RefRow>(ctx.db, selectUploadedRefs(workspaceId, numberId, wanted));
  if (rows.length < ids.size) return { kind: 'gone' };
  const results = await Promise.all(rows.map((row) => ensureOne(ctx, numberId, row)));
  const providerIds = new Map<string, string>();
  for (const [index, result] of results.entries()) {
    if (result.kind !== 'ready') return result;
    providerIds.set(ids.get(rows[index]?.id ?? null) ?? '', result.providerId);
  }
  return { kind: 'ready', providerIds };
}

/** Which of these files (database ids) exist in the workspace and can be sent. */
export async function findMedia(
  ctx: Pick<MediaContext, 'db' | 'clock'>,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await engineQuery<{ id: string }>(ctx.db, selectUsableMedia(workspaceId, ids, ctx.clock.now()));
  return new Set(rows.map((row) => row.id));
}

async function ensureOne(ctx: MediaContext, numberId: string, row: RefRow): Promise<One> {
  if (row.providerId !== null && row.providerUntil !== null && row.providerUntil > ctx.clock.now())
    return { kind: 'ready', providerId: row.providerId };
  if (row.status === 'gone' || row.status === 'quarantined') return { kind: 'gone' };
  if (row.status === 'pending' || row.scan === 'waiting') return { kind: 'later', afterMs: uploadDelayMs };
  const key = `${row.workspaceId}/${numberId}/${row.id}`;
  const underWay = uploading.get(key);
  if (underWay !== undefined) return underWay;
  const work = upload(ctx, numberId, row).finally(() => uploading.delete(key));
  uploading.set(key, work);
  return work;
}

async function upload(ctx: MediaContext, numberId: string, row: MediaRow): Promise<One> {
  const { workspaceId, id, sizeBytes, storageKey, objectKeySealed } = row;
  const keys = await ownerKeys(ctx, row);
  if (keys === null || sizeBytes === null || storageKey === null || objectKeySealed === null) return { kind: 'gone' };
  const connection = await ctx.connections.connectionFor(workspaceId, numberId);
  if (connection === null) return { kind: 'later', afterMs: accessDelayMs };
  const outcome = await ctx.provider.uploadMedia(connection, {
    mimeType: row.mimeType,
    filename: row.filenameSealed === null ? 'file' : openColumn(keys, row, 'filename', row.filenameSealed),
    sizeBytes,
    open: () => ctx.storage.get({ name: storageKey, owner: keys, place: objectPlace(workspaceId, id), sealedKey: objectKeySealed }),
  });
  if (outcome.ok) {
    const until = new Date(ctx.clock.now().getTime() + usableForMs);
    await engineQuery(ctx.db, updateUploadedRef(workspaceId, id, numberId, { id: outcome.value.mediaId, until }));
    return { kind: 'ready', providerId: outcome.value.mediaId };
  }
  const { error, unreachable } = outcome;
  ctx.log.warn('a file could not be handed to WhatsApp', { workspaceId, mediaId: id, metaCode: error.code, httpStatus: error.httpStatus });
  if (unreachable || error.retry !== 'N') return { kind: 'later', afterMs: error.laterAfterMs ?? uploadDelayMs };
  return error.class === 'auth' || error.class === 'permission' ? { kind: 'later', afterMs: accessDelayMs } : { kind: 'gone' };
}
