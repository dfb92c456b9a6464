import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import type { Ids } from '#platform/ids';
import type { Jobs } from '#platform/jobs/jobs';
import type { Log } from '#platform/log';
import type { Mail } from '#platform/mail/mail';
import type { Catalogue } from '#platform/personal-data/catalogue';
import type { SealedStorage } from '#platform/storage/sealed-storage';
import type { InstallationCeilings, Policy } from './decide.ts';
import type { RetentionMetrics } from './retention-metrics.ts';

/** A policy that was saved in place of another. `members` decided it. */
export type PolicyChange = { workspaceId: string; revision: number; before: Policy; after: Policy; at: Date };

/** What retention needs. */
export type RetentionContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  keyring: Keyring;
  audit: AuditContext;
  storage: Pick<SealedStorage, 'delete'>;
  jobs: Pick<Jobs, 'enqueue'>;
  metrics: RetentionMetrics;
  /** What every table holds, by which rows are opened for the sealed tier. */
  catalogue: Catalogue;
  publicUrl: string;
  addMail(tx: TenantTx | EngineTx, mail: Mail, options: { template: string; dedupeKey: string }): Promise<void>;
  /** Orders that contacts are erased of whom nothing was heard for as long as the workspace wants. In the transaction that counts them. */
  eraseSilent(tx: EngineTx, workspaceId: string, contactIds: readonly string[]): Promise<void>;
  /** Longest periods that whoever runs the installation allows. */
  ceilings: InstallationCeilings;
};
