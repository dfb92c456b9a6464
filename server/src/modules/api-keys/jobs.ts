import { z } from 'zod';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import type { ApiKeysContext } from './api-keys-context.ts';
import { tellExpiry } from './tell-expiry.ts';

/** Every hour: mails about keys that are about to end or have ended. */
const tellExpiryJob = defineJob({
  name: 'api_keys.tell_expiry',
  schema: z.object({}),
  timeoutMs: 300_000,
  retry: { limit: 3, delayMs: 60_000, maxDelayMs: 600_000 },
  concurrency: 1,
  cron: '43 * * * *',
  isExclusive: true,
});

/** Jobs of API keys. */
export function apiKeysJobs(ctx: ApiKeysContext): BoundJob[] {
  return [bindJob(tellExpiryJob, (_payload, { signal }) => tellExpiry(ctx, signal))];
}
