import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

/** One request as it arrived. */
export type SeenRequest = { method: string; url: string; headers: IncomingHttpHeaders; body: Buffer };

/** Answers one request; `nth` counts from 1. */
export type Answer = (request: SeenRequest, response: ServerResponse, nth: number) => void | Promise<void>;

/** A real HTTP server on loopback that keeps what it was asked. Closed after the test by itself. */
export type FakeServer = { url: string; seen: SeenRequest[]; close(): Promise<void> };

const running = new Set<FakeServer>();

/** Starts a server that answers with `answer` on a free port. */
export async function startFakeServer(answer: Answer): Promise<FakeServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void handle(request, response);
  });
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const entry = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: await readBody(request) };
    seen.push(entry);
    await answer(entry, response, seen.length);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server has an address object once it listens.
  const { port } = server.address() as AddressInfo;
  const fake: FakeServer = {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        running.delete(fake);
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  running.add(fake);
  return fake;
}

afterEach(async () => {
  await Promise.all([...running].map((fake) => fake.close()));
});

/** Answers with JSON. */
export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_test', ...headers });
  response.end(JSON.stringify(body));
}

/** Answers with a refusal in Kabar's form. */
export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  extra: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): void {
  const error = {
    code,
    title: `Title of ${code}`,
    message: `Message of ${code}`,
    doc_url: `/docs/errors/${code}`,
    request_id: 'req_test',
    retryable: false,
    ...extra,
  };
  json(response, status, { error }, headers);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
