import type { TwoLanguages } from '@kabar/contract';
import type { AuditContext } from '#modules/audit';
import type { PromisesContext } from '#modules/promises';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import type { Ids } from '#platform/ids';
import type { Log } from '#platform/log';
import type { Mail } from '#platform/mail/mail';
import type { NoticeRecipient, NoticePeriod } from './notice-world.ts';

/** What notices need. */
export type NoticesContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  audit: AuditContext;
  promises: PromisesContext;
  publicUrl: string;
  /** Where the installation is; null when nobody said. */
  homeRegion: TwoLanguages | null;
  payloadRetentionDays: number;
  /** Addresses of the people who run the installation. */
  operators: readonly string[];
  /** Who gets data of a workspace, or of the installation under its own id. */
  recipientsOf(workspaceId: string): Promise<NoticeRecipient[]>;
  /** How long a workspace keeps what, or the installation what it holds of account holders. */
  periodsOf(workspaceId: string): Promise<NoticePeriod[]>;
  addMail(tx: TenantTx | EngineTx, mail: Mail, options: { template: string; dedupeKey: string }): Promise<void>;
};
