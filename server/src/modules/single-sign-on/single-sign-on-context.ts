import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { UsersContext } from '#modules/users';
import type { WorkspacesContext } from '#modules/workspaces';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { Ids } from '#platform/ids';
import type { ProviderClient } from './provider-client.ts';

/** What the use cases of this module work with. */
export type SingleSignOnContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  keyring: Keyring;
  audit: AuditContext;
  users: UsersContext;
  workspaces: WorkspacesContext;
  client: ProviderClient;
  /** The TXT records of a name, each joined from its parts; empty when there are none. Rejects when DNS does not answer. */
  resolveTxt(name: string): Promise<readonly string[]>;
};
