import type { DataClass, ProcessingRecipient, Purpose, RetentionClass } from '@kabar/contract';
import type { Clock } from '#platform/clock';
import type { Catalogue } from '#platform/personal-data/catalogue';

/** Somebody outside who gets data, with what they get and for which purposes. */
export type Recipient = ProcessingRecipient & { purposes: readonly Purpose[]; classes: readonly DataClass[] };

/** What the data map needs; put together by roles, because the facts live in modules above and beside this one. */
export type DataCatalogueContext = {
  catalogue: Catalogue;
  clock: Clock;
  nameOfWorkspace(workspaceId: string): Promise<string>;
  /** Everybody outside that this workspace's data goes to, as the program is set up now. */
  recipientsOf(workspaceId: string): Promise<readonly Recipient[]>;
  /** Periods of the workspace's retention policy (ISO 8601) by class; classes without one are missing. */
  periodsOf(workspaceId: string): Promise<ReadonlyMap<RetentionClass, string>>;
};
