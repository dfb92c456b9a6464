import { ID_PREFIXES } from '@kabar/contract';
import { z } from 'zod';
import { engineQuery } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import type { Jobs } from '#platform/jobs/jobs';
import { BackupError } from './backup-error.ts';
import { selectBackupsIn } from './backups.sql.ts';
import type { BackupRow } from './backups.sql.ts';
import { copyToSecond } from './copy-to-second.ts';
import { createBackup } from './create-backup.ts';
import { expireBackups } from './expire-backups.ts';
import { runDrill } from './run-drill.ts';
import type { DrillContext } from './run-drill.ts';
import { saveKeys } from './save-keys.ts';
import { watchBackups } from './watch-backups.ts';
import type { WatchContext } from './watch-backups.ts';

/** What the background work of this module needs. */
export type BackupJobsContext = DrillContext & WatchContext & { jobs: Pick<Jobs, 'enqueue'> };

const hourMs = 3_600_000;
const rarely = { retry: { limit: 1, delayMs: 60_000, maxDelayMs: 60_000 }, concurrency: 1, isExclusive: true };

/** Makes a backup because an operator asked. */
export const makeBackupJob = defineJob({ ...rarely, name: 'backups.make_backup', schema: z.object({}), timeoutMs: 12 * hourMs });

/** Tries to restore the newest backup. */
export const runDrillJob = defineJob({ ...rarely, name: 'backups.run_drill', schema: z.object({}), timeoutMs: 12 * hourMs });

/** The background work of this module. */
export function backupsJobs(ctx: BackupJobsContext): BoundJob[] {
  const { schedule } = ctx.settings;
  const nightlyJob = defineJob({
    ...rarely,
    name: 'backups.make_nightly',
    schema: z.object({}),
    timeoutMs: 12 * hourMs,
    ...(schedule === null ? {} : { cron: schedule }),
  });
  const keysJob = defineJob({ ...rarely, name: 'backups.save_keys', schema: z.object({}), timeoutMs: hourMs, cron: '37 * * * *' });
  const watchJob = defineJob({ ...rarely, name: 'backups.watch', schema: z.object({}), timeoutMs: hourMs, cron: '7 * * * *' });
  const isSetUp = ctx.settings.recipients !== null;
  return [
    bindJob(nightlyJob, async (_, { signal }) => {
      if (isSetUp) await make(ctx, 'schedule', signal);
    }),
    bindJob(makeBackupJob, async (_, { signal }) => {
      if (isSetUp) await make(ctx, 'operator', signal);
    }),
    bindJob(runDrillJob, async (_, { signal }) => {
      await runDrill(ctx, signal);
    }),
    bindJob(keysJob, async () => {
      if (isSetUp) await saveKeys(ctx);
    }),
    bindJob(watchJob, async () => {
      // Also without recipients: what was made before has its last day all the same.
      await expireBackups(ctx);
      await watchBackups(ctx);
    }),
  ];
}

async function make(ctx: BackupJobsContext, cause: 'schedule' | 'operator', signal: AbortSignal): Promise<void> {
  try {
    await createBackup(ctx, { cause, signal });
  } catch (error) {
    // Somebody else makes one: that is as good.
    if (error instanceof BackupError && error.code === 'busy') return;
    throw error;
  }
  await sendMissingCopies(ctx, signal);
  await expireBackups(ctx);
  await ctx.jobs.enqueue(null, runDrillJob, {});
}

/** Copies that did not work earlier, the place being away. */
async function sendMissingCopies(ctx: BackupJobsContext, signal: AbortSignal): Promise<void> {
  const rows = await engineQuery<BackupRow>(ctx.db, selectBackupsIn(['done']));
  for (const { id, secondStatus } of rows) {
    if (secondStatus === 'failed' || secondStatus === 'waiting')
      await copyToSecond(ctx, { id, publicId: toPublicId(ID_PREFIXES.backup, id) }, signal);
  }
}
