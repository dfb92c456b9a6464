import { fileTypeFromBuffer } from 'file-type';
import { allowedTypes, bareType, fileKindOf, isTypeAllowed, maxFileBytes, type FileKind } from '#whatsapp/media-rules';

/** What a file really is, from its first bytes, and how large it may be as that. */
export type FileVerdict = { ok: true; kind: FileKind; mimeType: string; maxBytes: number } | { ok: false; reason: string };

/** First bytes that are enough to tell what a file is. */
export const headBytes = 4_100;

/** Names of one and the same type in the wild. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['audio/x-m4a', 'audio/mp4'],
  ['audio/m4a', 'audio/mp4'],
  ['audio/mp3', 'audio/mpeg'],
  ['audio/x-aac', 'audio/aac'],
  ['image/jpg', 'image/jpeg'],
  ['video/3gpp2', 'video/3gpp'],
]);

/** Containers whose first bytes do not tell which kind of document is inside; then the declared type stands. */
const containers: ReadonlyMap<string, RegExp> = new Map([
  ['application/zip', /^application\/(vnd\.openxmlformats-|vnd\.oasis\.|epub|zip|x-zip)/],
  ['application/x-cfb', /^application\/(msword|vnd\.ms-|x-msi|x-cfb)/],
  ['application/xml', /^(application|text)\/([a-z.+-]*xml|xml)$/],
]);

/**
 * Reads what a file is from its first bytes and compares with what the caller says it is. The bytes win; a caller who says
 * image, audio, video or sticker about something else is refused, because WhatsApp would refuse the message later. Files
 * without a signature of their own (text) are taken as declared, but never as media.
 *
 * `asKind` forces a kind, e.g. to send a large picture as a document. Never throws.
 */
export async function judgeFile(head: Uint8Array, declaredType: string, asKind?: FileKind): Promise<FileVerdict> {
  if (head.byteLength === 0) return { ok: false, reason: 'The file is empty.' };
  const declared = nameOf(declaredType);
  const detected = await detect(head);
  const mimeType = detected === null ? unsigned(head, declared) : inside(detected, declared);
  const actualKind = fileKindOf(mimeType);
  const declaredKind = fileKindOf(declared);
  if (declaredKind !== 'document' && declaredKind !== actualKind) {
    return { ok: false, reason: `The file says that it is ${declared}, but it is ${detected === null ? 'something else' : mimeType}.` };
  }
  const kind = asKind ?? actualKind;
  if (!isTypeAllowed(kind, mimeType))
    return { ok: false, reason: `WhatsApp takes ${allowedTypes(kind).join(', ')} as ${kind}; this file is ${mimeType}.` };
  if (kind === 'audio' && bareType(mimeType) === 'audio/ogg' && !isOpus(head)) {
    return { ok: false, reason: 'WhatsApp takes OGG audio with the Opus codec only.' };
  }
  return { ok: true, kind, mimeType, maxBytes: maxFileBytes(kind, kind === 'sticker' && isAnimatedWebp(head)) };
}

/** Sentence for a file that is larger than its kind may be. */
export function tooLargeReason(kind: FileKind, maxBytes: number): string {
  const size = maxBytes >= 1024 * 1024 ? `${Math.floor(maxBytes / 1024 / 1024)} MB` : `${Math.floor(maxBytes / 1024)} KB`;
  const advice = kind === 'image' || kind === 'video' || kind === 'audio' ? ' Make it smaller, or send it as a document.' : '';
  return `WhatsApp takes at most ${size} as ${kind}.${advice}`;
}

async function detect(head: Uint8Array): Promise<string | null> {
  try {
    const found = await fileTypeFromBuffer(head);
    return found === undefined ? null : nameOf(found.mime);
  } catch {
    return null; // a file that breaks off inside what looks like a signature
  }
}

function nameOf(type: string): string {
  const bare = bareType(type);
  const known = aliases.get(bare) ?? bare;
  return /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}$/.test(known) ? known : 'application/octet-stream';
}

function inside(detected: string, declared: string): string {
  return containers.get(detected)?.test(declared) === true ? declared : detected;
}

/** A type without a signature: text stays text if it looks like it; a media type that cannot be seen is not believed. */
function unsigned(head: Uint8Array, declared: string): string {
  if (fileKindOf(declared) !== 'document') return 'application/octet-stream';
  if (declared.startsWith('text/') && head.includes(0)) return 'application/octet-stream';
  return declared;
}

function isOpus(head: Uint8Array): boolean {
  return Buffer.from(head.buffer, head.byteOffset, head.byteLength).includes('OpusHead', 0, 'latin1');
}

/** Extended WebP with the animation flag. Source: WebP container specification, "Extended file format". */
function isAnimatedWebp(head: Uint8Array): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  return bytes.subarray(12, 16).toString('latin1') === 'VP8X' && ((bytes[20] ?? 0) & 0x02) !== 0;
}
