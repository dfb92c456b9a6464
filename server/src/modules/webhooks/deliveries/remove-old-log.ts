import { WEBHOOK_LIMITS } from '@kabar/contract';
import { engineQuery, type Statement } from '#platform/db/tx';
import { expiresAfterMs } from '../engine/schedule.ts';
import type { WebhooksContext } from '../webhooks-context.ts';
import {
  cancelOfDisabled,
  deleteOldEvents,
  deleteOldHours,
  deleteOldReplays,
  deleteOldSecrets,
  failExpired,
} from './remove-old-log.sql.ts';

const dayMs = 86_400_000;
const portion = 2_000;

/**
 * Removes events after 30 days with their deliveries and tries, figures and replays with them, and secrets that signed for the last time. Ends deliveries that
 * waited too long or whose endpoint is off. In portions, so that no lock is held for long; idempotent.
 */
export async function removeOldLog(ctx: Pick<WebhooksContext, 'db' | 'clock'>, signal: AbortSignal): Promise<void> {
  const now = ctx.clock.now();
  const before = new Date(now.getTime() - WEBHOOK_LIMITS.logDays * dayMs);
  const statements: Statement[] = [
    failExpired(new Date(now.getTime() - expiresAfterMs), now, portion),
    cancelOfDisabled(now, portion),
    deleteOldEvents(before, portion),
    deleteOldReplays(before, portion),
    deleteOldHours(before, portion),
    deleteOldSecrets(now, portion),
  ];
  for (const statement of statements) {
    for (;;) {
      signal.throwIfAborted();
      const [row] = await engineQuery<{ count: number }>(ctx.db, statement, { retries: 3 });
      if ((row?.count ?? 0) < portion) break;
    }
  }
}
