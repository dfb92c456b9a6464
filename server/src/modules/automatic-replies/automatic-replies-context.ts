import type { AuditContext } from '#modules/audit';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';

/** What the use cases of this module work with. */
export type AutomaticRepliesContext = { db: Database; clock: Clock; audit: AuditContext };
