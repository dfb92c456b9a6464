import { Readable } from 'node:stream';
import type { Media } from '@kabar/contract';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { StorageError } from '#platform/storage/object-storage';
import type { FileKind } from '#whatsapp/media-rules';
import { scanFile, storeThumbnail } from './check-file.ts';
import { ensureMedia } from './ensure-media.ts';
import { headBytes, judgeFile, tooLargeReason } from './judge-file.ts';
import type { MediaContext } from './media-context.ts';
import { objectPlace, sealColumn, storageKeyOf } from './media-keys.ts';
import { getMediaSettings, overQuotaReason } from './media-usage.ts';
import { deleteUpload, insertUpload, updateUploadStored, type MediaRow } from './media.sql.ts';
import { mediaPublicId, presentMedia } from './present-media.ts';
import { isShrinkable, shrinkImage, tooManyPixelsReason } from './shrink-image.ts';
import { isStrippable, stripMetadata } from './strip-metadata.ts';

/** A file on its way in. `content` is read once. */
export type UploadInput = {
  workspaceId: string;
  filename: string;
  mimeType: string;
  content: Readable;
  /** True once the content was cut off at the size limit of the request. */
  isCut?: () => boolean;
  asKind?: FileKind;
  /** Makes pictures smaller; undefined: as the workspace's settings say. */
  compress?: boolean;
  /** Database id of a number for which the file is handed to WhatsApp at once. */
  numberId?: string;
};

/** A picture to be made smaller may be this large: it lies in memory as a whole. */
const maxShrinkBytes = 25 * 1024 * 1024;

/** A file as it will be stored. */
type Accepted = { kind: FileKind; mimeType: string; maxBytes: number; source: AsyncIterable<Buffer>; filename: string };

/**
 * Stores a file to be sent, as it streams in: its real type is read from the bytes, its size is bounded by what WhatsApp
 * takes for its kind, and it is sealed under the workspace's key. The row is written before the object, so that what a
 * killed process left behind is found. Malware is not kept.
 *
 * Errors: `media_not_usable` with the reason (kind, size, quota, malware); `not_found` for a number that is not of this workspace.
 */
export async function uploadMedia(ctx: MediaContext, input: UploadInput): Promise<Media> {
  const { workspaceId } = input;
  try {
    if (input.numberId !== undefined) await requireNumber(ctx, workspaceId, input.numberId);
    await requireSpace(ctx, workspaceId, 0);
    const accepted = await accept(ctx, input);
    return await store(ctx, input, accepted);
  } catch (error) {
    input.content.destroy();
    throw error;
  }
}

async function accept(ctx: MediaContext, input: UploadInput): Promise<Accepted> {
  const source = input.content[Symbol.asyncIterator]() as AsyncIterator<Buffer>; // a byte stream gives buffers
  const head = await readHead(source);
  const whole = joined(head, source, input.isCut ?? (() => false));
  const filename = cleanFilename(input.filename);
  const plain = await judgeFile(head.bytes, input.mimeType, 'document');
  if (plain.ok && input.asKind !== 'document' && isShrinkable(plain.mimeType)) {
    const wanted = input.compress ?? (await getMediaSettings(ctx, input.workspaceId)).compress_images;
    if (wanted) return shrink(whole, plain.mimeType, filename, input.asKind);
  }
  const verdict = await judgeFile(head.bytes, input.mimeType, input.asKind);
  if (!verdict.ok) throw notUsable(verdict.reason);
  const { kind, mimeType, maxBytes } = verdict;
  const kept = opensAsPicture(mimeType) ? await cleanPicture(whole, verdict) : whole;
  return { kind, mimeType, maxBytes, source: kept, filename };
}

/** Pictures that browsers and thumbnails open. */
function opensAsPicture(mimeType: string): boolean {
  return isStrippable(mimeType) || mimeType === 'image/gif';
}

/**
 * Looks at a picture before it is stored: none that is huge once opened, and none that says where and by whom it was taken. One beyond the size
 * that is ever opened here passes as it is.
 */
async function cleanPicture(
  source: AsyncGenerator<Buffer>,
  { kind, mimeType, maxBytes }: { kind: FileKind; mimeType: string; maxBytes: number },
): Promise<AsyncIterable<Buffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for (let next = await source.next(); next.done !== true; next = await source.next()) {
    chunks.push(next.value);
    size += next.value.byteLength;
    // Beyond what its kind may have it is refused while it is stored.
    if (size > Math.min(maxShrinkBytes, maxBytes)) return resumed(chunks, source);
  }
  const whole = Buffer.concat(chunks);
  const flood = await tooManyPixelsReason(whole);
  if (flood !== null) throw notUsable(flood);
  const clean = isStrippable(mimeType) ? stripMetadata(whole, mimeType) : whole;
  if (clean === null && kind !== 'document') throw notUsable('The picture is damaged: it cannot be read to its end.');
  return Readable.from([clean ?? whole]);
}

async function* resumed(chunks: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* chunks;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

async function shrink(source: AsyncIterable<Buffer>, mimeType: string, filename: string, asKind?: FileKind): Promise<Accepted> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > maxShrinkBytes)
      throw notUsable('Pictures larger than 25 MB cannot be made smaller here. Send it as a document, or a smaller one.');
    chunks.push(chunk);
  }
  const made = await shrinkImage(Buffer.concat(chunks), mimeType);
  if (made === null) throw notUsable('The picture cannot be read, or not be made small enough for WhatsApp.');
  if (asKind !== undefined && asKind !== made.kind) throw notUsable(`This picture is sent as ${made.kind}, not as ${asKind}.`);
  const { bytes, kind } = made;
  const ending = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' }[made.mimeType] ?? 'jpg';
  const renamed = made.mimeType === mimeType ? filename : `${filename.replace(/\.[a-z0-9]{1,5}$/i, '')}.${ending}`;
  return { kind, mimeType: made.mimeType, maxBytes: bytes.byteLength, source: Readable.from([bytes]), filename: renamed };
}

async function store(ctx: MediaContext, input: UploadInput, accepted: Accepted): Promise<Media> {
  const { workspaceId } = input;
  const { kind, mimeType, maxBytes, source, filename } = accepted;
  const id = ctx.ids.uuid();
  const keys = await ctx.keyring.workspaceKeys(workspaceId);
  const owner = keys.primary;
  const storageKey = storageKeyOf(workspaceId, id, 0);
  const filenameSealed = sealColumn(owner, workspaceId, id, 'filename', filename);
  await tenantQuery(
    ctx.db,
    workspaceId,
    insertUpload({ workspaceId, id, kind, mimeType, filenameSealed, storageKey, at: ctx.clock.now() }),
  );
  let thumbnailKey: string | null = null;
  try {
    const place = objectPlace(workspaceId, id);
    const stored = await ctx.storage.put({ name: storageKey, owner, place, source, maxBytes });
    const open = () => ctx.storage.get({ name: storageKey, owner: keys, place, sealedKey: stored.sealedKey });
    await requireSpace(ctx, workspaceId, stored.sizeBytes);
    const scan = await scanFile(ctx, open);
    if (scan === 'infected') throw notUsable('The file carries malware. It was not kept.');
    const picture = { workspaceId, id, mimeType, sizeBytes: stored.sizeBytes, owner, version: 0 };
    const thumbnail = await storeThumbnail(ctx, picture, open);
    thumbnailKey = thumbnail?.key ?? null;
    const { sizeBytes, sha256, sealedKey: objectKeySealed } = stored;
    const facts = { sizeBytes, sha256, objectKeySealed, scan, thumbnail };
    const [row] = await tenantQuery<MediaRow>(ctx.db, workspaceId, updateUploadStored(workspaceId, id, facts, ctx.clock.now()));
    if (row === undefined) throw new Error('the upload vanished while it was stored');
    if (input.numberId !== undefined) await ensureMedia(ctx, workspaceId, input.numberId, [mediaPublicId(id)]);
    return presentMedia(row, filename);
  } catch (error) {
    await ctx.storage.delete(storageKey);
    if (thumbnailKey !== null) await ctx.storage.delete(thumbnailKey);
    await withTenant(ctx.db, workspaceId, (tx) => tx.query(deleteUpload(workspaceId, id)));
    if (error instanceof StorageError && error.code === 'too_large') throw notUsable(tooLargeReason(kind, maxBytes));
    throw error;
  }
}

type Head = { bytes: Buffer; isEnd: boolean };

/** The first bytes of a stream, which say what it is. */
export async function readHead(source: AsyncIterator<Buffer>): Promise<Head> {
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

/** A stream whose head was read, whole again. Errors: `StorageError` `too_large` when it was cut off. */
export async function* joined(head: Head, source: AsyncIterator<Buffer>, isCut: () => boolean): AsyncGenerator<Buffer> {
  yield head.bytes;
  if (head.isEnd) return;
  for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
  if (isCut()) throw new StorageError('too_large');
}

async function requireSpace(ctx: MediaContext, workspaceId: string, moreBytes: number): Promise<void> {
  const reason = await overQuotaReason(ctx, workspaceId, moreBytes);
  if (reason !== null) throw notUsable(reason);
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
