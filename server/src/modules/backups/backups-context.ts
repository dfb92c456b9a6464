import type { Clock } from '#platform/clock';
import type { AgeRecipients } from '#platform/crypto/age-file';
import type { RootKeyProvider } from '#platform/crypto/root-keys';
import type { Database } from '#platform/db/database';
import type { Ids } from '#platform/ids';
import type { Log } from '#platform/log';
import type { ListableStorage } from '#platform/storage/object-storage';
import type { CarriedTable } from './key-lines.ts';
import type { Place } from './places.ts';

/** How backups are set up here. */
export type BackupSettings = {
  /** Null: nobody is named who may open them, so none is made. */
  recipients: AgeRecipients | null;
  /** 1 to 35. */
  keepDays: number;
  includesMedia: boolean;
  /** Five fields of cron in UTC; null: only when somebody asks. */
  schedule: string | null;
  /** Version of this program, for the summary. */
  program: string;
};

/** What backups need. */
export type BackupsContext = {
  db: Database;
  /** Address of the database for its owner; a secret. */
  databaseUrl: string;
  clock: Clock;
  ids: Ids;
  log: Log;
  rootKeys: RootKeyProvider;
  /** Names this process in leases. */
  holder: string;
  settings: BackupSettings;
  /** Where backups are written, copied to, and where keys are kept apart from both. */
  places: { first: Place; second: Place | null; keys: Place };
  media: ListableStorage;
  /** Tables beside the keys whose present rows outlive a restore. */
  carried: readonly CarriedTable[];
};
