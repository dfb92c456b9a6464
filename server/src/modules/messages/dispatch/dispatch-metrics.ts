import { secondsBuckets, type CounterMetric, type HistogramMetric, type Metrics } from '#platform/metrics';

/** What dispatch counts. */
export type DispatchMetrics = {
  outcomes: CounterMetric<'outcome'>;
  sendSeconds: HistogramMetric<never>;
  claimSeconds: HistogramMetric<never>;
};

/** Defines the metrics of dispatch. */
export function createDispatchMetrics(metrics: Metrics): DispatchMetrics {
  return {
    outcomes: metrics.counter({
      name: 'kabar_send_outcomes_total',
      help: 'Tries to hand a message to WhatsApp, by what became of them',
      labels: ['outcome'],
    }),
    sendSeconds: metrics.histogram({
      name: 'kabar_send_seconds',
      help: 'Time from claim to a known outcome of one try',
      buckets: secondsBuckets,
    }),
    claimSeconds: metrics.histogram({
      name: 'kabar_dispatch_claim_seconds',
      help: 'Time of one claim of due messages',
      buckets: secondsBuckets,
    }),
  };
}
