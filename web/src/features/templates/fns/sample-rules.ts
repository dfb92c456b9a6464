import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** Kinds of sample file. */
export type SampleKind = 'image' | 'video' | 'document';

/** Types of sample file that the upload takes. Source: Meta for Developers, "Resumable upload API" and "Media", 2025-11. */
export const sampleTypes: Readonly<Record<SampleKind, readonly string[]>> = {
  image: ['image/jpeg', 'image/png'],
  video: ['video/mp4'],
  document: ['application/pdf'],
};

const mostBytes: Readonly<Record<SampleKind, number>> = { image: 5 * 1024 ** 2, video: 16 * 1024 ** 2, document: 100 * 1024 ** 2 };

/** Why a file cannot be the sample; null when it can. The server reads the bytes and has the last word. */
export function judgeSample(file: { type: string; size: number }, kind: SampleKind): MessageDescriptor | null {
  if (file.size === 0) return msg`The file is empty.`;
  if (!sampleTypes[kind].includes(file.type)) return msg`WhatsApp does not take this kind of file here.`;
  if (file.size <= mostBytes[kind]) return null;
  return {
    image: msg`Photos may be at most 5 MB.`,
    video: msg`Videos may be at most 16 MB.`,
    document: msg`Documents may be at most 100 MB.`,
  }[kind];
}
