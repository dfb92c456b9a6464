import type { Metrics } from '#platform/metrics';
import type { BackupsContext } from './backups-context.ts';
import { readHealth } from './watch-backups.ts';
import type { BackupHealth } from './watch-backups.ts';

const refreshMs = 60_000;
const none = -1;

/** Keeps the figures of backups up to date for as long as the process runs. */
export type BackupMetrics = { name: string; start(): Promise<void>; stop(): void };

/**
 * Ages of what an alarm should hang on, in seconds; -1 where there is none yet. Read from the database once a minute.
 */
export function createBackupMetrics(ctx: BackupsContext, metrics: Metrics): BackupMetrics {
  let health: BackupHealth | null = null;
  let timer: NodeJS.Timeout | undefined;
  const age = (pick: (state: BackupHealth) => Date | null) => (): number => {
    const at = health === null ? null : pick(health);
    return at === null ? none : Math.max(0, Math.round((ctx.clock.now().getTime() - at.getTime()) / 1_000));
  };
  const gauges = [
    ['kabar_backup_newest_age_seconds', 'Age of the newest backup', (state: BackupHealth) => state.newestAt],
    ['kabar_backup_oldest_age_seconds', 'Age of the oldest backup; never above 35 days', (state: BackupHealth) => state.oldestAt],
    ['kabar_backup_keys_age_seconds', 'Age of the newest backup of the keys', (state: BackupHealth) => state.keysSavedAt],
    ['kabar_backup_drill_age_seconds', 'Time since the last restore drill that was green', (state: BackupHealth) => state.lastGreenAt],
  ] as const;
  for (const [name, help, pick] of gauges) metrics.observedGauge({ name, help }, age(pick));
  metrics.observedGauge({ name: 'kabar_backup_alarm', help: '1 while no drill was green for eight days' }, () =>
    health?.alarmSince === null || health === null ? 0 : 1,
  );
  metrics.observedGauge({ name: 'kabar_backup_set_up', help: '1 when somebody is named who may open backups' }, () =>
    ctx.settings.recipients === null ? 0 : 1,
  );
  const refresh = async (): Promise<void> => {
    try {
      health = await readHealth(ctx, ctx.clock.now());
    } catch (error) {
      ctx.log.warn('the state of backups could not be read', { error });
    }
  };
  return {
    name: 'backup_metrics',
    start: async () => {
      await refresh();
      timer = setInterval(() => void refresh(), refreshMs).unref();
    },
    stop: () => clearInterval(timer),
  };
}
