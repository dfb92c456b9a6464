import type { Viewers } from '#modules/teams';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { Log } from '#platform/log';

/** What presence needs. */
export type PresenceContext = { db: Database; clock: Clock; log: Log; viewers: Pick<Viewers, 'of'> };
