import type { AuditContext } from '#modules/audit';
import type { Keyring } from '#modules/keyring';
import type { Clock } from '#platform/clock';
import type { RootKeyProvider } from '#platform/crypto/root-keys';
import type { Database } from '#platform/db/database';
import type { Ids } from '#platform/ids';
import type { Log } from '#platform/log';
import type { SealedPlace } from './sealed-place.ts';

/** A backup that can still be restored. */
export type LivingBackup = { snapshotAt: Date; expiresAt: Date };

/** What changing keys needs. */
export type EncryptionContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  keyring: Keyring;
  rootKeys: RootKeyProvider;
  audit: AuditContext;
  /** Names this process in leases. */
  holder: string;
  /** Every column with values under keys of workspaces. */
  places: readonly SealedPlace[];
  /** Wraps the keys of backups by the present root key; gives how many. */
  rewrapBackupKeys(): Promise<number>;
  livingBackups(): Promise<readonly LivingBackup[]>;
};

/** How a rotation is run. */
export type RunOptions = {
  signal: AbortSignal;
  onProgress?: (progress: { workspaceId: string; kind: string; phase: string; done: number; total: number }) => void;
  /** Part of the time that it works; the rest is left to everybody else. 1: without pauses. Default 0.5. */
  share?: number;
};
