import { createServer, type Server } from 'node:http';

/** Paths that programs call and no browser is sent to. */
const programPaths = /^\/(?:v1|graph|webhooks|metrics|healthz|readyz)(?:[/?]|$)/;

/**
 * Answers http only to send browsers on to https: to the same path of the public address, whatever host the request names.
 * Programs are refused instead: one that was sent on would go on sending its key in the clear, and nobody would notice. Nothing is read
 * of a body.
 * Source: OWASP ASVS 5.0.0, v5.0.0-4.1.2.
 */
export function createRedirectServer(publicUrl: string): Server {
  const { origin } = new URL(publicUrl);
  const server = createServer((request, response) => {
    response.setHeader('connection', 'close');
    response.setHeader('cache-control', 'no-store');
    const path = request.url ?? '/';
    const isBrowser = (request.method === 'GET' || request.method === 'HEAD') && path.startsWith('/') && !programPaths.test(path);
    if (isBrowser) {
      // Through the parser, so that no byte of the request line goes into a header as it came. Two slashes would name another host.
      const target = new URL(origin);
      const [pathname = '/', search = ''] = path.split(/\?(.*)/s);
      target.pathname = pathname.replace(/^[/\\]+/, '/');
      target.search = search;
      response.writeHead(308, { location: target.href }).end();
      return;
    }
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' });
    response.end(`This address is not encrypted. Use ${origin}, and replace any key or password that was sent here.\n`);
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;
  server.maxHeadersCount = 100;
  return server;
}
