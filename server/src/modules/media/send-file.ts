import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { contentHeaders, readRange } from './content-headers.ts';
import type { OpenMedia } from './read-media.ts';

/** Answers with a file or the asked part of it, under headers that let browsers show but never run it. */
export async function sendFile(
  file: OpenMedia,
  asked: { range: string | undefined; isDownload?: boolean },
  reply: FastifyReply,
): Promise<Readable | undefined> {
  const { mimeType, filename, sizeBytes } = file;
  const range = readRange(asked.range, sizeBytes);
  if (range === 'unsatisfiable') {
    reply.code(416).header('content-range', `bytes */${sizeBytes}`);
    return undefined;
  }
  const stream = await file.open(range ?? undefined);
  reply.headers(contentHeaders({ mimeType, filename, isDownload: asked.isDownload === true }));
  if (range === null) {
    reply.header('content-length', String(sizeBytes));
    return stream;
  }
  reply.code(206).headers({
    'content-range': `bytes ${range.first}-${range.last}/${sizeBytes}`,
    'content-length': String(range.last - range.first + 1),
  });
  return stream;
}
