import { z } from 'zod';
import { bindJob, defineJob } from '#platform/jobs/job';
import type { BoundJob } from '#platform/jobs/job';
import type { EncryptionContext } from './encryption-context.ts';
import { retireOldKeys } from './retire-keys.ts';
import { RotationBusyError, runRotations } from './run-rotation.ts';

const hourMs = 3_600_000;
const rarely = { schema: z.object({}), retry: { limit: 1, delayMs: 60_000, maxDelayMs: 60_000 }, concurrency: 1, isExclusive: true };

/** Goes on with what an operator began and a crash or a restart left. */
const resumeJob = defineJob({ ...rarely, name: 'encryption.resume_rotations', timeoutMs: 12 * hourMs, cron: '*/5 * * * *' });

/** Destroys older keys that nothing needs any more. */
const retireJob = defineJob({ ...rarely, name: 'encryption.retire_keys', timeoutMs: hourMs, cron: '43 4 * * *' });

/** The background work of this module. */
export function encryptionJobs(ctx: EncryptionContext): BoundJob[] {
  return [
    bindJob(resumeJob, async (_, { signal }) => {
      try {
        await runRotations(ctx, { signal });
      } catch (error) {
        if (!(error instanceof RotationBusyError)) throw error;
      }
    }),
    bindJob(retireJob, async () => {
      const { retired } = await retireOldKeys(ctx);
      if (retired.length > 0) ctx.log.info('older keys of workspaces were destroyed', { count: retired.length });
    }),
  ];
}
