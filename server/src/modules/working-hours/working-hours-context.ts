import type { AuditActor, AuditContext } from '#modules/audit';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { WorkspaceActor } from '#platform/http/actor';

/** What the use cases of this module work with. */
export type WorkingHoursContext = { db: Database; clock: Clock; audit: AuditContext };

/** Who acts, for the audit log. */
export function auditActorOf(actor: WorkspaceActor): AuditActor {
  return actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId };
}
