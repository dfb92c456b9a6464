import type { AuditContext } from '#modules/audit';
import type { ExportsContext } from '#modules/exports';
import type { Keyring } from '#modules/keyring';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { Ids } from '#platform/ids';

/** What disclosures need. */
export type DisclosuresContext = { db: Database; clock: Clock; ids: Ids; keyring: Keyring; audit: AuditContext; exports: ExportsContext };
