import { existsSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { respond } from './exchange.ts';

const DIST = join(import.meta.dirname, '..', '..', 'phone', 'dist');

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Pages talk to the emulator only; frames are allowed from pages of this machine, such as the dashboard. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' blob: data: http: https:",
  "media-src 'self' blob: http: https:",
  "style-src 'self'",
  "script-src 'self'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*",
].join('; ');

const NOT_BUILT =
  '<!doctype html><meta charset="utf-8"><title>Phone</title><p>The phone page is not built yet. Run <code>npm run build</code> and reload.</p>';

/** Serves `/phone`, `/mailbox`, `/controls` (one application) and its files under `/assets/`; `/` leads to the phone. */
export function servePage(response: ServerResponse, pathname: string): void {
  if (pathname === '/') {
    response.writeHead(302, { location: '/phone' });
    response.end();
    return;
  }
  const isPage = pathname === '/phone' || pathname === '/mailbox' || pathname === '/controls';
  const file = join(DIST, normalize(isPage ? '/index.html' : pathname));
  const contentType = CONTENT_TYPES[extname(file)];
  const isFile = isPage || pathname.startsWith('/assets/') || pathname === '/favicon.svg';
  if (!isFile || contentType === undefined || !file.startsWith(DIST) || !existsSync(file)) {
    respond(response, isPage ? 503 : 404, 'text/html; charset=utf-8', isPage ? NOT_BUILT : 'Not found');
    return;
  }
  respond(response, 200, contentType, readFileSync(file), {
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
}
