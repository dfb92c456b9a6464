import type { AuditContext } from '#modules/audit';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import type { WorkspaceActor } from '#platform/http/actor';
import type { Jobs } from '#platform/jobs/jobs';
import type { Log } from '#platform/log';
import type { Connection, Provider } from '#whatsapp/provider';
import type { PeopleDeps } from './resolve-people.ts';

/**
 * What somebody sees; null: all. Each gives an SQL condition over rows under an alias and puts its values behind those of the
 * statement.
 */
export type ContactScope = null | {
  contacts(alias: string, values: unknown[]): string;
  conversations(alias: string, values: unknown[]): string;
};

/** Two contacts of which one went into the other, by database ids. */
export type MergedPair = { workspaceId: string; fromContactId: string; intoContactId: string };

/** What other modules do when contacts or tags are merged and contacts taken apart; handed in by the roles, because they stand above this module. */
export type MergeHands = {
  /** Gives all conversations of one tag another as well. */
  copyTag(tx: TenantTx | EngineTx, workspaceId: string, fromTagId: string, intoTagId: string): Promise<void>;
  /** Moves conversations, messages and files; tells what it moved, for the record. */
  moveRest(tx: EngineTx, pair: MergedPair): Promise<Record<string, unknown>>;
  /**
   * Brings back what `moveRest` moved, and what came since by one of the identifiers that go back; seals anew what was sealed
   * under the survivor's key.
   */
  bringBack(tx: EngineTx, pair: MergedPair, moved: Record<string, unknown>, addresses: ReadonlySet<string>, mergedAt: Date): Promise<void>;
};

/** What the record of contacts needs. */
export type ContactsContext = PeopleDeps & {
  log: Log;
  audit: AuditContext;
  jobs: Pick<Jobs, 'enqueue'>;
  provider: Pick<Provider, 'blockUsers' | 'unblockUsers'>;
  connectionFor(workspaceId: string, numberId: string): Promise<Connection | null>;
  scopeOf(actor: WorkspaceActor): Promise<ContactScope>;
  merging: MergeHands;
};
