import { z } from 'zod';
import { maintainEvents } from '#platform/events/maintain-events';
import { bindJob, defineJob } from '#platform/jobs/job';
import type { BoundJob } from '#platform/jobs/job';
import { forgetIdleBuckets } from '#platform/rate-limit/rate-limiter';
import { removeAbandonedDrafts } from '#platform/storage/disk-storage';
import type { Context } from './context.ts';

const housekeeping = {
  schema: z.object({}),
  timeoutMs: 5 * 60_000,
  retry: { limit: 3, delayMs: 30_000, maxDelayMs: 300_000 },
  concurrency: 1,
};

/** Work that the platform itself needs done now and then. */
export function platformJobs({
  db,
  clock,
  log,
  config,
  mails,
  idempotency,
}: Pick<Context, 'db' | 'clock' | 'log' | 'config' | 'mails' | 'idempotency'>): BoundJob[] {
  return [
    bindJob(defineJob({ ...housekeeping, name: 'events.maintain_partitions', cron: '7 * * * *' }), () =>
      maintainEvents({ db, clock, log }),
    ),
    bindJob(defineJob({ ...housekeeping, name: 'mails.remove_old', cron: '41 3 * * *' }), async () => {
      await mails.removeOld();
    }),
    bindJob(defineJob({ ...housekeeping, name: 'http.forget_requests', cron: '23 * * * *' }), async (_payload, run) => {
      await idempotency.sweep(run.signal);
    }),
    bindJob(defineJob({ ...housekeeping, name: 'http.forget_idle_buckets', cron: '51 * * * *' }), async () => {
      await forgetIdleBuckets(db);
    }),
    bindJob(defineJob({ ...housekeeping, name: 'media.remove_abandoned_drafts', cron: '23 3 * * *' }), async () => {
      const removedCount = await removeAbandonedDrafts(config.paths.media, clock.now());
      if (removedCount > 0) log.info('files of uploads that broke off were removed', { count: removedCount });
    }),
  ];
}
