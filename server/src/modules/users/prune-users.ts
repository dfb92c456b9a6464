import { engineQuery } from '#platform/db/tx';
import { deleteExpiredChallenges } from './factors/factors.sql.ts';
import { deviceMs } from './sessions/challenge-cookie.ts';
import { deleteOldSignIns } from './sessions/sessions.sql.ts';
import { pruneThrottle } from './throttle.ts';
import type { UsersContext } from './users-context.ts';
import { deleteExpired } from './users.sql.ts';

/** How long the history of sign-ins is kept. */
const signInsKeptMs = 90 * 24 * 60 * 60 * 1_000;

/** Removes ended sessions, old sign-ins, forgotten browsers, dead links and spent throttle buckets. For an hourly job; safe to run anywhere, any time. */
export async function pruneUsers(ctx: UsersContext): Promise<void> {
  const now = ctx.clock.now();
  const idleSince = new Date(now.getTime() - ctx.config.sessionIdleMs);
  for (const statement of deleteExpired(now, idleSince)) await engineQuery(ctx.db, statement);
  for (const statement of deleteOldSignIns(new Date(now.getTime() - signInsKeptMs), new Date(now.getTime() - deviceMs)))
    await engineQuery(ctx.db, statement);
  await engineQuery(ctx.db, deleteExpiredChallenges(now));
  await pruneThrottle(ctx);
}
