import { PgBoss } from 'pg-boss';
import type { Db, JobWithMetadata } from 'pg-boss';
import type { Tx } from '../db/tx.ts';
import { jobSchema } from './install.ts';
import type { BoundJob, JobDefinition } from './job.ts';
import { runJob } from './run-job.ts';
import type { JobReport } from './run-job.ts';

/** How jobs are reached. `url` is the owner's address; every connection made acts as the engine role. */
export type JobsOptions = {
  url: string;
  /** Connections for fetching and settling jobs. */
  poolSize: number;
  /** Told about the end of every run, and about trouble of the queue itself. */
  report: (report: JobReport) => void;
};

/** Choices for one job. */
export type EnqueueOptions = {
  /** Not before this time. */
  startAfter?: Date;
  /** With an exclusive job: one per key. */
  key?: string;
};

/** Writes and runs background jobs. */
export type Jobs = {
  /**
   * Connects and makes the queues of these jobs known. With `run` also works on them and keeps the schedules, which only
   * the roles `worker` and `all` may do.
   */
  start(jobs: readonly BoundJob[], mode: { run: boolean }): Promise<void>;
  /**
   * Writes a job, inside the transaction when one is given, so that it exists exactly if the rest does. Gives false when
   * an exclusive job of this key already waits or runs.
   *
   * Errors: a payload that breaks the definition's schema (a defect of ours); database errors.
   */
  enqueue<Payload>(tx: Tx | null, definition: JobDefinition<Payload>, payload: Payload, options?: EnqueueOptions): Promise<boolean>;
  /** Takes no new jobs, aborts the signal of running ones, waits up to `graceMs`, gives the rest back to the queue. */
  stop(graceMs: number): Promise<void>;
};

/** Where jobs end that failed for good. */
export const deadQueue = 'dead_jobs';

const dayInSeconds = 86_400;

/** Makes the job system on pg-boss. Nothing is connected before `start`. */
export function createJobs(options: JobsOptions): Jobs {
  const stopping = new AbortController();
  let boss: PgBoss | undefined;
  const started = (): PgBoss => {
    if (boss === undefined) throw new Error('jobs are not started');
    return boss;
  };

  const start: Jobs['start'] = async (jobs, mode) => {
    const next = new PgBoss({
      connectionString: options.url,
      options: '-c role=kabar_engine',
      application_name: 'kabar_jobs',
      schema: jobSchema,
      max: options.poolSize,
      migrate: false,
      createSchema: false,
      supervise: mode.run,
      schedule: mode.run,
      useListenNotify: mode.run,
      // A killed process's jobs go on elsewhere within a minute: 30 s without a sign of life, seen by a look every 30 s.
      superviseIntervalSeconds: 10,
      monitorIntervalSeconds: 30,
      // The owner's business; the engine role owns no index.
      reindex: false,
      monitorVacuum: false,
    });
    next.on('error', (error) => options.report({ kind: 'queue_error', error }));
    next.on('warning', (warning) => options.report({ kind: 'queue_warning', text: warning.message }));
    await next.start();
    boss = next;
    await declareQueues(next, jobs);
    if (!mode.run) return;
    for (const job of jobs) await work(next, job);
    await keepSchedules(next, jobs);
    // After a machine was away for a while, its jobs go on now and not at the next look.
    await next.supervise().catch((error: unknown) => options.report({ kind: 'queue_error', error }));
  };

  const work = async (on: PgBoss, job: BoundJob): Promise<void> => {
    const { name, concurrency } = job.definition;
    await on.work(
      name,
      {
        localConcurrency: concurrency,
        batchSize: 1,
        includeMetadata: true,
        perJobResults: true,
        pollingIntervalSeconds: 2,
        // New jobs wake the worker; retries and delayed ones come due without a notice.
        notifyPollingIntervalSeconds: 2,
      },
      async (batch: JobWithMetadata[]) => {
        const results = batch.map(async ({ id, data, retryCount, retryLimit, signal }) => ({
          id,
          ...(await runJob(
            job,
            { payload: data, jobId: id, attempt: retryCount + 1, isLastAttempt: retryCount >= retryLimit },
            AbortSignal.any([signal, stopping.signal]),
            options.report,
          )),
        }));
        return Promise.all(results);
      },
    );
  };

  return {
    start,
    enqueue: async (tx, definition, payload, { startAfter, key } = {}) => {
      const data = definition.schema.parse(payload);
      if (typeof data !== 'object' || data === null) throw new TypeError('a job payload is an object');
      const id = await started().send(definition.name, data, {
        ...(tx === null ? {} : { db: asDb(tx) }),
        ...(startAfter === undefined ? {} : { startAfter }),
        ...(key === undefined ? {} : { singletonKey: key }),
      });
      return id !== null;
    },
    stop: async (graceMs) => {
      stopping.abort(new Error('the process is shutting down'));
      await boss?.stop({ graceful: true, timeout: graceMs });
    },
  };
}

/** Idempotent; also brings the settings of queues up to the present release. */
async function declareQueues(boss: PgBoss, jobs: readonly BoundJob[]): Promise<void> {
  const known = new Set((await boss.getQueues()).map((queue) => queue.name));
  if (!known.has(deadQueue)) {
    await boss.createQueue(deadQueue, { retentionSeconds: 30 * dayInSeconds, deleteAfterSeconds: 30 * dayInSeconds });
  }
  for (const { definition } of jobs) {
    const settings = {
      retryLimit: definition.retry.limit,
      retryDelay: Math.max(1, Math.round(definition.retry.delayMs / 1_000)),
      retryBackoff: true,
      retryDelayMax: Math.max(1, Math.round(definition.retry.maxDelayMs / 1_000)),
      // A little longer than our own time-out, which ends a run cleanly; this one is for processes that died.
      expireInSeconds: Math.ceil(definition.timeoutMs / 1_000) + 10,
      heartbeatSeconds: 30,
      // Our own tables are the record; finished triggers only cost space.
      deleteAfterSeconds: dayInSeconds,
      deadLetter: deadQueue,
      notify: true,
    };
    if (known.has(definition.name)) await boss.updateQueue(definition.name, settings);
    else {
      const policy = definition.isExclusive === true || definition.cron !== undefined ? 'exclusive' : 'standard';
      await boss.createQueue(definition.name, { ...settings, policy });
    }
  }
}

async function keepSchedules(boss: PgBoss, jobs: readonly BoundJob[]): Promise<void> {
  const wanted = new Map(jobs.flatMap(({ definition: { name, cron } }) => (cron === undefined ? [] : [[name, cron]])));
  for (const { name, key } of await boss.getSchedules()) {
    if (!wanted.has(name)) await boss.unschedule(name, key);
  }
  for (const [name, cron] of wanted) await boss.schedule(name, cron, {}, { tz: 'UTC', missed: 'once' });
}

/** Lets pg-boss write through an open transaction of ours. */
function asDb(tx: Tx): Db {
  return { executeSql: async (text, values) => ({ rows: await tx.query({ text, ...(values === undefined ? {} : { values }) }) }) };
}
