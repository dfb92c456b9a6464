import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { authorizationChanges } from '#platform/events/authorization-change';
import { createSseHub } from '#platform/events/sse';
import type { Authenticator } from '#platform/http/actor';
import { createApp } from '#platform/http/app';
import { parseRange } from '#platform/http/client-ip';
import { streamRoutes } from '#platform/http/stream-route';
import { systemRoutes } from '#platform/http/system-routes';
import { createRateLimiter } from '#platform/rate-limit/rate-limiter';
import type { SecureListener } from '#platform/tls/secure-listener';
import type { Context } from './context.ts';
import { reportRequests } from './http-metrics.ts';
import type { Lifecycle } from './lifecycle.ts';
import { listen } from './listen.ts';
import type { PortReservation } from './listen.ts';
import type { Modules } from './modules.ts';
import { readVersion } from './version.ts';

/** What the HTTP server of a process serves besides its probes; without modules it answers those alone. */
export type HttpParts = {
  modules: Pick<Modules, 'routes' | 'authenticator' | 'eventScreen' | 'recordRequest' | 'closeStreams' | 'support'> | null;
  publicUrl: string;
  reservation: PortReservation;
  /** TLS of our own; null where the listener speaks http. */
  tls: SecureListener | null;
};

/**
 * Starts answering HTTP. Stopping it refuses new connections, says goodbye to live streams and waits for requests under
 * way.
 */
export async function startHttp(context: Context, parts: HttpParts, lifecycle: Lifecycle): Promise<FastifyInstance> {
  const { config, log, metrics, clock, feed, notifications } = context;
  const hub = createSseHub({ feed, clock, log, onAuthorizationChange: authorizationChanges(notifications) });
  metrics.observedGauge({ name: 'kabar_live_streams', help: 'Open live event streams' }, () => hub.connectionCount());
  const checks = [
    {
      name: 'process',
      check: async () => (lifecycle.isStopping ? ({ ok: false, problem: 'shutting down' } as const) : ({ ok: true } as const)),
    },
    { name: 'database', check: () => checkDatabase(context) },
  ];
  const { modules, tls } = parts;
  const report = reportRequests(log, metrics);
  const routes = modules === null ? [] : [...streamRoutes(hub, modules.eventScreen), ...modules.routes];
  const app = await createApp([...systemRoutes({ checks, metrics, metricsToken: config.http.metricsToken ?? null }), ...routes], {
    authenticator: modules?.authenticator ?? nobody,
    newUuid: () => context.ids.uuid(),
    trustedProxies: config.http.trustedProxies.map(parseRange),
    ownOrigins: [new URL(parts.publicUrl).origin],
    bodyLimitBytes: config.http.bodyLimitBytes,
    dashboardDir: modules === null ? null : findBuild(config.paths.project, 'web'),
    docsDir: modules === null ? null : findBuild(config.paths.project, 'docs/site'),
    version: readVersion(config.paths.project),
    ...(tls === null ? {} : { createServer: tls.createServer }),
    https: parts.publicUrl.startsWith('https:'),
    strictResponses: false,
    report: (error, request) =>
      log.error('a request failed by a fault of ours', { error, requestId: request.id, method: request.method, route: request.route }),
    idempotency: context.idempotency,
    rateLimiting: {
      clock,
      limiter: createRateLimiter({
        db: context.db,
        clock,
        onError: (error) => log.warn('requests were not counted against their limits', { error }),
      }),
      figures: {
        perKey: config.limits.keyPerSecond,
        perWorkspace: config.limits.workspacePerSecond,
        perMember: config.limits.memberPerSecond,
      },
    },
    ...(modules === null ? {} : { support: modules.support }),
    onRequestDone: (request) => {
      report(request);
      modules?.recordRequest(request);
    },
  });
  await lifecycle.start({
    name: 'http',
    start: () => listen(app, config.http.host, parts.reservation),
    stop: async () => {
      hub.close();
      modules?.closeStreams();
      // Connections whose last request ends after this begins would stay open for as long as clients keep them.
      const sweep = setInterval(() => app.server.closeIdleConnections(), 20);
      await app.close().finally(() => clearInterval(sweep));
    },
  });
  return app;
}

/** Where there are only probes, no request carries a credential. */
const nobody: Authenticator = {
  session: async () => null,
  apiKey: async () => {
    throw new AppError('unauthenticated');
  },
};

async function checkDatabase({ db }: Context): Promise<{ ok: true } | { ok: false; problem: string }> {
  try {
    await engineQuery(db, { name: 'ready', text: 'select 1' });
    return { ok: true };
  } catch {
    return { ok: false, problem: 'the database does not answer' };
  }
}

/** Built pages of a folder, or null where they were not built: the API then serves without them. */
function findBuild(project: string, folder: string): string | null {
  const built = join(project, folder, 'dist');
  return existsSync(join(built, 'index.html')) ? built : null;
}
