import { z } from 'zod';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import type { NumbersContext } from './numbers-context.ts';
import { refreshDueNumbers } from './refresh-number.ts';
import { sweepAccounts } from './sweep-accounts.ts';

/** Every minute: reads again what is due. Each number is due every half hour, and soon after news about it. */
export const refreshNumbersJob = defineJob({
  name: 'numbers.refresh_due',
  schema: z.object({}),
  timeoutMs: 300_000,
  retry: { limit: 0, delayMs: 1_000, maxDelayMs: 1_000 },
  concurrency: 1,
  cron: '* * * * *',
});

/** Every quarter of an hour: ends claims of connections that never finished, destroys secrets of those long gone. */
export const sweepAccountsJob = defineJob({
  name: 'numbers.sweep_accounts',
  schema: z.object({}),
  timeoutMs: 60_000,
  retry: { limit: 0, delayMs: 1_000, maxDelayMs: 1_000 },
  concurrency: 1,
  cron: '*/15 * * * *',
});

/** The background work of this module, for the roles that run jobs. */
export function numbersJobs(ctx: NumbersContext): BoundJob[] {
  return [
    bindJob(refreshNumbersJob, async (_payload, { signal }) => {
      await refreshDueNumbers(ctx, signal);
    }),
    bindJob(sweepAccountsJob, (_payload, { signal }) => sweepAccounts(ctx, signal)),
  ];
}
