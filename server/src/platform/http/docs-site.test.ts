import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docsSite } from './docs-site.ts';

let app: FastifyInstance;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kabar-docs-site-'));
  const dir = join(folder, 'dist');
  mkdirSync(join(dir, 'errors'), { recursive: true });
  mkdirSync(join(dir, 'assets'));
  writeFileSync(join(folder, 'beside.html'), 'not for the public');
  writeFileSync(join(dir, '.built-from'), 'digest');
  for (const name of ['index', '404', 'errors', 'errors/not_found']) {
    writeFileSync(join(dir, `${name}.html`), `<h1>${name}</h1>`);
    writeFileSync(join(dir, `${name}.html.gz`), gzipSync(`<h1>${name}</h1>`));
  }
  writeFileSync(join(dir, 'assets/main-1234.js'), 'go()');
  writeFileSync(join(dir, 'search.json'), '{}');
  app = Fastify({ routerOptions: { ignoreTrailingSlash: true } });
  await app.register(docsSite, { dir });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the documentation', () => {
  it.each([
    ['/docs', 'index'],
    ['/docs/', 'index'],
    ['/docs/errors', 'errors'],
    ['/docs/errors/', 'errors'],
    ['/docs/errors/not_found', 'errors/not_found'],
    ['/docs/errors/not_found?from=answer', 'errors/not_found'],
  ])('answers %s with its page under a policy that allows nothing inline', async (url, name) => {
    const response = await app.inject({ url });
    expect([response.statusCode, response.body]).toEqual([200, `<h1>${name}</h1>`]);
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.headers['content-security-policy']).not.toContain('unsafe');
    expect(response.headers['cache-control']).toBe('no-cache');
  });

  it('sends packed what the browser can unpack, and tells caches apart by it', async () => {
    const packed = await app.inject({ url: '/docs/errors', headers: { 'accept-encoding': 'br, gzip' } });
    expect(packed.headers).toMatchObject({
      'content-encoding': 'gzip',
      vary: 'accept-encoding',
      'content-type': 'text/html; charset=utf-8',
    });
    expect(gunzipSync(packed.rawPayload).toString()).toBe('<h1>errors</h1>');
    const refused = await app.inject({ url: '/docs/errors', headers: { 'accept-encoding': 'gzip;q=0' } });
    expect(refused.headers['content-encoding']).toBe(undefined);
  });

  it('lets browsers keep what never changes, and answers 304 for what they have', async () => {
    const asset = await app.inject({ url: '/docs/assets/main-1234.js' });
    expect(asset.headers['cache-control']).toContain('immutable');
    const page = await app.inject({ url: '/docs' });
    const again = await app.inject({ url: '/docs', headers: { 'if-none-match': String(page.headers['etag']) } });
    expect(again.statusCode).toBe(304);
  });

  it.each([
    '/docs/nothing',
    '/docs/404',
    '/docs/.built-from',
    '/docs/../beside',
    '/docs/%2e%2e/beside',
    '/docs/..%2fbeside',
    '/docs/index.html.gz',
    '/docs/assets',
  ])('answers %s with the page for what is not there', async (url) => {
    const response = await app.inject({ url });
    expect(response.statusCode).toBe(404);
    expect(response.body).not.toContain('not for the public');
    // Clients and the router resolve some of these before we see them.
    if (response.headers['content-type']?.toString().startsWith('text/html') === true) expect(response.body).toBe('<h1>404</h1>');
  });
});
