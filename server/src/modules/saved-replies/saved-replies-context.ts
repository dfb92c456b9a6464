import type { AuditActor, AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { WorkspaceActor } from '#platform/http/actor';
import type { Ids } from '#platform/ids';

/** What the use cases of saved replies need. */
export type SavedRepliesContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  keyring: Keyring;
  audit: AuditContext;
  /** Resolves when the actor sees the conversation. Errors: `not_found`. */
  requireConversation(actor: WorkspaceActor, conversationId: string): Promise<void>;
};

/** Who acts, for the audit log. */
export function auditActorOf(actor: WorkspaceActor): AuditActor {
  return actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId };
}
