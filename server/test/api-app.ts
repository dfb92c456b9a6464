import { PERMISSION_NAMES, type Permission } from '@kabar/contract';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../src/platform/errors.ts';
import { createApp } from '../src/platform/http/app.ts';
import type { Route } from '../src/platform/http/route.ts';
import type { Idempotency } from '../src/platform/idempotency/idempotency.ts';
import { newUuid } from '../src/platform/ids.ts';

/** A parsed answer, loosely typed: tests compare it with what they expect. */
export type Answer = { data: Record<string, unknown>[]; next_cursor: string | null; error: { code: string } } & Record<string, unknown>;

/** An app over some routes with one API key that may do everything in `workspaceId`; answers are checked strictly. */
export type ApiApp = {
  app: FastifyInstance;
  /** Faults of ours that requests ran into; a test that expects none looks here. */
  faults: unknown[];
  /** Calls with the key. */
  get(url: string): Promise<{ status: number; body: Answer }>;
  send(method: 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object): Promise<{ status: number; body: Answer }>;
};

/** Builds the app. `isClosing`: as in a workspace that an owner closed. */
export async function createApiApp(
  routes: readonly Route[],
  workspaceId: string,
  apiKeyId = newUuid(),
  { isClosing = false, idempotency }: { isClosing?: boolean; idempotency?: Idempotency } = {},
): Promise<ApiApp> {
  const faults: unknown[] = [];
  const permissions = new Set<Permission>(PERMISSION_NAMES);
  const app = await createApp(routes, {
    authenticator: {
      session: async () => null,
      apiKey: async (key) => {
        if (key !== 'key') throw new AppError('api_key_invalid');
        return { kind: 'api_key', apiKeyId, name: 'test', sightMemberId: null, workspaceId, isClosing, permissions };
      },
    },
    newUuid,
    trustedProxies: [],
    ownOrigins: [],
    bodyLimitBytes: 100_000,
    dashboardDir: null,
    version: '0.0.0',
    https: false,
    strictResponses: true,
    report: (error) => faults.push(error),
    ...(idempotency === undefined ? {} : { idempotency }),
    onRequestDone: () => undefined,
  });
  const headers = { authorization: 'Bearer key' };
  const read = (response: { statusCode: number; body: string }): { status: number; body: Answer } => ({
    status: response.statusCode,
    // Whatever the route answered; tests look at the fields they know.
    body: (response.body.startsWith('{') ? JSON.parse(response.body) : { text: response.body }) as Answer,
  });
  return {
    app,
    faults,
    get: async (url) => read(await app.inject({ method: 'GET', url, headers })),
    send: async (method, url, payload) => read(await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })),
  };
}
