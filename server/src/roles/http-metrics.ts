import type { RequestRecord } from '#platform/http/request-record';
import type { Log } from '#platform/log';
import { secondsBuckets } from '#platform/metrics';
import type { Metrics } from '#platform/metrics';

/** Makes the function that turns finished requests into metrics, and slow or failed ones into log lines. */
export function reportRequests(log: Log, metrics: Metrics): (record: RequestRecord) => void {
  const durations = metrics.histogram<'method' | 'route' | 'status'>({
    name: 'kabar_http_request_duration_seconds',
    help: 'Duration of HTTP requests by declared route and status',
    labels: ['method', 'route', 'status'],
    buckets: secondsBuckets,
  });
  return ({ requestId, method, route, status, durationMs, workspaceId, actorId }) => {
    durations.observe({ method, route: route === '' ? 'none' : route, status }, durationMs / 1_000);
    log.debug('a request was answered', { requestId, method, route, status, durationMs: Math.round(durationMs), workspaceId, actorId });
  };
}
