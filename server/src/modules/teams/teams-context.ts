import type { AuditActor, AuditContext } from '#modules/audit';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { TenantTx } from '#platform/db/tx';
import type { WorkspaceActor } from '#platform/http/actor';
import type { Ids } from '#platform/ids';
import type { Viewers } from './viewers.ts';

/** What the use cases of this module work with. */
export type TeamsContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  audit: AuditContext;
  viewers: Viewers;
  /** Takes a team that goes away from its conversations, in the transaction that deletes it; the role hands it in. */
  releaseTeam(tx: TenantTx, teamId: string): Promise<void>;
};

/** Who acts, for the audit log. */
export function auditActorOf(actor: WorkspaceActor): AuditActor {
  return actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId };
}
