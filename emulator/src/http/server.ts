import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { handleControl } from '../control/router.ts';
import { handleStream } from '../control/stream.ts';
import type { Emulator } from '../emulator.ts';
import { authenticate, bearerOf } from '../graph/call.ts';
import { GraphError } from '../graph/graph-error.ts';
import { downloadMedia } from '../graph/media.ts';
import { handleMessages } from '../graph/messages-endpoint.ts';
import { GRAPH_VERSIONS, handleGraph, isGraphPath } from '../graph/router.ts';
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

/** Browsers name the page behind a request; a page from elsewhere could otherwise post here unseen. */
function isLocalOrigin(origin: string | undefined): boolean {
  return origin === undefined || isLocalHost(origin.replace(/^https?:\/\//i, ''));
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

const MESSAGES_PATH = /^\/v(\d{1,3})\.0\/(\d{1,32})\/messages$/;
const NO_QUERY = new URLSearchParams();

/** Creates the server; the caller listens and closes. */
export function createHttpSurface(emulator: Emulator, mailbox: Mailbox): HttpSurface {
  let openRequests = 0;

  /** The hot path: no URL object, no promise. Returns false for everything else. */
  function sendFast(request: IncomingMessage, response: ServerResponse, body: Buffer): boolean {
    if (request.method !== 'POST') return false;
    const match = MESSAGES_PATH.exec(request.url ?? '');
    const version = Number(match?.[1]);
    if (!match || version < GRAPH_VERSIONS.oldest || version > GRAPH_VERSIONS.newest) return false;
    handleMessages(emulator, match[2] ?? '', request.headers.authorization, NO_QUERY, body, response);
    return true;
  }

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
    if (!isLocalOrigin(request.headers.origin)) {
      respondJson(response, 403, { error: { message: 'Pages of other sites may not control the emulator.' } });
      return;
    }
    if (url.pathname === '/emulator/stream') {
      handleStream(emulator, response, url);
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
        const report = (error: unknown) => {
          process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
          respondJson(response, 500, { error: { message: 'The emulator made a mistake.', code: 1, type: 'OAuthException' } });
        };
        try {
          if (!sendFast(request, response, body)) route(request, response, body).catch(report);
        } catch (error) {
          report(error);
        }
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
