import { readdirSync, statSync } from 'node:fs';
import { extname, posix } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Serves the built documentation at `/docs`: public, the same for everybody, and without a word from the database. `dir` is
 * the folder of the build. Pages have clean addresses (`/docs/guides/sending`); what is not a page of the build answers 404
 * with a page that helps to search.
 */
export async function docsSite(app: FastifyInstance, { dir }: { dir: string }): Promise<void> {
  const filesNow = watchFiles(dir);
  // The dashboard may have given replies this already.
  if (!app.hasReplyDecorator('sendFile')) await app.register(fastifyStatic, { root: dir, serve: false });
  const send = (request: FastifyRequest, reply: FastifyReply, name: string): FastifyReply => {
    const packed = filesNow().has(`${name}.gz`) && readsGzip(request);
    reply.headers({
      'content-security-policy': policy,
      'content-type': types[extname(name)] ?? 'application/octet-stream',
      // Assets carry a hash in their name and never change; pages are asked for anew, and answered 304 when they are the same.
      'cache-control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
      ...(packed ? { 'content-encoding': 'gzip' } : {}),
    });
    return reply.sendFile(packed ? `${name}.gz` : name, dir, { cacheControl: false, contentType: false, acceptRanges: false });
  };
  app.get('/docs', (request, reply) => send(request, reply, 'index.html'));
  app.get<{ Params: { '*': string } }>('/docs/*', (request, reply) => {
    const name = posix.normalize(request.params['*']).replace(/\/$/, '');
    if (name === '.') return send(request, reply, 'index.html');
    const files = filesNow();
    if (files.has(`${name}.html`) && name !== '404') return send(request, reply, `${name}.html`);
    if (files.has(name) && /^assets\/[^/]+$|^search\.json$/.test(name)) return send(request, reply, name);
    return send(request, reply.code(404), '404.html');
  });
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Scripts, styles, pictures and the search index of our own and nothing else; nothing inline. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join(';');

function readsGzip(request: FastifyRequest): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(request.headers['accept-encoding'] ?? '');
}

/**
 * Every file of the build by its path with forward slashes: nothing outside this list is ever sent. A new build takes the
 * place of the folder, which is when the list is made again.
 */
function watchFiles(dir: string): () => ReadonlySet<string> {
  let built = 0;
  let files: ReadonlySet<string> = new Set();
  return () => {
    const inode = statSync(dir, { throwIfNoEntry: false })?.ino;
    if (inode !== undefined && inode !== built) {
      built = inode;
      files = new Set(readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/')));
    }
    return files;
  };
}
