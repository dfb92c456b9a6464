import type { Readable } from 'node:stream';
import type { Media } from '@kabar/contract';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { StorageError } from '#platform/storage/object-storage';
import type { FileKind } from '#whatsapp/media-rules';
import { ensureMedia } from './ensure-media.ts';
import { headBytes, judgeFile, tooLargeReason } from './judge-file.ts';
import type { MediaContext } from './media-context.ts';
import { objectPlace, sealColumn, storageKeyOf } from './media-keys.ts';
import { deleteUpload, insertUpload, updateUploadStored, type MediaRow } from './media.sql.ts';
import { mediaPublicId, presentMedia } from './present-media.ts';

/** A file on its way in. `content` is read once. */
export type UploadInput = {
  workspaceId: string;
  filename: string;
  mimeType: string;
  content: Readable;
  /** True once the content was cut off at the size limit of the request. */
  isCut?: () => boolean;
  asKind?: FileKind;
  /** Database id of a number for which the file is handed to WhatsApp at once. */
  numberId?: string;
};

/**
 * Stores a file to be sent, as it streams in: its real type is read from the bytes, its size is bounded by what WhatsApp
 * takes for its kind, and it is sealed under the workspace's key. The row is written before the object, so that what a
 * killed process left behind is found.
 *
 * Errors: `media_not_usable` with the reason; `not_found` for a number that is not of this workspace.
 */
export async function uploadMedia(ctx: MediaContext, input: UploadInput): Promise<Media> {
  const { workspaceId } = input;
  if (input.numberId !== undefined) await requireNumber(ctx, workspaceId, input.numberId);
  const source = input.content[Symbol.asyncIterator]() as AsyncIterator<Buffer>; // a byte stream gives buffers
  const head = await readHead(source);
  const verdict = await judgeFile(head.bytes, input.mimeType, input.asKind);
  if (!verdict.ok) {
    input.content.destroy();
    throw notUsable(verdict.reason);
  }
  const id = ctx.ids.uuid();
  const filename = cleanFilename(input.filename);
  const keys = await ctx.keyring.workspaceKeys(workspaceId);
  const storageKey = storageKeyOf(workspaceId, id, 0);
  const filenameSealed = sealColumn(keys.primary, workspaceId, id, 'filename', filename);
  const upload = { workspaceId, id, kind: verdict.kind, mimeType: verdict.mimeType, filenameSealed, storageKey, at: ctx.clock.now() };
  await tenantQuery(ctx.db, workspaceId, insertUpload(upload));
  try {
    const stored = await ctx.storage.put({
      name: storageKey,
      owner: keys.primary,
      place: objectPlace(workspaceId, id),
      source: joined(head, source, input.isCut ?? (() => false)),
      maxBytes: verdict.maxBytes,
    });
    const facts = { sizeBytes: stored.sizeBytes, sha256: stored.sha256, objectKeySealed: stored.sealedKey };
    const [row] = await tenantQuery<MediaRow>(ctx.db, workspaceId, updateUploadStored(workspaceId, id, facts, ctx.clock.now()));
    if (row === undefined) throw new Error('the upload vanished while it was stored');
    if (input.numberId !== undefined) await ensureMedia(ctx, workspaceId, input.numberId, [mediaPublicId(id)]);
    return presentMedia(row, filename);
  } catch (error) {
    input.content.destroy();
    await ctx.storage.delete(storageKey);
    await withTenant(ctx.db, workspaceId, (tx) => tx.query(deleteUpload(workspaceId, id)));
    if (error instanceof StorageError && error.code === 'too_large') throw notUsable(tooLargeReason(verdict.kind, verdict.maxBytes));
    throw error;
  }
}

type Head = { bytes: Buffer; isEnd: boolean };

async function readHead(source: AsyncIterator<Buffer>): Promise<Head> {
  const chunks: Buffer[] = [];
  let size = 0;
  while (size < headBytes) {
    const next = await source.next();
    if (next.done === true) return { bytes: Buffer.concat(chunks), isEnd: true };
    chunks.push(next.value);
    size += next.value.byteLength;
  }
  return { bytes: Buffer.concat(chunks), isEnd: false };
}

async function* joined(head: Head, source: AsyncIterator<Buffer>, isCut: () => boolean): AsyncGenerator<Buffer> {
  yield head.bytes;
  if (head.isEnd) return;
  for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
  if (isCut()) throw new StorageError('too_large');
}

async function requireNumber(ctx: MediaContext, workspaceId: string, numberId: string): Promise<void> {
  const rows = await tenantQuery(ctx.db, workspaceId, {
    text: 'select id from numbers where workspace_id = $1 and id = $2',
    values: [workspaceId, numberId],
  });
  if (rows.length === 0) throw new AppError('not_found');
}

/** The last part of a path, without control characters, at most 240 characters; `file` when nothing is left. */
export function cleanFilename(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what has to go
  const clean = last.replaceAll(/[\u0000-\u001f\u007f]/g, '').trim();
  const kept = [...clean].slice(0, 240).join('');
  return kept === '' || kept === '.' || kept === '..' ? 'file' : kept;
}

function notUsable(reason: string): AppError<'media_not_usable'> {
  return new AppError('media_not_usable', { details: { reason } });
}
