import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { newUuid } from '../ids.ts';
import { createMetrics } from '../metrics.ts';
import { createApp } from './app.ts';
import { systemRoutes } from './system-routes.ts';

const token = 'a-token-of-this-test';
let open: FastifyInstance;
let guarded: FastifyInstance;

function build(metricsToken: string | null): Promise<FastifyInstance> {
  return createApp(systemRoutes({ checks: [], metrics: createMetrics({ processMetrics: false }), metricsToken }), {
    authenticator: {
      session: async () => null,
      apiKey: async () => {
        throw new AppError('api_key_invalid');
      },
    },
    newUuid,
    trustedProxies: [],
    ownOrigins: [],
    bodyLimitBytes: 1_000,
    dashboardDir: null,
    version: '0.0.0',
    https: false,
    strictResponses: true,
    report: () => undefined,
    onRequestDone: () => undefined,
  });
}

beforeAll(async () => {
  [open, guarded] = await Promise.all([build(null), build(token)]);
});

afterAll(async () => {
  await Promise.all([open.close(), guarded.close()]);
});

const ask = (app: FastifyInstance, headers: Record<string, string> = {}, remoteAddress = '127.0.0.1'): Promise<number> =>
  app.inject({ url: '/metrics', headers, remoteAddress }).then(({ statusCode }) => statusCode);

describe('metrics', () => {
  it('without a token are for this machine, and not for what a proxy on it passes on', async () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) expect(await ask(open, {}, address)).toBe(200);
    for (const address of ['203.0.113.7', '10.0.0.1', '2001:db8::1']) expect(await ask(open, {}, address), address).toBe(401);
    for (const name of ['x-forwarded-for', 'forwarded', 'via']) expect(await ask(open, { [name]: '127.0.0.1' }), name).toBe(401);
    expect(await ask(open, { authorization: `Bearer ${token}` }, '203.0.113.7')).toBe(401);
  });

  it('with a token are for whoever shows it, from anywhere', async () => {
    expect(await ask(guarded, { authorization: `Bearer ${token}` }, '203.0.113.7')).toBe(200);
    for (const authorization of [`Bearer ${token}x`, `Bearer ${token.slice(1)}`, `Basic ${token}`, token, 'Bearer'])
      expect(await ask(guarded, { authorization }), authorization).toBe(401);
    expect(await ask(guarded)).toBe(401);
  });

  it('leave the probes open', async () => {
    for (const url of ['/healthz', '/readyz']) expect((await guarded.inject({ url, remoteAddress: '203.0.113.7' })).statusCode).toBe(200);
  });
});
