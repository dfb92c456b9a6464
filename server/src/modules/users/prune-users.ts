import { engineQuery } from '#platform/db/tx';
import { pruneThrottle } from './throttle.ts';
import type { UsersContext } from './users-context.ts';
import { deleteExpired } from './users.sql.ts';

/** Removes ended sessions, dead links and spent throttle buckets. For an hourly job; safe to run anywhere, any time. */
export async function pruneUsers(ctx: UsersContext): Promise<void> {
  const now = ctx.clock.now();
  const idleSince = new Date(now.getTime() - ctx.config.sessionIdleMs);
  for (const statement of deleteExpired(now, idleSince)) await engineQuery(ctx.db, statement);
  await pruneThrottle(ctx);
}
