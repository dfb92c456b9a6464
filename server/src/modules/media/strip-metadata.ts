/** Types whose metadata is taken out. */
const strippable: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp']);

/** Whether metadata can be taken out of pictures of this type. */
export function isStrippable(mimeType: string): boolean {
  return strippable.has(mimeType);
}

/**
 * Takes everything out of a picture that is not needed to show it: place, camera, owner, time, comments, previews, and what was
 * appended behind its end. The picture itself is not made anew: every byte of it stays as it is, and so do its colours and which
 * side is up. A picture without such things comes back unchanged. Null: it is damaged.
 *
 * Source: ITU-T T.81 annex B (JPEG), W3C PNG third edition section 5, WebP container specification, read 2026-11-21.
 */
export function stripMetadata(bytes: Buffer, mimeType: string): Buffer | null {
  switch (mimeType) {
    case 'image/jpeg':
      return stripJpeg(bytes);
    case 'image/png':
      return stripPng(bytes);
    case 'image/webp':
      return stripWebp(bytes);
    default:
      return bytes;
  }
}

const soi = 0xd8;
const eoi = 0xd9;
const sos = 0xda;
const comment = 0xfe;

function stripJpeg(bytes: Buffer): Buffer | null {
  if (bytes[0] !== 0xff || bytes[1] !== soi) return null;
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  let orientation: number | null = null;
  let hasPicture = false;
  let at = 2;
  while (at < bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at += 1; // fill bytes before a marker
      continue;
    }
    if (marker === undefined) return null;
    if (marker === eoi) {
      kept.push(bytes.subarray(at, at + 2));
      break;
    }
    if (at + 4 > bytes.length) return null;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length || end < at + 4) return null;
    const segment = bytes.subarray(at, end);
    if (marker === 0xe1) orientation ??= readOrientation(segment);
    if (isShown(marker, segment)) kept.push(segment);
    at = end;
    if (marker !== sos) continue;
    hasPicture = true;
    const scanEnd = endOfScan(bytes, at);
    kept.push(bytes.subarray(at, scanEnd));
    at = scanEnd;
  }
  if (!hasPicture) return null;
  if (orientation !== null) kept.splice(1, 0, orientationSegment(orientation));
  return Buffer.concat(kept);
}

/** Of the application segments only those that say how colours are meant; no comments. */
function isShown(marker: number, segment: Buffer): boolean {
  if (marker === comment) return false;
  if (marker < 0xe0 || marker > 0xef) return true;
  const name = segment.toString('latin1', 4, 16);
  return (
    (marker === 0xe0 && name.startsWith('JFIF\0')) ||
    (marker === 0xe2 && name.startsWith('ICC_PROFILE\0')) ||
    (marker === 0xee && name.startsWith('Adobe'))
  );
}

/** Where the next marker begins that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at !== -1) {
    const next = bytes[at + 1];
    if (next === undefined) return bytes.length;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
    at = bytes.indexOf(0xff, at + (next === 0xff ? 1 : 2));
  }
  return bytes.length;
}

const orientationTag = 0x0112;

/** Which side is up, from an EXIF segment; null where it says nothing, or what needs no saying. */
function readOrientation(segment: Buffer): number | null {
  if (segment.toString('latin1', 4, 10) !== 'Exif\0\0') return null;
  const tiff = segment.subarray(10);
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number): number => (at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const long = (at: number): number => (at + 4 > tiff.length ? 0 : isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const directory = long(4);
  const count = Math.min(short(directory), 200);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * 12;
    if (short(entry) !== orientationTag) continue;
    const value = short(entry + 8);
    return value >= 2 && value <= 8 ? value : null;
  }
  return null;
}

/** An EXIF segment that says which side is up and nothing else. */
function orientationSegment(orientation: number): Buffer {
  const segment = Buffer.alloc(36);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(34, 2);
  segment.write('Exif\0\0MM\0*', 4, 'latin1');
  segment.writeUInt32BE(8, 14); // the directory begins behind this header
  segment.writeUInt16BE(1, 18); // and has one entry
  segment.writeUInt16BE(orientationTag, 20);
  segment.writeUInt16BE(3, 22); // a short
  segment.writeUInt32BE(1, 24); // of one value
  segment.writeUInt16BE(orientation, 28);
  return segment;
}

const pngSignature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** Chunks that change how a PNG looks; the rest says something about it. */
const shownChunks: ReadonlySet<string> = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs hIST sPLT acTL fcTL fdAT'.split(' '),
);

function stripPng(bytes: Buffer): Buffer | null {
  if (!bytes.subarray(0, 8).equals(pngSignature)) return null;
  const kept: Buffer[] = [pngSignature];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return null;
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (shownChunks.has(name)) kept.push(bytes.subarray(at, end));
    at = end;
    if (name === 'IEND') return Buffer.concat(kept);
  }
  return null;
}

const webpChunks: ReadonlySet<string> = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
/** Flags of the extended header that announce EXIF and XMP. */
const webpMetadataFlags = 0x0c;

function stripWebp(bytes: Buffer): Buffer | null {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return null;
  const limit = Math.min(bytes.length, 8 + bytes.readUInt32LE(4));
  const kept: Buffer[] = [Buffer.from(bytes.subarray(0, 12))];
  let at = 12;
  while (at + 8 <= limit) {
    const size = bytes.readUInt32LE(at + 4);
    if (at + 8 + size > limit) return null;
    const end = Math.min(limit, at + 8 + size + (size % 2));
    const name = bytes.toString('latin1', at, at + 4);
    const chunk = Buffer.from(bytes.subarray(at, end));
    if (name === 'VP8X' && size > 0) chunk[8] = (chunk[8] ?? 0) & ~webpMetadataFlags;
    if (webpChunks.has(name)) kept.push(chunk);
    at = end;
  }
  if (kept.length < 2) return null;
  const whole = Buffer.concat(kept);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}
