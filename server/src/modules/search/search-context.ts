import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { Viewer } from '#modules/teams';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { WorkspaceActor } from '#platform/http/actor';

/** What looking something up needs. */
export type SearchReader = { db: Database; keyring: Keyring };

/** What the routes of this module work with. */
export type SearchContext = SearchReader & {
  clock: Clock;
  audit: AuditContext;
  viewerOf(actor: WorkspaceActor): Promise<Viewer>;
};
