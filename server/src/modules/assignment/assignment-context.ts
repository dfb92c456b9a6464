import type { AuditContext } from '#modules/audit';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { Ids } from '#platform/ids';

/** What the use cases of this module work with. */
export type AssignmentContext = { db: Database; clock: Clock; ids: Ids; audit: AuditContext };
