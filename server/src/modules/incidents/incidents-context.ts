import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { AutomaticMessage, AutomaticOutcome } from '#modules/messages';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { Ids } from '#platform/ids';
import type { Jobs } from '#platform/jobs/jobs';
import type { Log } from '#platform/log';
import type { MailOutbox } from '#platform/mail/mail-outbox';

/** What incidents need. */
export type IncidentsContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  keyring: Keyring;
  audit: AuditContext;
  jobs: Pick<Jobs, 'enqueue'>;
  mails: Pick<MailOutbox, 'add'>;
  publicUrl: string;
  /** Addresses of the people who run the installation, for reminders about its own incidents. */
  operators: readonly string[];
  /** Puts a message on its way through the gate that every message passes, once per key. */
  send(message: AutomaticMessage): Promise<AutomaticOutcome>;
};

/** Whose incidents somebody works on: those of a workspace, or of the installation. `userId` null: the program itself. */
export type IncidentScopeOf = { ownerId: string; isOperator: boolean; userId: string | null };
