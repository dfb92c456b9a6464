import sharp from 'sharp';
import { maxFileBytes, type FileKind } from '#whatsapp/media-rules';

// One picture at a time takes one core and nothing stays behind in memory.
sharp.concurrency(1);
sharp.cache(false);

/** Largest picture that is opened at all, in pixels: what is smaller on disk can still be huge in memory. */
const limitInputPixels = 100_000_000;
const megapixels = 1_000_000;
/** Enough for any phone; WhatsApp itself shrinks pictures to this. */
const longestSide = 1_600;
const stickerSide = 512;
const thumbnailSide = 320;

/** A picture made anew: upright, without its metadata, within WhatsApp's limits. */
export type ShrunkImage = { bytes: Buffer; mimeType: string; kind: FileKind; width: number; height: number };

/** Types that are made smaller on request. GIFs and other moving pictures are left alone, except stickers. */
const shrinkable: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/tiff', 'image/avif']);

/** Whether pictures of this type are made smaller on request. */
export function isShrinkable(mimeType: string): boolean {
  return shrinkable.has(mimeType);
}

/**
 * Makes a picture smaller: turned upright as its EXIF says, all metadata removed (place, camera), fitted to WhatsApp's limits.
 * A WebP stays a sticker of 512 by 512, also a moving one; all else becomes JPEG, or PNG where it is see-through.
 * Null: it cannot be read as a picture, or cannot be made small enough.
 */
export async function shrinkImage(bytes: Buffer, mimeType: string): Promise<ShrunkImage | null> {
  try {
    return mimeType === 'image/webp' ? await shrinkSticker(bytes) : await shrinkPhoto(bytes);
  } catch {
    return null;
  }
}

async function shrinkPhoto(bytes: Buffer): Promise<ShrunkImage | null> {
  const source = sharp(bytes, { limitInputPixels });
  const { isOpaque } = await source.stats();
  for (const side of [longestSide, 1_024, 640]) {
    const resized = source.clone().rotate().resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
    const made = isOpaque ? resized.jpeg({ quality: 80, mozjpeg: true }) : resized.png({ compressionLevel: 9, palette: true });
    const { data, info } = await made.toBuffer({ resolveWithObject: true });
    if (data.byteLength > maxFileBytes('image')) continue;
    return { bytes: data, mimeType: isOpaque ? 'image/jpeg' : 'image/png', kind: 'image', width: info.width, height: info.height };
  }
  return null;
}

async function shrinkSticker(bytes: Buffer): Promise<ShrunkImage | null> {
  const source = sharp(bytes, { limitInputPixels, animated: true });
  const { pages = 1 } = await source.metadata();
  const maxBytes = maxFileBytes('sticker', pages > 1);
  const background = { r: 0, g: 0, b: 0, alpha: 0 };
  for (const quality of [80, 60, 40, 20]) {
    const made = source
      .clone()
      .resize({ width: stickerSide, height: stickerSide, fit: 'contain', background })
      .webp({ quality, effort: 4 });
    const data = await made.toBuffer();
    if (data.byteLength > maxBytes) continue;
    return { bytes: data, mimeType: 'image/webp', kind: 'sticker', width: stickerSide, height: stickerSide };
  }
  return null;
}

/**
 * Says what is wrong with a picture that would be huge once it is opened, by its header alone; null when nothing is, or when it cannot be
 * read and will not be opened.
 */
export async function tooManyPixelsReason(bytes: Buffer): Promise<string | null> {
  try {
    // The header is read and nothing is opened, so its own limit would only hide the figures.
    const { width, height, pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height * pages <= limitInputPixels) return null;
    const frames = pages > 1 ? ` in ${pages} frames` : '';
    return `The picture has ${width} × ${height} pixels${frames}; at most ${limitInputPixels / megapixels} megapixels are taken. Make it smaller.`;
  } catch {
    return null;
  }
}

/** A small picture for lists and threads, with the size of the original as it is shown. */
export type Thumbnail = { bytes: Buffer; width: number; height: number };

/** Type of all thumbnails. */
export const thumbnailType = 'image/webp';

/** Makes a thumbnail of a picture (of a moving one its first frame). Null for what cannot be read as a picture. */
export async function makeThumbnail(bytes: Buffer): Promise<Thumbnail | null> {
  try {
    const source = sharp(bytes, { limitInputPixels });
    const { autoOrient } = await source.metadata();
    const data = await source
      .rotate()
      .resize({ width: thumbnailSide, height: thumbnailSide, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 70 })
      .toBuffer();
    return { bytes: data, width: autoOrient.width, height: autoOrient.height };
  } catch {
    return null;
  }
}
