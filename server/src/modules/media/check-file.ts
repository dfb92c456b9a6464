import { Readable } from 'node:stream';
import type { DataKey } from '#platform/crypto/data-key';
import type { MediaContext } from './media-context.ts';
import { thumbnailKeyOf, thumbnailPlace } from './media-keys.ts';
import type { StoredThumbnail } from './media.sql.ts';
import { makeThumbnail } from './shrink-image.ts';

/** How a file stands with the scanner once it was looked at. */
export type ScanState = 'off' | 'waiting' | 'clean' | 'infected' | 'skipped';

/** Pictures up to this size get a thumbnail. */
const maxThumbnailSourceBytes = 25 * 1024 * 1024;

/** Has the scanner look at a stored file. Without one the file is as it is; an absent one is waited for or done without. */
export async function scanFile(ctx: Pick<MediaContext, 'care' | 'log'>, open: () => Promise<Readable>): Promise<ScanState> {
  const { scanner, scannerAway } = ctx.care;
  if (scanner === null) return 'off';
  const verdict = await scanner.scan(await open());
  if (verdict !== 'away') return verdict;
  ctx.log.warn('the malware scanner gave no answer');
  return scannerAway === 'pass' ? 'skipped' : 'waiting';
}

/** Makes and stores the thumbnail of a picture, sealed like the picture. Null where there is none to make. Never throws. */
export async function storeThumbnail(
  ctx: Pick<MediaContext, 'storage' | 'log'>,
  media: { workspaceId: string; id: string; mimeType: string; sizeBytes: number; owner: DataKey; version: number },
  open: () => Promise<Readable>,
): Promise<StoredThumbnail | null> {
  const { workspaceId, id, mimeType, sizeBytes, owner } = media;
  if (!/^image\/(jpeg|png|webp|gif)$/.test(mimeType) || sizeBytes > maxThumbnailSourceBytes) return null;
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of await open()) chunks.push(Buffer.from(chunk as Uint8Array)); // a byte stream
    const made = await makeThumbnail(Buffer.concat(chunks));
    if (made === null) return null;
    const key = thumbnailKeyOf(workspaceId, id, media.version);
    const stored = await ctx.storage.put({
      name: key,
      owner,
      place: thumbnailPlace(workspaceId, id),
      source: Readable.from([made.bytes]),
      maxBytes: made.bytes.byteLength,
    });
    return { key, sizeBytes: stored.sizeBytes, objectKeySealed: stored.sealedKey, width: made.width, height: made.height };
  } catch (error) {
    ctx.log.warn('a thumbnail could not be made', { workspaceId, mediaId: id, error });
    return null;
  }
}
