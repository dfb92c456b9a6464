import type { CounterMetric, GaugeMetric, Metrics } from '#platform/metrics';

/** What the engine tells Prometheus; classes are labels, workspaces never. */
export type RetentionMetrics = {
  removed: CounterMetric<'class'>;
  /** Age of the oldest row that nothing excuses, of all workspaces. */
  oldestSeconds: GaugeMetric<'class'>;
  /** Workspaces in which a row is older than its policy allows and nothing explains it. Alarm above zero. */
  overdueWorkspaces: GaugeMetric<'class'>;
  lastSweep: GaugeMetric<never>;
};

/** Defines the metrics of retention. */
export function createRetentionMetrics(metrics: Metrics): RetentionMetrics {
  return {
    removed: metrics.counter({
      name: 'kabar_retention_removed_rows_total',
      help: 'Rows removed at the end of their retention.',
      labels: ['class'],
    }),
    oldestSeconds: metrics.gauge({
      name: 'kabar_retention_oldest_row_age_seconds',
      help: 'Age of the oldest row that no hold keeps, at the last sweep.',
      labels: ['class'],
    }),
    overdueWorkspaces: metrics.gauge({
      name: 'kabar_retention_overdue_workspaces',
      help: 'Workspaces with a row older than its policy allows, at the last sweep. Anything above 0 breaks a promise.',
      labels: ['class'],
    }),
    lastSweep: metrics.gauge({
      name: 'kabar_retention_last_sweep_timestamp_seconds',
      help: 'When the last sweep over all workspaces ended.',
    }),
  };
}
