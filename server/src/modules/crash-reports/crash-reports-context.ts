import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { Log } from '#platform/log';
import type { FaultInbox } from '#platform/logging/fault-inbox';

/** What crash reports need. */
export type CrashReportsContext = {
  db: Database;
  clock: Clock;
  log: Log;
  /** Version of the program, e.g. `0.1.0`. */
  version: string;
  /** Where the log puts faults of this process. */
  faults: FaultInbox;
  /** Counts an attempt of a network. Errors: `rate_limited`. */
  countFlow(clientIp: string): Promise<void>;
};
