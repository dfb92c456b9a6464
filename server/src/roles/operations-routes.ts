import { timingSafeEqual } from 'node:crypto';
import type { Config } from '#config';
import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import { defineRoute } from '#platform/http/route';
import type { Route } from '#platform/http/route';
import type { Metrics } from '#platform/metrics';

/** What supervisors and monitoring ask about. */
export type OperationsDeps = { config: Config; db: Database; metrics: Metrics; isStopping: () => boolean };

/**
 * `GET /healthz` (the process answers), `GET /readyz` (it can do its work: not shutting down, database reachable) and
 * `GET /metrics` (Prometheus). Metrics need `KABAR_METRICS_TOKEN` as bearer token; without that setting they answer only
 * callers on this machine that did not come through a proxy.
 */
export function operationsRoutes(deps: OperationsDeps): Route[] {
  const shared = { tag: 'Operations', auth: 'public', hidden: true } as const;
  return [
    defineRoute({
      ...shared,
      method: 'GET',
      path: '/healthz',
      summary: 'Is the process alive',
      responses: { 200: 'text/plain' },
      handler: async ({ reply }) => reply.type('text/plain').send('ok\n'),
    }),
    defineRoute({
      ...shared,
      method: 'GET',
      path: '/readyz',
      summary: 'Can the process do its work',
      responses: { 200: 'text/plain', 503: 'text/plain' },
      handler: async ({ reply }) => {
        const obstacle = await findObstacle(deps);
        return reply.code(obstacle === null ? 200 : 503).type('text/plain').send(`${obstacle ?? 'ready'}\n`);
      },
    }),
    defineRoute({
      ...shared,
      method: 'GET',
      path: '/metrics',
      summary: 'Metrics in the text form of Prometheus',
      responses: { 200: 'text/plain', 404: 'text/plain' },
      handler: async ({ raw, reply }) => {
        const { authorization } = raw.headers;
        const isLocal = isLoopback(raw.socket.remoteAddress) && raw.headers['x-forwarded-for'] === undefined;
        if (!mayReadMetrics(deps.config.http.metricsToken, authorization, isLocal)) return reply.callNotFound();
        const { contentType, body } = await deps.metrics.text();
        return reply.type(contentType).send(body);
      },
    }),
  ];
}

async function findObstacle({ db, isStopping }: OperationsDeps): Promise<string | null> {
  if (isStopping()) return 'shutting down';
  try {
    await engineQuery(db, { name: 'ready', text: 'select 1' });
    return null;
  } catch {
    return 'the database does not answer';
  }
}

function mayReadMetrics(token: string | undefined, authorization: string | undefined, isLocal: boolean): boolean {
  if (token === undefined) return isLocal;
  const given = Buffer.from(authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
}
