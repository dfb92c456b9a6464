import { secondsBuckets, type CounterMetric, type HistogramMetric, type Metrics } from '#platform/metrics';

/** Figures of the intake. */
export type IntakeMetrics = {
  received: HistogramMetric<never>;
  refused: CounterMetric<'reason'>;
  units: CounterMetric<'kind'>;
  unknown: CounterMetric<'kind'>;
  quarantined: CounterMetric<never>;
  batchSeconds: HistogramMetric<never>;
  lagSeconds: HistogramMetric<never>;
  failures: CounterMetric<'reason'>;
};

/** Defines the figures of the intake. */
export function createIntakeMetrics(metrics: Metrics): IntakeMetrics {
  return {
    received: metrics.histogram({
      name: 'kabar_intake_delivery_bytes',
      help: 'Webhook deliveries stored, by size.',
      buckets: [1_000, 4_000, 16_000, 64_000, 256_000, 1_000_000, 4_000_000],
    }),
    refused: metrics.counter({ name: 'kabar_intake_refused_total', help: 'Webhook deliveries refused at the edge.', labels: ['reason'] }),
    units: metrics.counter({ name: 'kabar_intake_units_total', help: 'Units of deliveries processed.', labels: ['kind'] }),
    unknown: metrics.counter({
      name: 'kabar_intake_unknown_total',
      help: 'Units of a kind that this version does not know.',
      labels: ['kind'],
    }),
    quarantined: metrics.counter({ name: 'kabar_intake_quarantined_total', help: 'Units and deliveries that could not be processed.' }),
    batchSeconds: metrics.histogram({
      name: 'kabar_intake_batch_seconds',
      help: 'Time to process one batch of deliveries.',
      buckets: secondsBuckets,
    }),
    lagSeconds: metrics.histogram({
      name: 'kabar_intake_lag_seconds',
      help: 'Time from the arrival of a delivery to the commit of its effects.',
      buckets: secondsBuckets,
    }),
    failures: metrics.counter({
      name: 'kabar_intake_failures_total',
      help: 'Batches that did not go through at the first try.',
      labels: ['reason'],
    }),
  };
}
