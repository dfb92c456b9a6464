import { engineQuery } from '#platform/db/tx';
import type { Metrics } from '#platform/metrics';
import type { EncryptionContext } from './encryption-context.ts';

const refreshMs = 60_000;

type Figures = { oldestKeyAt: Date | null; olderCount: number; runningCount: number; left: number; rootKeyCount: number };

/** Keeps the figures of keys up to date for as long as the process runs; read from the database once a minute. */
export function createEncryptionMetrics(ctx: EncryptionContext, metrics: Metrics): { name: string; start(): Promise<void>; stop(): void } {
  let figures: Figures | null = null;
  let timer: NodeJS.Timeout | undefined;
  const gauges = [
    [
      'kabar_encryption_oldest_key_age_seconds',
      'Age of the oldest workspace key that seals now; above a year a rotation is due',
      ({ oldestKeyAt }: Figures) => (oldestKeyAt === null ? 0 : Math.round((ctx.clock.now().getTime() - oldestKeyAt.getTime()) / 1_000)),
    ],
    ['kabar_encryption_older_keys', 'Older versions of workspace keys that are still kept', ({ olderCount }: Figures) => olderCount],
    ['kabar_encryption_rotations_running', 'Rotations of keys that are not done', ({ runningCount }: Figures) => runningCount],
    ['kabar_encryption_rotation_left', 'Keys and values that running rotations still have before them', ({ left }: Figures) => left],
    [
      'kabar_encryption_root_keys',
      'Root keys that wrap something; more than one for long is an alarm',
      ({ rootKeyCount }: Figures) => rootKeyCount,
    ],
  ] as const;
  for (const [name, help, pick] of gauges) metrics.observedGauge({ name, help }, () => (figures === null ? 0 : pick(figures)));
  const refresh = async (): Promise<void> => {
    try {
      const [row] = await engineQuery<Figures>(ctx.db, {
        text: `select min(created_at) filter (where superseded_at is null) as "oldestKeyAt",
                      (count(*) filter (where superseded_at is not null))::int as "olderCount", count(distinct root_key_id)::int as "rootKeyCount",
                      (select count(*)::int from key_rotations where state = 'running') as "runningCount",
                      (select coalesce(sum(greatest(total_count - done_count, 0)), 0)::int from key_rotations where state = 'running') as left
                 from workspace_keys where destroyed_at is null`,
      });
      figures = row ?? null;
    } catch (error) {
      ctx.log.warn('the state of keys could not be read', { error });
    }
  };
  return {
    name: 'encryption_metrics',
    start: async () => {
      await refresh();
      timer = setInterval(() => void refresh(), refreshMs).unref();
    },
    stop: () => clearInterval(timer),
  };
}
