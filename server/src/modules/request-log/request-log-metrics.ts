import type { CounterMetric, Metrics } from '#platform/metrics';

/** Figures of the request log. */
export type RequestLogMetrics = { written: CounterMetric<never>; dropped: CounterMetric<never>; failures: CounterMetric<never> };

/** Defines the figures of the request log; `waiting` is read when somebody asks. */
export function createRequestLogMetrics(metrics: Metrics, waiting: () => number): RequestLogMetrics {
  metrics.observedGauge({ name: 'kabar_request_log_waiting', help: 'Answered requests that are not in the request log yet' }, waiting);
  return {
    written: metrics.counter({ name: 'kabar_request_log_written_total', help: 'Requests written to the request log' }),
    dropped: metrics.counter({ name: 'kabar_request_log_dropped_total', help: 'Requests that will never be in the request log' }),
    failures: metrics.counter({
      name: 'kabar_request_log_failures_total',
      help: 'Writes to the request log that failed and are tried again',
    }),
  };
}
