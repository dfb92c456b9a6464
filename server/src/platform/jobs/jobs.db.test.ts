import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { withEngine, withTenant } from '../db/tx.ts';
import { bindJob, defineJob } from './job.ts';
import type { BoundJob } from './job.ts';
import { createJobs } from './jobs.ts';
import type { Jobs } from './jobs.ts';
import type { JobReport } from './run-job.ts';

const database = useTestDatabase();
const workspaceId = '01890000-0000-7000-8000-00000000000a';
const running: Jobs[] = [];

afterEach(async () => {
  for (const jobs of running.splice(0)) await jobs.stop(1_000);
});

const greet = defineJob({
  name: 'test.greet',
  schema: z.object({ who: z.string() }),
  timeoutMs: 20_000,
  retry: { limit: 1, delayMs: 1_000, maxDelayMs: 1_000 },
  concurrency: 2,
});

async function startJobs(bound: readonly BoundJob[], mode = { run: true }): Promise<{ jobs: Jobs; reports: JobReport[] }> {
  const reports: JobReport[] = [];
  const jobs = createJobs({ url: database.url, poolSize: 3, report: (report) => reports.push(report) });
  running.push(jobs);
  await jobs.start(bound, mode);
  return { jobs, reports };
}

describe('a job', () => {
  it('written inside a transaction runs after the commit and not at all after a rollback', async () => {
    const seen: string[] = [];
    const { jobs } = await startJobs([bindJob(greet, async ({ who }) => void seen.push(who))]);
    const attempt = withTenant(database.db, workspaceId, async (tx) => {
      await jobs.enqueue(tx, greet, { who: 'rolled back' });
      throw new Error('no');
    });
    await expect(attempt).rejects.toThrow('no');
    await withTenant(database.db, workspaceId, (tx) => jobs.enqueue(tx, greet, { who: 'tenant' }));
    await withEngine(database.db, 'test', (tx) => jobs.enqueue(tx, greet, { who: 'engine' }));
    await jobs.enqueue(null, greet, { who: 'alone' });
    await waitFor('three runs', () => seen.length === 3);
    expect(seen.sort()).toEqual(['alone', 'engine', 'tenant']);
  });

  it('is tried again after a throw and counted as dead after the last try', async () => {
    const { jobs, reports } = await startJobs([
      bindJob(greet, async () => {
        throw new Error('secret text');
      }),
    ]);
    await jobs.enqueue(null, greet, { who: 'nobody' });
    await waitFor('the last try', () => reports.some((report) => report.kind === 'dead'));
    expect(reports.map((report) => report.kind)).toEqual(['retry', 'dead']);
    await waitFor('the dead letter', async () => {
      const rows = await database.admin<{ output: unknown }>(`select output from pgboss.job where name = 'dead_jobs'`);
      return rows.length > 0;
    });
    const outputs = await database.admin(`select output::text from pgboss.job where name = 'test.greet' and state = 'failed'`);
    expect(JSON.stringify(outputs)).not.toContain('secret text');
  });

  it('is not tried again when the handler calls it dead', async () => {
    const { jobs, reports } = await startJobs([bindJob(greet, async () => ({ kind: 'dead', reason: 'gone' }))]);
    await jobs.enqueue(null, greet, { who: 'x' });
    await waitFor('the run', () => reports.length > 0);
    expect(reports).toEqual([expect.objectContaining({ kind: 'dead', reason: 'gone', attempt: 1 })]);
  });

  it('with a payload of another form is dead and does not reach the handler', async () => {
    let runCount = 0;
    const { jobs, reports } = await startJobs([bindJob(greet, async () => void (runCount += 1))]);
    const loose = defineJob({ ...greet, schema: z.object({ other: z.number() }) });
    await jobs.enqueue(null, loose, { other: 1 });
    await waitFor('the end of the run', () => reports.length > 0);
    expect(reports[0]).toMatchObject({ kind: 'dead' });
    expect(runCount).toBe(0);
  });

  it('is ended by its time-out', async () => {
    const slow = defineJob({ ...greet, name: 'test.slow', timeoutMs: 50, retry: { limit: 0, delayMs: 1_000, maxDelayMs: 1_000 } });
    const { jobs, reports } = await startJobs([bindJob(slow, () => new Promise(() => undefined))]);
    await jobs.enqueue(null, slow, { who: 'x' });
    await waitFor('the time-out', () => reports.length > 0);
    expect(reports[0]).toMatchObject({ kind: 'dead', error: { name: 'TimeoutError' } });
  });

  it('is told to stop at shutdown and runs again elsewhere', async () => {
    const stubborn = defineJob({ ...greet, name: 'test.stop' });
    let wasAborted = false;
    let isRunning = false;
    const first = await startJobs([
      bindJob(stubborn, async (_, { signal }) => {
        isRunning = true;
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        wasAborted = true;
        throw new Error('stopped');
      }),
    ]);
    await first.jobs.enqueue(null, stubborn, { who: 'x' });
    await waitFor('the run', () => isRunning);
    await first.jobs.stop(5_000);
    expect(wasAborted).toBe(true);
    const second = await startJobs([bindJob(stubborn, async () => undefined)]);
    await waitFor('the second run', () => second.reports.some((report) => report.kind === 'done'));
  });

  it('of a process that died long ago goes on when another one starts', async () => {
    const left = defineJob({ ...greet, name: 'test.left' });
    const dead = await startJobs([bindJob(left, async () => undefined)], { run: false });
    await dead.jobs.enqueue(null, left, { who: 'x' });
    await database.admin(
      `update pgboss.job set state = 'active', started_on = now() - interval '2 minutes', heartbeat_on = now() - interval '1 minute'
        where name = 'test.left'`,
    );
    const next = await startJobs([bindJob(left, async () => undefined)]);
    await waitFor('the run', () => next.reports.some((report) => report.kind === 'done' && report.attempt === 2));
  });

  it('that is exclusive waits at most once per key', async () => {
    const once = defineJob({ ...greet, name: 'test.once', isExclusive: true });
    const { jobs } = await startJobs([bindJob(once, async () => undefined)], { run: false });
    expect(await jobs.enqueue(null, once, { who: 'x' }, { key: 'a' })).toBe(true);
    expect(await jobs.enqueue(null, once, { who: 'x' }, { key: 'a' })).toBe(false);
    expect(await jobs.enqueue(null, once, { who: 'x' }, { key: 'b' })).toBe(true);
  });

  it('is only written, never run, by a process that does not work', async () => {
    let runCount = 0;
    const idle = defineJob({ ...greet, name: 'test.idle' });
    const { jobs } = await startJobs([bindJob(idle, async () => void (runCount += 1))], { run: false });
    await jobs.enqueue(null, idle, { who: 'x' });
    const worker = await startJobs([bindJob(idle, async () => undefined)]);
    await waitFor('the run in the worker', () => worker.reports.length > 0);
    expect(runCount).toBe(0);
  });
});

describe('the tenant role', () => {
  it('cannot read payloads', async () => {
    const read = withTenant(database.db, workspaceId, (tx) => tx.query({ text: 'select data from pgboss.job' }));
    await expect(read).rejects.toMatchObject({ code: '42501' });
  });
});

describe('schedules', () => {
  it('follow the catalogue, also when a job is no longer in it', async () => {
    const nightly = defineJob({ ...greet, name: 'test.nightly', schema: z.object({}), cron: '0 3 * * *' });
    const first = await startJobs([bindJob(nightly, async () => undefined)]);
    const read = (): Promise<{ name: string; cron: string }[]> => database.admin('select name, cron from pgboss.schedule');
    expect(await read()).toEqual([{ name: 'test.nightly', cron: '0 3 * * *' }]);
    await first.jobs.stop(1_000);
    await startJobs([bindJob(greet, async () => undefined)]);
    expect(await read()).toEqual([]);
  });
});
