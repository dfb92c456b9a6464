import type { Permission } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { newUuid } from '../ids.ts';
import type { Authenticator } from './actor.ts';
import { createApp, type AppOptions } from './app.ts';
import { parseRange } from './client-ip.ts';
import type { RequestRecord } from './request-record.ts';
import { defineRoute } from './route.ts';

const workspaceId = newUuid();
const permissions = new Set<Permission>(['messages:read']);

/** Knows one session cookie and one key, the way the modules answer. */
const authenticator: Authenticator = {
  async session(cookie, workspace) {
    if (cookie !== 'kabar_session=good' && cookie !== 'kabar_session=stale') return null;
    const membership =
      workspace === 'wsp_mine' || workspace === 'wsp_closing'
        ? {
            workspaceId,
            memberId: newUuid(),
            role: 'agent' as const,
            isLimited: true,
            isClosing: workspace === 'wsp_closing',
            barrier: null,
          }
        : null;
    return {
      kind: 'user',
      userId: newUuid(),
      sessionId: newUuid(),
      name: 'Rani',
      email: 'rani@example.com',
      isOperator: false,
      operatorBarrier: null,
      signedInBy: 'password',
      hasSecondFactor: false,
      provedRecently: cookie !== 'kabar_session=stale',
      singleSignOnWorkspaceId: null,
      membership,
      permissions,
      endsAt: new Date('2099-01-01'),
    };
  },
  async apiKey(key, ip) {
    if (ip === '203.0.113.9') throw new AppError('ip_not_allowed');
    if (key !== 'good') throw new AppError('api_key_invalid');
    return { kind: 'api_key', apiKeyId: newUuid(), sightMemberId: null, name: 'shop', workspaceId, isClosing: false, permissions };
  },
};

const routes = [
  defineRoute({
    method: 'POST',
    path: '/v1/echo/:id',
    summary: 'Echo',
    tag: 'test',
    auth: 'workspace',
    permission: 'messages:read',
    params: z.object({ id: z.string() }),
    query: z.object({ times: z.coerce.number().default(1) }),
    body: z.strictObject({ word: z.string() }),
    responses: { 201: z.object({ id: z.string(), word: z.string(), times: z.number(), ip: z.string() }) },
    handler: async ({ params, query, body, clientIp }) => ({ id: params.id, word: body.word, times: query.times, ip: clientIp }),
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/secret',
    summary: 'Secret',
    tag: 'test',
    auth: 'workspace',
    permission: 'audit:read',
    responses: { 200: null },
    handler: async () => undefined,
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/danger',
    summary: 'Dangerous',
    tag: 'test',
    hidden: true,
    auth: 'workspace',
    permission: 'messages:read',
    stepUp: true,
    responses: { 204: null },
    handler: async () => undefined,
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/broken',
    summary: 'Broken',
    tag: 'test',
    auth: 'public',
    responses: { 200: z.object({ a: z.string() }) },
    handler: async () => ({ a: 'x', password_hash: 'y' }),
  }),
  defineRoute({
    method: 'POST',
    path: '/hooks/raw',
    summary: 'Raw',
    tag: 'test',
    auth: 'public',
    bodyKind: 'raw',
    bodyLimitBytes: 100,
    hidden: true,
    responses: { 200: z.object({ bytes: z.number() }) },
    handler: async ({ raw }) => ({ bytes: (raw.body as Buffer).length }), // bodyKind raw: always a Buffer
  }),
];

async function build(extra: Partial<AppOptions> = {}) {
  const faults: unknown[] = [];
  const records: RequestRecord[] = [];
  const app = await createApp(routes, {
    authenticator,
    newUuid,
    trustedProxies: [],
    ownOrigins: [],
    bodyLimitBytes: 1000,
    dashboardDir: null,
    version: '0.0.0',
    https: false,
    strictResponses: true,
    report: (error) => faults.push(error),
    onRequestDone: (record) => records.push(record),
    ...extra,
  });
  return { app, faults, records };
}

const echo = { method: 'POST', url: '/v1/echo/7', payload: { word: 'kabar' } } as const;

describe('the HTTP app', () => {
  it('refuses a parameter that nothing reads, and says which', async () => {
    const { app } = await build();
    const response = await app.inject({ ...echo, url: '/v1/echo/7?tims=3', headers: { authorization: 'Bearer good' } });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      error: { code: 'validation_failed', details: { issues: [{ path: 'query', message: 'has no field called "tims"' }] } },
    });
  });

  it('answers a declared route with parsed input, the declared status and a request id', async () => {
    const { app, records } = await build();
    const response = await app.inject({ ...echo, url: '/v1/echo/7?times=3', headers: { authorization: 'Bearer good' } });
    expect(response.statusCode).toBe(201);
    expect(response.json()).toEqual({ id: '7', word: 'kabar', times: 3, ip: '127.0.0.1' });
    expect(response.headers['request-id']).toMatch(/^req_[0-9a-z]{26}$/);
    expect(records).toMatchObject([{ route: '/v1/echo/:id', status: 201, workspaceId }]);
  });

  it('names every wrong field', async () => {
    const { app } = await build();
    const response = await app.inject({ ...echo, payload: { word: 5, more: 1 }, headers: { authorization: 'Bearer good' } });
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toMatchObject({ code: 'validation_failed', retryable: false, doc_url: '/docs/errors/validation_failed' });
    expect(response.json().error.details.issues.map((issue: { path: string }) => issue.path)).toEqual(['body.word', 'body']);
  });

  it.each([
    ['truncated JSON', '{"word":', 'application/json', 400, 'malformed_json'],
    ['an empty body', '', 'application/json', 400, 'malformed_json'],
    ['a prototype in JSON', '{"word":"a","__proto__":{"x":1}}', 'application/json', 400, 'malformed_json'],
    ['a body over the limit', `{"word":"${'x'.repeat(2000)}"}`, 'application/json', 413, 'body_too_large'],
    ['a text with a NUL character', '{"word":"a\\u0000b"}', 'application/json', 400, 'validation_failed'],
    ['another content type', 'word=kabar', 'application/x-www-form-urlencoded', 415, 'unsupported_media_type'],
  ])('refuses %s', async (_name, payload, contentType, status, code) => {
    const { app, faults } = await build();
    const response = await app.inject({
      method: 'POST',
      url: '/v1/echo/7',
      payload,
      headers: { authorization: 'Bearer good', 'content-type': contentType },
    });
    expect([response.statusCode, response.json().error.code]).toEqual([status, code]);
    expect(faults).toEqual([]);
  });

  it('refuses an address that holds what no database stores', async () => {
    const { app, faults } = await build();
    const answer = await app.inject({ ...echo, url: '/v1/echo/a%00b', headers: { authorization: 'Bearer good' } });
    expect([answer.statusCode, answer.json().error]).toMatchObject([
      400,
      { code: 'validation_failed', details: { issues: [{ path: 'params.id' }] } },
    ]);
    expect(faults).toEqual([]);
  });

  it.each([
    ['nobody', {}, 401, 'unauthenticated'],
    ['a wrong key', { authorization: 'Bearer bad' }, 401, 'api_key_invalid'],
    ['a scheme that is not Bearer', { authorization: 'Basic Z29vZA==' }, 401, 'unauthenticated'],
    [
      'a session without a workspace',
      { cookie: 'kabar_session=good', origin: 'http://localhost:4000', host: 'localhost:4000' },
      400,
      'workspace_required',
    ],
    [
      'a session in a foreign workspace',
      { cookie: 'kabar_session=good', 'kabar-workspace': 'wsp_other', origin: 'http://localhost:4000', host: 'localhost:4000' },
      404,
      'not_found',
    ],
    [
      'a change in a workspace that is closing',
      { cookie: 'kabar_session=good', 'kabar-workspace': 'wsp_closing', origin: 'http://localhost:4000', host: 'localhost:4000' },
      409,
      'workspace_closing',
    ],
    [
      'a session from another site',
      { cookie: 'kabar_session=good', 'kabar-workspace': 'wsp_mine', origin: 'https://evil.example' },
      403,
      'csrf_refused',
    ],
    [
      'a session with neither origin nor fetch metadata',
      { cookie: 'kabar_session=good', 'kabar-workspace': 'wsp_mine' },
      403,
      'csrf_refused',
    ],
    [
      'a session marked cross-site',
      { cookie: 'kabar_session=good', 'kabar-workspace': 'wsp_mine', 'sec-fetch-site': 'cross-site' },
      403,
      'csrf_refused',
    ],
  ])('refuses %s', async (_name, headers, status, code) => {
    const { app } = await build();
    const response = await app.inject({ ...echo, headers });
    expect([response.statusCode, response.json().error.code]).toEqual([status, code]);
  });

  it('lets a member in from its own origin', async () => {
    const { app } = await build();
    const headers = {
      cookie: 'kabar_session=good',
      'kabar-workspace': 'wsp_mine',
      origin: 'http://localhost:4000',
      host: 'localhost:4000',
    };
    expect((await app.inject({ ...echo, headers })).statusCode).toBe(201);
  });

  it('asks for a fresh factor before a dangerous act of a person, and lets it through once one was shown', async () => {
    const { app } = await build();
    const call = (cookie: string) =>
      app.inject({
        method: 'POST',
        url: '/v1/danger',
        headers: { cookie, 'kabar-workspace': 'wsp_mine', origin: 'http://localhost:4000', host: 'localhost:4000' },
      });
    expect((await call('kabar_session=stale')).json().error.code).toBe('step_up_required');
    expect((await call('kabar_session=good')).statusCode).toBe(204);
  });

  it('refuses a permission that the caller does not hold, and says which', async () => {
    const { app } = await build();
    const response = await app.inject({ method: 'GET', url: '/v1/secret', headers: { authorization: 'Bearer good' } });
    expect(response.statusCode).toBe(403);
    expect(response.json().error.details).toEqual({ permission: 'audit:read' });
  });

  it('hides a fault of ours behind a request id and reports it once', async () => {
    const { app, faults } = await build();
    const response = await app.inject({ method: 'GET', url: '/v1/broken' });
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('password_hash');
    expect(faults).toHaveLength(1);
  });

  it('tells a caller whose body is too large so, although it is still sending, and goes on serving the connection', async () => {
    const { app } = await build();
    const base = await app.listen({ port: 0, host: '127.0.0.1' });
    try {
      const headers = { authorization: 'Bearer good', 'content-type': 'application/json' };
      for (const body of [Buffer.alloc(8 * 1024 * 1024, 0x20), new Blob([Buffer.alloc(3 * 1024 * 1024, 0x20)]).stream()]) {
        const answer = await fetch(`${base}/v1/echo/7`, { method: 'POST', headers, body, duplex: 'half' });
        expect([answer.status, await answer.json()]).toMatchObject([
          413,
          { error: { code: 'body_too_large', details: { limit_bytes: 1000 } } },
        ]);
      }
      const small = await fetch(`${base}/v1/echo/7`, { method: 'POST', headers, body: '{"word":"kabar"}' });
      expect(small.status).toBe(201);
    } finally {
      await app.close();
    }
  });

  it('answers a path that cannot be read like any unknown one', async () => {
    const { app, faults } = await build();
    const response = await app.inject({ method: 'GET', url: '/v1/echo/%ff' });
    expect([response.statusCode, response.json().error.code]).toEqual([404, 'route_not_found']);
    expect(faults).toEqual([]);
  });

  it('answers a path that no file can have like any unknown one', async () => {
    const { app, faults } = await build({ dashboardDir: import.meta.dirname });
    const response = await app.inject({ method: 'GET', url: '/%00' });
    expect([response.statusCode, response.json().error.code]).toEqual([404, 'route_not_found']);
    expect(faults).toEqual([]);
  });

  it('tells an unknown path from a wrong method', async () => {
    const { app } = await build();
    expect((await app.inject({ method: 'GET', url: '/v1/nowhere' })).json().error.code).toBe('route_not_found');
    expect((await app.inject({ method: 'DELETE', url: '/v1/echo/7' })).json().error.code).toBe('method_not_allowed');
  });

  it('hands raw routes the exact bytes whatever the content type', async () => {
    const { app } = await build();
    const response = await app.inject({
      method: 'POST',
      url: '/hooks/raw',
      payload: Buffer.from('{"a":"\\u00e9"}'),
      headers: { 'content-type': 'application/json' },
    });
    expect(response.json()).toEqual({ bytes: 14 });
    expect((await app.inject({ method: 'POST', url: '/hooks/raw', payload: 'x'.repeat(101) })).statusCode).toBe(413);
  });

  it('believes X-Forwarded-For only behind a trusted proxy', async () => {
    const headers = { authorization: 'Bearer good', 'x-forwarded-for': '203.0.113.9' };
    const { app: direct } = await build();
    expect((await direct.inject({ ...echo, headers })).statusCode).toBe(201);
    const { app: behind } = await build({ trustedProxies: [parseRange('127.0.0.0/8')] });
    expect((await behind.inject({ ...echo, headers })).json().error.code).toBe('ip_not_allowed');
  });

  it('describes the visible routes in OpenAPI and serves the reference', async () => {
    const { app } = await build();
    const document = (await app.inject('/openapi.json')).json();
    expect(Object.keys(document.paths)).toEqual(['/v1/broken', '/v1/echo/{id}', '/v1/secret']);
    expect((await app.inject({ url: '/reference/', headers: { accept: 'text/html' } })).statusCode).toBe(200);
  });

  it('sends a strict content policy', async () => {
    const { app } = await build();
    const policy = (await app.inject('/nowhere')).headers['content-security-policy'];
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    const { headers } = await app.inject('/v1/nowhere');
    expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  });
});
