import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { newUuid } from '../ids.ts';
import { createApp } from './app.ts';
import { defineRoute } from './route.ts';

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
  responses: { 200: z.object({ fields: z.array(z.string()) }) },
  handler: async ({ raw }) => {
    const file = await raw.file();
    await file?.toBuffer();
    return { fields: Object.keys(file?.fields ?? {}) };
  },
});

async function build(https: boolean): Promise<FastifyInstance> {
  return createApp([echo, fails, upload], {
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

  // The reference alone runs an inline script of its library; api-reference.ts says what its policy still forbids.
  it.each(shown.filter((url) => url !== '/reference/'))('to %s lets no script run but ours', async (url) => {
    const { headers } = await secure.inject({ url, headers: { accept: 'text/html' } });
    const policy = new Map(
      String(headers['content-security-policy'])
        .split(';')
        .map((part) => [part.trim().split(' ')[0] ?? '', part.trim()] as const),
    );
    for (const name of ['default-src', 'script-src', 'style-src']) expect(policy.get(name)).not.toMatch(/unsafe|\*|https?:/);
    expect(policy.get('object-src') ?? policy.get('default-src')).toMatch(/-src 'none'$/);
    expect(policy.get('base-uri')).toBe("base-uri 'none'");
    expect(policy.get('form-action')).toMatch(/^form-action '(?:self|none)'$/);
    expect(headers['referrer-policy']).toBe('same-origin');
    expect(headers['x-frame-options']).toBe('DENY');
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

it('ran into no fault but the one that was planted', () => {
  expect(new Set(faults.map(String))).toEqual(new Set(['Error: the password is tiger']));
});
