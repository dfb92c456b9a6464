import type { JobReport } from '#platform/jobs/run-job';
import type { Log } from '#platform/log';
import { secondsBuckets } from '#platform/metrics';
import type { Metrics } from '#platform/metrics';

/** Makes the function that turns what happens to jobs into log lines and metrics. */
export function reportJobs(log: Log, metrics: Metrics): (report: JobReport) => void {
  const runs = metrics.counter<'job' | 'outcome'>({
    name: 'kabar_job_runs_total',
    help: 'Runs of background jobs by outcome',
    labels: ['job', 'outcome'],
  });
  const durations = metrics.histogram<'job'>({
    name: 'kabar_job_duration_seconds',
    help: 'Duration of job runs',
    labels: ['job'],
    buckets: secondsBuckets,
  });
  return (report) => {
    if (report.kind === 'queue_error') {
      log.error('the job queue has trouble', { error: report.error });
      return;
    }
    if (report.kind === 'queue_warning') {
      log.warn('the job queue gave a warning');
      return;
    }
    const { kind, name, jobId, attempt, durationMs, error } = report;
    runs.add({ job: name, outcome: kind });
    durations.observe({ job: name }, durationMs / 1_000);
    const fields = { job: name, jobId, attemptCount: attempt, durationMs: Math.round(durationMs), error };
    if (kind === 'dead') log.error('a job failed for good', fields);
    else if (kind === 'retry') log.warn('a job failed and will be tried again', fields);
    else log.debug('a job ran', fields);
  };
}
