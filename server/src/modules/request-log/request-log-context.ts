import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';

/** What reading the log and keeping its days needs. */
export type RequestLogContext = { db: Database; clock: Clock };
