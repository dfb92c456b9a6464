import type { FastifyInstance, InjectOptions } from 'fastify';
import { apiKeysRoutes } from '../src/modules/api-keys/index.ts';
import { auditRoutes } from '../src/modules/audit/index.ts';
import { securityRoutes, usersRoutes } from '../src/modules/users/index.ts';
import { workspacesRoutes } from '../src/modules/workspaces/index.ts';
import { createApp } from '../src/platform/http/app.ts';
import type { RequestRecord } from '../src/platform/http/request-record.ts';
import type { Route } from '../src/platform/http/route.ts';
import { systemIds } from '../src/platform/ids.ts';
import { createTestAnchor } from './audit-anchor.ts';
import { testIdempotency } from './idempotency.ts';
import { testOrigin, type TestPeople } from './tenants.ts';

/** The people modules behind the real HTTP app; every answer is checked against the contract. */
export type PeopleApp = {
  app: FastifyInstance;
  /** Closes the app. Errors: when a request ran into a fault of ours. */
  close(): Promise<void>;
  /** Calls as a browser on our own page does, with the cookie given. */
  browse(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    options?: { cookie?: string; workspace?: string; body?: object; ip?: string },
  ): Promise<PageAnswer>;
};

/** An answer. `body` is null where there is none. */
export type PageAnswer = {
  status: number;
  body: Record<string, unknown> & { error?: { code: string; details?: unknown }; data?: Record<string, unknown>[] };
  headers: Record<string, unknown>;
  cookie: string;
};

/** Builds the app over people, with further routes on wish, and tells of every answered request. */
export async function createPeopleApp(
  people: TestPeople,
  more: readonly Route[] = [],
  onRequestDone: (request: RequestRecord) => void = () => undefined,
): Promise<PeopleApp> {
  const faults: unknown[] = [];
  const app = await createApp(
    [
      ...usersRoutes(people.ctx),
      ...securityRoutes(people.ctx),
      ...workspacesRoutes(people.workspaces),
      ...apiKeysRoutes(people.apiKeys),
      ...auditRoutes(createTestAnchor(people)),
      ...more,
    ],
    {
      authenticator: people.authenticator,
      newUuid: systemIds.uuid,
      trustedProxies: [],
      ownOrigins: [people.ctx.config.publicUrl],
      bodyLimitBytes: 1_048_576,
      dashboardDir: null,
      version: '0.0.0',
      https: people.ctx.cookie.https,
      strictResponses: true,
      report: (error) => faults.push(error),
      idempotency: testIdempotency({ db: people.ctx.db, clock: people.ctx.clock, keyring: people.keyring }),
      onRequestDone,
    },
  );
  return {
    app,
    close: async () => {
      await app.close();
      if (faults.length > 0) throw new AggregateError(faults, 'requests ran into faults of ours');
    },
    browse: async (method, url, { cookie, workspace, body, ip } = {}) => {
      const request: InjectOptions = {
        method,
        url,
        remoteAddress: ip ?? '192.0.2.10',
        headers: {
          origin: testOrigin,
          host: new URL(testOrigin).host,
          ...(cookie === undefined ? {} : { cookie }),
          ...(workspace === undefined ? {} : { 'kabar-workspace': workspace }),
        },
        ...(body === undefined ? {} : { payload: body }),
      };
      const response = await app.inject(request);
      const set = response.headers['set-cookie'];
      return {
        status: response.statusCode,
        body: response.body === '' ? {} : response.json(),
        headers: response.headers,
        cookie: keptCookies(set),
      };
    },
  };
}

/** The cookies that an answer sets and does not take away, as the browser sends them back. */
function keptCookies(set: string | string[] | number | undefined): string {
  const lines = typeof set === 'string' ? [set] : Array.isArray(set) ? set : [];
  return lines
    .filter((line) => !line.includes('Max-Age=0;'))
    .map((line) => line.split(';')[0] ?? '')
    .join('; ');
}
