import { newIdempotencyKey } from './idempotency-key.ts';

/**
 * A multipart body with the one field `file`, made while it is sent: `FormData` cannot hold a stream. Its type is left to the server, which reads it from the bytes.
 * Source: RFC 7578 sections 4.2 and 5.1, read 2026-11-21.
 */
export function multipartStream(
  file: ReadableStream<Uint8Array>,
  filename: string,
): { stream: ReadableStream<Uint8Array>; headers: Record<string, string> } {
  // Random, so that it cannot stand in the file.
  const boundary = `kabar-${newIdempotencyKey()}`;
  const name = filename.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const encoder = new TextEncoder();
  const head = encoder.encode(
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
  );
  const tail = encoder.encode(`\r\n--${boundary}--\r\n`);
  const stream = file.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      start: (controller) => controller.enqueue(head),
      flush: (controller) => controller.enqueue(tail),
    }),
  );
  return { stream, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}
