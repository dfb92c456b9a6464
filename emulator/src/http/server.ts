import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { handleControl } from '../control/router.ts';
import { handleStream } from '../control/stream.ts';
import type { Emulator } from '../emulator.ts';
import { authenticate, bearerOf } from '../graph/call.ts';
import { GraphError } from '../graph/graph-error.ts';
import { downloadMedia } from '../graph/media.ts';
import { handleGraph, isGraphPath } from '../graph/router.ts';
import type { Mailbox } from '../mailbox.ts';
import { BodyTooLargeError, readBody, respond, respondJson } from './exchange.ts';
import { servePage } from './pages.ts';

/** The HTTP surface: Graph, media downloads, control API, pages. */
export interface HttpSurface {
  server: Server;
  /** Requests that were received and not yet answered. */
  openRequestCount(): number;
}

function isLocalHost(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(host ?? '');
}

function serveMedia(emulator: Emulator, request: IncomingMessage, response: ServerResponse, url: URL): void {
  try {
    const token = authenticate(emulator.world, bearerOf(request.headers.authorization, new URLSearchParams()), emulator.clock.nowMs());
    const file = downloadMedia(emulator, url.searchParams, token);
    if (file) respond(response, 200, file.mimeType, file.bytes);
    else respond(response, 404, 'text/html', '');
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    respond(response, 401, 'text/html', '');
  }
}

/** Creates the server; the caller listens and closes. */
export function createHttpSurface(emulator: Emulator, mailbox: Mailbox): HttpSurface {
  let openRequests = 0;

  async function route(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
    if (isGraphPath(url.pathname)) {
      await handleGraph(emulator, request, response, url, body);
      return;
    }
    if (url.pathname === '/whatsapp_business/attachments/') {
      serveMedia(emulator, request, response, url);
      return;
    }
    // The control surface shows credentials, so a page of another name that resolves to this machine must not read it.
    if (!isLocalHost(request.headers.host)) {
      respondJson(response, 421, { error: { message: 'The emulator only answers under a local name.' } });
      return;
    }
    if (url.pathname === '/emulator/stream') {
      handleStream(emulator, request, response, url);
      return;
    }
    if (url.pathname.startsWith('/emulator/')) {
      await handleControl(emulator, mailbox, request, response, url, body);
      return;
    }
    servePage(response, url.pathname);
  }

  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0, noDelay: true }, (request, response) => {
    openRequests += 1;
    response.once('close', () => {
      openRequests -= 1;
    });
    readBody(
      request,
      (body) => {
        route(request, response, body).catch((error: unknown) => {
          process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
          respondJson(response, 500, { error: { message: 'The emulator made a mistake.', code: 1, type: 'OAuthException' } });
        });
      },
      (error) => {
        if (error instanceof BodyTooLargeError) respondJson(response, 413, { error: { message: error.message } }, { connection: 'close' });
      },
    );
  });
  // Many idle keep-alive sockets are normal for a load test.
  server.maxConnections = 20_000;
  return { server, openRequestCount: () => openRequests };
}
