import type { IncomingMessage, ServerResponse } from 'node:http';

/** The largest body of a media upload, plus room for the multipart frame. */
const MAX_BODY_BYTES = 101 * 1024 * 1024;

/** Thrown when a body is larger than anything the emulator takes. */
export class BodyTooLargeError extends Error {}

/** Reads a whole request body. Errors: BodyTooLargeError; the stream's own error when the caller goes away. */
export function readBody(request: IncomingMessage, onBody: (body: Buffer) => void, onError: (error: Error) => void): void {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  request.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) {
      request.removeAllListeners('data');
      request.resume();
      onError(new BodyTooLargeError('The body is larger than 101 MB.'));
      return;
    }
    chunks.push(chunk);
  });
  request.on('end', () => {
    const [first] = chunks;
    if (sizeBytes <= MAX_BODY_BYTES) onBody(chunks.length === 1 && first ? first : Buffer.concat(chunks));
  });
  request.on('error', onError);
}

/** Writes a complete answer; does nothing when the connection is already gone or answered. */
export function respond(
  response: ServerResponse,
  httpStatus: number,
  contentType: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  response.writeHead(httpStatus, { 'content-type': contentType, 'content-length': length, ...headers });
  response.end(body);
}

/** Writes JSON. */
export function respondJson(response: ServerResponse, httpStatus: number, value: unknown, headers?: Record<string, string>): void {
  respond(response, httpStatus, 'application/json; charset=UTF-8', JSON.stringify(value), headers);
}
