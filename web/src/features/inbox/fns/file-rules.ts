import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** Kinds of message a file can be sent as. */
export type FileKind = 'image' | 'video' | 'audio' | 'document' | 'sticker';

/** What WhatsApp takes. Source: Meta for Developers, "Media" (supported media types), 2025-11. */
export const fileRules: Readonly<Record<FileKind, { types: readonly string[]; maxBytes: number }>> = {
  image: { types: ['image/jpeg', 'image/png'], maxBytes: 5 * 1024 * 1024 },
  video: { types: ['video/mp4', 'video/3gpp'], maxBytes: 16 * 1024 * 1024 },
  audio: { types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'], maxBytes: 16 * 1024 * 1024 },
  sticker: { types: ['image/webp'], maxBytes: 500 * 1024 },
  document: { types: [], maxBytes: 100 * 1024 * 1024 },
};

/** Longest caption, in characters. Source: Meta for Developers, "Messages", 2025-11. */
export const mostCaptionCharacters = 1024;

/** Names of types in the wild for those that WhatsApp names. */
const aliases: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'audio/mp3': 'audio/mpeg',
  'audio/x-m4a': 'audio/mp4',
  'audio/m4a': 'audio/mp4',
  'audio/x-aac': 'audio/aac',
};

/** What becomes of a file: the kind it goes as, or why it cannot go; `asDocument` says that it could as a document. */
export type FileVerdict =
  | { ok: true; kind: FileKind; note: MessageDescriptor | null }
  | { ok: false; reason: MessageDescriptor; maxBytes: number | null; asDocument: boolean };

/** Judges a file before it is uploaded, by what the browser says it is. The server reads the bytes and has the last word. */
export function judgeFile(file: { type: string; size: number }, wish: FileKind | null = null): FileVerdict {
  const bare = file.type.split(';')[0]?.trim().toLowerCase() ?? '';
  const type = aliases[bare] ?? bare;
  if (file.size === 0) return { ok: false, reason: msg`The file is empty.`, maxBytes: null, asDocument: false };
  const kind = wish ?? kindOf(type);
  const { maxBytes } = fileRules[kind];
  if (file.size > maxBytes) {
    return { ok: false, reason: tooLarge[kind], maxBytes, asDocument: kind !== 'document' && file.size <= fileRules.document.maxBytes };
  }
  if (kind !== 'document' && !fileRules[kind].types.includes(type)) {
    return { ok: false, reason: msg`WhatsApp does not take this kind of file here.`, maxBytes: null, asDocument: true };
  }
  const isMedia = /^(image|video|audio)\//.test(type);
  return {
    ok: true,
    kind,
    note: kind === 'document' && isMedia && wish === null ? msg`Goes as a document, because WhatsApp shows other kinds only.` : null,
  };
}

const tooLarge: Readonly<Record<FileKind, MessageDescriptor>> = {
  image: msg`Photos may be at most 5 MB.`,
  video: msg`Videos may be at most 16 MB.`,
  audio: msg`Sounds may be at most 16 MB.`,
  sticker: msg`Stickers may be at most 500 KB.`,
  document: msg`Documents may be at most 100 MB.`,
};

function kindOf(type: string): FileKind {
  for (const kind of ['image', 'video', 'audio'] as const) if (fileRules[kind].types.includes(type)) return kind;
  return 'document';
}

/** Kinds of file that can carry a caption. */
export function takesCaption(kind: FileKind): boolean {
  return kind === 'image' || kind === 'video' || kind === 'document';
}
