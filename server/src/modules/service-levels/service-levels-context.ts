import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { AutomaticMessage, AutomaticOutcome } from '#modules/messages';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { WorkspaceActor } from '#platform/http/actor';
import type { Ids } from '#platform/ids';
import type { Log } from '#platform/log';

/** What the routes of this module work with. */
export type ServiceLevelsContext = {
  db: Database;
  clock: Clock;
  keyring: Keyring;
  audit: AuditContext;
  /** Makes sure that whoever asks sees the conversation. Errors: `not_found`. */
  requireConversation(actor: WorkspaceActor, conversationId: string): Promise<void>;
};

/** What following episodes needs. `send` is `sendAutomatic` of the messages module. */
export type EpisodeDeps = {
  db: Database;
  clock: Clock;
  ids: Ids;
  keyring: Keyring;
  log: Log;
  send(message: AutomaticMessage): Promise<AutomaticOutcome>;
};
