import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { newUuid } from '../ids.ts';
import { hashOf, inlineScripts } from './api-reference.ts';
import { createApp } from './app.ts';
import { defineRoute, type Route } from './route.ts';
import { takeFile } from './take-file.ts';

const pages = mkdtempSync(join(tmpdir(), 'kabar-pages-'));
const faults: unknown[] = [];
const seen: unknown[] = [];
let secure: FastifyInstance;
let plain: FastifyInstance;

const echo = defineRoute({
  method: 'POST',
  path: '/v1/echo',
  summary: 'Takes anything',
  tag: 'test',
  auth: 'public',
  query: z.record(z.string(), z.string()),
  body: z.looseObject({}),
  responses: { 200: z.looseObject({}) },
  handler: async ({ body, query }) => {
    seen.push(body);
    return { ...query };
  },
});
const fails = defineRoute({
  method: 'GET',
  path: '/v1/fails',
  summary: 'Fails',
  tag: 'test',
  auth: 'public',
  responses: { 200: null },
  handler: async () => {
    throw new Error('the password is tiger');
  },
});
const upload = defineRoute({
  method: 'POST',
  path: '/v1/upload',
  summary: 'Takes a file',
  tag: 'test',
  auth: 'public',
  bodyKind: 'multipart',
  responses: { 200: z.object({ names: z.array(z.string()) }) },
  handler: async ({ raw, signal }) => {
    const file = await takeFile(raw, signal);
    if (file !== null) await buffer(file.content);
    return { names: file === null ? [] : [file.filename] };
  },
});

const list = defineRoute({
  method: 'GET',
  path: '/v1/list',
  summary: 'Asks the database for what stands in the cursor',
  tag: 'test',
  auth: 'public',
  query: z.object({ cursor: z.string().optional() }),
  responses: { 200: null },
  handler: async () => {
    throw Object.assign(new Error('invalid input syntax for type uuid: "x"'), { code: '22P02' });
  },
});

async function build(https: boolean, more: readonly Route[] = []): Promise<FastifyInstance> {
  return createApp([echo, fails, upload, ...more], {
    authenticator: {
      session: async () => null,
      apiKey: async () => {
        throw new AppError('api_key_invalid');
      },
    },
    newUuid,
    trustedProxies: [],
    ownOrigins: ['https://kabar.example.com'],
    bodyLimitBytes: 1_000,
    dashboardDir: pages,
    docsDir: pages,
    version: '0.0.0',
    https,
    strictResponses: true,
    report: (fault) => faults.push(fault),
    onRequestDone: () => undefined,
  });
}

beforeAll(async () => {
  for (const name of ['index.html', 'app.js', 'app.css']) writeFileSync(join(pages, name), '<!doctype html>');
  [secure, plain] = await Promise.all([build(true), build(false)]);
});

afterAll(async () => {
  await Promise.all([secure.close(), plain.close()]);
  rmSync(pages, { recursive: true });
});

/** One address for each class of answer: what a browser shows, what it loads, data, refusals, faults. */
const shown = ['/', '/app.js', '/app.css', '/w/toko/inbox', '/docs/', '/reference/', '/openapi.json', '/nothing-here', '/%ff'];
const data = ['/v1/fails', '/v1/nothing', '/graph/v99.0/nothing', '/webhooks/nothing'];

describe('every answer', () => {
  it.each([...shown, ...data])('to %s cannot be framed, guessed at or fetched without TLS', async (url) => {
    const { headers } = await secure.inject({ url, headers: { accept: 'text/html' } });
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['server']).toBeUndefined();
    expect(headers['x-powered-by']).toBeUndefined();
    const { headers: without } = await plain.inject({ url });
    expect(without['strict-transport-security']).toBeUndefined(); // a browser would never come back to an address without TLS
  });

  it.each(shown)('to %s lets no script run but ours', async (url) => {
    const { headers } = await secure.inject({ url, headers: { accept: 'text/html' } });
    const policy = new Map(
      String(headers['content-security-policy'])
        .split(';')
        .map((part) => [part.trim().split(' ')[0] ?? '', part.trim()] as const),
    );
    for (const name of ['default-src', 'script-src']) expect(policy.get(name)).not.toMatch(/unsafe|\*|https?:/);
    expect(policy.get('style-src')).not.toMatch(/unsafe|\*|https?:/);
    expect(policy.get('object-src') ?? policy.get('default-src')).toMatch(/-src 'none'$/);
    expect(policy.get('base-uri')).toBe("base-uri 'none'");
    expect(policy.get('form-action')).toMatch(/^form-action '(?:self|none)'$/);
    expect(headers['referrer-policy']).toBe('same-origin');
    expect(headers['x-frame-options']).toBe('DENY');
  });

  it.each(shown)('to %s has nothing inside that its own policy would not let run', async (url) => {
    const { headers, body } = await secure.inject({ url, headers: { accept: 'text/html' } });
    if (!String(headers['content-type']).startsWith('text/html')) return;
    const scripts =
      String(headers['content-security-policy'])
        .split(';')
        .find((part) => part.startsWith('script-src')) ?? '';
    expect(
      inlineScripts(body)
        .map(hashOf)
        .filter((hash) => !scripts.includes(hash)),
    ).toEqual([]);
    expect(body).not.toMatch(/<[^>]+\son[a-z]+\s*=|(?:href|src)\s*=\s*["']?\s*javascript:/i);
  });

  it.each(shown)('to %s shares no window with a page that opened it', async (url) => {
    expect((await secure.inject({ url, headers: { accept: 'text/html' } })).headers['cross-origin-opener-policy']).toBe('same-origin');
  });

  it.each([...shown, ...data])('to %s says what it is, and in which characters', async (url) => {
    const { headers, body } = await secure.inject({ url, headers: { accept: 'text/html' } });
    const type = String(headers['content-type']);
    expect(type).toMatch(/^[a-z]+\/[a-z0-9.+-]+(?:; charset=utf-8)?$/i);
    if (type.startsWith('text/')) expect(type).toMatch(/charset=utf-8$/i);
    if (/json/.test(type)) expect(() => JSON.parse(body)).not.toThrow();
  });

  it.each([...shown, ...data, '/v1/echo'])('to %s is no mirror for TRACE, and takes no method of its own', async (url) => {
    for (const method of ['TRACE', 'CONNECT', 'PROPFIND', 'PUT', 'DELETE'] as const) {
      // `inject` knows the usual methods by name; the router judges all of them.
      const { statusCode, body } = await secure.inject({ method: method as 'PUT', url, headers: { 'x-secret': 'tiger' } });
      expect([404, 405, 400], `${method} ${url}`).toContain(statusCode);
      expect(body).not.toContain('tiger');
    }
  });

  it('to the reference names the scripts that start it, and no other may run', async () => {
    const { headers, body } = await secure.inject({ url: '/reference/' });
    const scripts = inlineScripts(body);
    expect([scripts.length, scripts[1]?.includes('createApiReference')]).toEqual([2, true]);
    expect(headers['content-security-policy']).toContain(`script-src 'self' ${scripts.map(hashOf).join(' ')};`);
    const asset = await secure.inject({ url: '/reference/js/scalar.js' });
    expect([asset.statusCode, asset.headers['content-security-policy']]).toEqual([200, expect.stringContaining("script-src 'self';")]);
    expect((await secure.inject({ url: '/reference/openapi.json' })).headers['access-control-allow-origin']).toBeUndefined();
  });

  it('to the reference takes style by a nonce that is another one each time', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const { headers, body } = await secure.inject({ url: '/reference/' });
        const nonce = /<meta property="csp-nonce" content="([\w+/=]{24})">/.exec(body)?.[1] ?? '';
        expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}';`);
        expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
  });

  it.each(data)('to %s is kept nowhere', async (url) => {
    const { headers, body } = await secure.inject({ url });
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
    expect(body).not.toContain('tiger');
  });

  it.each([...shown, ...data, '/v1/echo'])('to %s gives no other site leave to read it', async (url) => {
    for (const origin of ['https://evil.example', 'null', 'https://kabar.example.com.evil.example']) {
      const asked = await secure.inject({ url, headers: { origin } });
      const before = await secure.inject({
        method: 'OPTIONS',
        url,
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' },
      });
      for (const { headers } of [asked, before])
        expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(before.statusCode).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('a body that reaches for what all objects share', () => {
  const bodies = [
    '{"__proto__":{"tainted":true}}',
    '{"a":{"__proto__":{"tainted":true}}}',
    '{"a":[{"b":{"__proto__":null}}]}',
    '{"\\u005f_proto__":{"tainted":true}}',
    '{"constructor":{"prototype":{"tainted":true}}}',
    '{"a":{"constructor":{"prototype":{"tainted":true}}}}',
  ];
  it.each(bodies)('%s is refused before a handler sees it', async (payload) => {
    seen.length = 0;
    const answer = await secure.inject({ method: 'POST', url: '/v1/echo', payload, headers: { 'content-type': 'application/json' } });
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'malformed_json']);
    expect(seen).toEqual([]);
  });

  it('changes nothing as a query or as the name of a form field', async () => {
    await secure.inject({
      method: 'POST',
      url: '/v1/echo?__proto__=x&__proto__[tainted]=1&constructor.prototype.tainted=1',
      payload: {},
    });
    const payload = ['__proto__', 'constructor', 'toString']
      .map((name) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\ntainted\r\n`)
      .join('');
    const form = await secure.inject({
      method: 'POST',
      url: '/v1/upload',
      payload: `${payload}--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n--x--\r\n`,
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect(form.statusCode).toBeLessThan(500);
    expect(Reflect.get({}, 'tainted')).toBeUndefined();
    expect(typeof {}.toString).toBe('function');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

it('refuses a form that does not say where its parts end', async () => {
  const answer = await secure.inject({
    method: 'POST',
    url: '/v1/upload',
    payload: 'hello',
    headers: { 'content-type': 'multipart/form-data' },
  });
  expect([answer.statusCode, answer.json().error.code]).toEqual([415, 'unsupported_media_type']);
});

describe('a cursor that somebody made up', () => {
  it('and that the database cannot read is refused as such; the same without a cursor is a fault', async () => {
    const app = await build(false, [list]);
    const before = faults.length;
    const made = await app.inject({ url: '/v1/list?cursor=WyJ4Il0' });
    expect([made.statusCode, made.json().error.code, faults.length]).toEqual([400, 'cursor_invalid', before]);
    const none = await app.inject({ url: '/v1/list' });
    expect([none.statusCode, none.json().error.code]).toEqual([500, 'internal_error']);
    faults.length = before;
    await app.close();
  });
});

describe('a form that breaks off', () => {
  const whole =
    '--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\ncontent-type: text/plain\r\n\r\nhello\r\n--x--\r\n';

  it('is refused wherever it does, in words, and by no fault', async () => {
    for (let length = 0; length < whole.length - 4; length += 1) {
      const answer = await secure.inject({
        method: 'POST',
        url: '/v1/upload',
        payload: whole.slice(0, length),
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
      });
      // Before its head is over there is no file yet, and a route says itself that one is needed.
      if (answer.statusCode === 200) expect(answer.json()).toEqual({ names: [] });
      else expect([answer.statusCode, answer.json().error.code], `${length} bytes`).toEqual([400, 'upload_cut_short']);
    }
  });
});

it('ran into no fault but the one that was planted', () => {
  expect(new Set(faults.map(String))).toEqual(new Set(['Error: the password is tiger']));
});
