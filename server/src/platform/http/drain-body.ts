import type { IncomingMessage } from 'node:http';
import type { FastifyReply } from 'fastify';

const maxDrainBytes = 64 * 1024 * 1024;
const maxDrainMs = 30_000;

/**
 * Reads on and throws away what a refused caller still sends, so that the refusal reaches it: a connection closed over unread
 * bytes is reset, and most clients then report a broken pipe instead of the answer. Ends the connection after 64 MiB or
 * 30 s; a body announced as larger is not read at all.
 */
export function drainBody(request: IncomingMessage, reply: FastifyReply): void {
  if (Number(request.headers['content-length'] ?? 0) > maxDrainBytes) return;
  reply.removeHeader('connection');
  let leftBytes = maxDrainBytes;
  const giveUp = setTimeout(() => request.destroy(), maxDrainMs).unref();
  request.on('data', (chunk: Buffer | string) => {
    leftBytes -= chunk.length;
    if (leftBytes < 0) request.destroy();
  });
  request.once('close', () => clearTimeout(giveUp));
  request.resume();
}
