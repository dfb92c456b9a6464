import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { withEngine } from '../db/tx.ts';
import type { Log } from '../log.ts';
import { maintainEventPartitions } from './events.sql.ts';

/** How long events can be replayed to a client that was away. */
const eventRetentionDays = 3;
const aheadDays = 3;

/**
 * Makes the coming days' partitions of `events` and drops those past retention. For an hourly job and once at start; safe to run anywhere at
 * the same time, any number of times.
 *
 * Errors: database errors; 55P03 when the table was busy for three seconds, in which case the next run does the work.
 */
export async function maintainEvents(deps: { db: Database; clock: Clock; log: Log }): Promise<void> {
  const done = await withEngine(deps.db, 'events of all workspaces share their partitions', (tx) =>
    maintainEventPartitions(tx, deps.clock.now(), eventRetentionDays, aheadDays),
  );
  for (const { action, partitionName } of done) {
    if (action === 'created') deps.log.debug('an event partition was made', { table: partitionName });
    else deps.log.info('an event partition past retention was dropped', { table: partitionName });
  }
}
