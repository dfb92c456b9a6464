import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { WorkspaceActor } from '#platform/http/actor';

/** What transcripts need. */
export type TranscriptsContext = {
  db: Database;
  clock: Clock;
  keyring: Keyring;
  audit: AuditContext;
  /** Address of this installation, without a slash at the end. */
  publicUrl: string;
  /** Resolves when the actor sees the conversation. Errors: `not_found`. */
  requireConversation(actor: WorkspaceActor, conversationId: string): Promise<void>;
  /** What a contact is called: their name, else their phone number; null when neither is known. */
  nameOfContact(workspaceId: string, contactId: string): Promise<string | null>;
};
