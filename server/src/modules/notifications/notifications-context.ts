import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { WorkspaceActor } from '#platform/http/actor';
import type { Ids } from '#platform/ids';

/**
 * A condition on rows of `conversations` under the name `alias`: those that somebody sees. Appends what it needs to `values`.
 * `name` tells conditions of different text apart.
 */
export type Sight = { name: string; where(alias: string, values: unknown[]): string };

/** What `notify` needs. */
export type NotifyDeps = { clock: Clock; ids: Ids };

/** What the use cases of this module work with. */
export type NotificationsContext = NotifyDeps & {
  db: Database;
  /** What an actor sees of the inbox; the role hands it in. */
  sightOf(actor: WorkspaceActor): Promise<Sight>;
};
