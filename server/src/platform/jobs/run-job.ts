import type { BoundJob, JobOutcome } from './job.ts';

/** What happened to one run, or to the queue; for logs and metrics. `error` is for logs that redact. */
export type JobReport =
  | { kind: 'done' | 'retry' | 'dead'; name: string; jobId: string; attempt: number; durationMs: number; error?: unknown; reason?: string }
  | { kind: 'queue_error'; error: unknown }
  | { kind: 'queue_warning'; text: string };

/** One fetched job. */
export type FetchedJob = { payload: unknown; jobId: string; attempt: number; isLastAttempt: boolean };

/** How pg-boss is told to settle a job. `output` is stored in the database, so it never quotes an error's message. */
export type Settlement = { status: 'completed' | 'failed' | 'deadletter'; output?: { reason: string } };

/**
 * Runs a job once, under its time-out, and says how to settle it. A handler that ignores its signal is left behind after
 * the time-out; its late result counts for nothing. Never throws.
 */
export async function runJob(
  job: BoundJob,
  fetched: FetchedJob,
  outerSignal: AbortSignal,
  report: (report: JobReport) => void,
): Promise<Settlement> {
  const { name, timeoutMs } = job.definition;
  const { jobId, attempt } = fetched;
  const startedMs = performance.now();
  const signal = AbortSignal.any([outerSignal, AbortSignal.timeout(timeoutMs)]);
  const tell = (kind: 'done' | 'retry' | 'dead', more: { error?: unknown; reason?: string } = {}): void =>
    report({ kind, name, jobId, attempt, durationMs: performance.now() - startedMs, ...more });
  try {
    const outcome = await Promise.race([job.run(fetched.payload, { jobId, attempt, signal }), rejectOnAbort(signal)]);
    if (outcome.kind === 'dead') {
      tell('dead', { reason: outcome.reason });
      return { status: 'deadletter', output: { reason: outcome.reason } };
    }
    tell('done');
    return { status: 'completed' };
  } catch (error) {
    tell(fetched.isLastAttempt ? 'dead' : 'retry', { error });
    return { status: 'failed', output: { reason: error instanceof Error ? error.name : 'unknown' } };
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<JobOutcome> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}
