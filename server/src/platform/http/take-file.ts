import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors.ts';

/** The file of a form, as it streams in. */
export type IncomingFile = {
  filename: string;
  mimeType: string;
  /** Read once. Errors: `upload_cut_short` when the form ends before the file does. */
  content: Readable;
  /** True once the content was cut off at the size limit of forms. */
  isCut(): boolean;
};

/**
 * The first file of a multipart request, or null without one. `signal` is that of the request: a caller that goes away in the middle must not leave
 * anybody waiting for the rest.
 *
 * Errors: `upload_cut_short`, and those of the reader of forms.
 */
export async function takeFile(request: FastifyRequest, signal: AbortSignal): Promise<IncomingFile | null> {
  const part = await request.file();
  if (part === undefined) return null;
  const { file } = part;
  signal.addEventListener('abort', () => file.destroy(), { once: true });
  return {
    filename: part.filename,
    mimeType: part.mimetype,
    content: Readable.from(wholeOf(file), { objectMode: false }),
    isCut: () => file.truncated,
  };
}

/** Whatever goes wrong with the stream of the form's reader is that the form ended too early: the reader itself waits for nothing else. */
async function* wholeOf(file: Readable): AsyncGenerator<Buffer> {
  const bytes = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>; // a byte stream gives buffers
  try {
    for (let next = await nextOf(bytes); next.done !== true; next = await nextOf(bytes)) yield next.value;
  } finally {
    file.destroy();
  }
}

async function nextOf(bytes: AsyncIterator<Buffer>): Promise<IteratorResult<Buffer>> {
  try {
    return await bytes.next();
  } catch (cause) {
    throw new AppError('upload_cut_short', { cause });
  }
}
