import type { Statement } from '#platform/db/tx';

export type BackupStatus = 'running' | 'done' | 'failed' | 'expired';
export type BackupPhase = 'tables' | 'media' | 'copy' | 'finished';
export type BackupCause = 'schedule' | 'operator' | 'command' | 'found';

/** A backup as stored. Sizes are bytes. */
export type BackupRow = {
  id: string;
  status: BackupStatus;
  cause: BackupCause;
  phase: BackupPhase;
  doneUnits: number;
  totalUnits: number;
  startedAt: Date;
  finishedAt: Date | null;
  snapshotAt: Date | null;
  expiresAt: Date;
  sizeBytes: number | null;
  rowCount: number | null;
  mediaCount: number | null;
  encryptedTo: string[];
  place: string;
  secondStatus: 'none' | 'waiting' | 'done' | 'failed';
  secondPlace: string | null;
  failure: string | null;
};

const columns = `id, status, cause, phase, done_units as "doneUnits", total_units as "totalUnits", started_at as "startedAt",
  finished_at as "finishedAt", snapshot_at as "snapshotAt", expires_at as "expiresAt", size_bytes as "sizeBytes", row_count as "rowCount",
  media_count as "mediaCount", encrypted_to as "encryptedTo", place, second_status as "secondStatus", second_place as "secondPlace", failure`;

/** Begins a backup. */
export function insertBackup(
  row: Pick<BackupRow, 'id' | 'cause' | 'startedAt' | 'expiresAt' | 'encryptedTo' | 'place' | 'secondStatus' | 'secondPlace'>,
): Statement {
  return {
    text: `insert into backups (id, status, cause, phase, started_at, expires_at, encrypted_to, place, second_status, second_place)
           values ($1, 'running', $2, 'tables', $3, $4, $5, $6, $7, $8)`,
    values: [row.id, row.cause, row.startedAt, row.expiresAt, row.encryptedTo, row.place, row.secondStatus, row.secondPlace],
  };
}

/** Says how far a running backup has got. */
export function updateProgress(id: string, phase: BackupPhase, doneUnits: number, totalUnits: number): Statement {
  return {
    text: `update backups set phase = $2, done_units = $3, total_units = $4 where id = $1 and status = 'running'`,
    values: [id, phase, Math.round(doneUnits), Math.round(totalUnits)],
  };
}

/** What a finished backup holds. */
export type BackupResult = { finishedAt: Date; snapshotAt: Date; sizeBytes: number; rowCount: number; mediaCount: number };

/** Finishes a backup. */
export function updateDone(id: string, result: BackupResult): Statement {
  return {
    text: `update backups set status = 'done', phase = 'finished', finished_at = $2, snapshot_at = $3, size_bytes = $4, row_count = $5, media_count = $6,
                  done_units = $4, total_units = $4, failure = null
            where id = $1`,
    values: [id, result.finishedAt, result.snapshotAt, result.sizeBytes, result.rowCount, result.mediaCount],
  };
}

/** Ends a backup that broke off. */
export function updateFailed(id: string, failure: string, at: Date): Statement {
  return {
    text: `update backups set status = 'failed', finished_at = $3, failure = $2 where id = $1 and status = 'running'`,
    values: [id, failure, at],
  };
}

/** How the copy in the second place stands. */
export function updateSecond(id: string, status: BackupRow['secondStatus'], failure: string | null): Statement {
  return { text: 'update backups set second_status = $2, failure = $3 where id = $1', values: [id, status, failure] };
}

/** Takes up a backup that lies in the place and is not known here, after a restore or a move. */
export function insertFound(row: Pick<BackupRow, 'id' | 'startedAt' | 'expiresAt' | 'encryptedTo' | 'place'> & BackupResult): Statement {
  return {
    text: `insert into backups (id, status, cause, phase, started_at, finished_at, snapshot_at, expires_at, size_bytes, row_count, media_count, encrypted_to, place)
           values ($1, 'done', 'found', 'finished', $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (id) do nothing`,
    values: [
      row.id,
      row.startedAt,
      row.finishedAt,
      row.snapshotAt,
      row.expiresAt,
      row.sizeBytes,
      row.rowCount,
      row.mediaCount,
      row.encryptedTo,
      row.place,
    ],
  };
}

/** The newest backups, whatever became of them. */
export function selectBackups(limit: number): Statement {
  return { text: `select ${columns} from backups order by started_at desc, id desc limit $1`, values: [limit] };
}

/** Backups in one of some states. */
export function selectBackupsIn(statuses: readonly BackupStatus[]): Statement {
  return { text: `select ${columns} from backups where status = any($1) order by started_at`, values: [statuses] };
}

/** Marks a backup whose last day is over. */
export function updateExpired(id: string): Statement {
  return { text: `update backups set status = 'expired' where id = $1`, values: [id] };
}

/** Forgets rows of backups that ended long ago. */
export function deleteOldBackups(before: Date): Statement {
  return { text: `delete from backups where status in ('expired', 'failed') and started_at < $1`, values: [before] };
}

/** Forgets backups that were running when the database was copied. */
export function deleteUnfinishedBackups(): Statement {
  return { text: `delete from backups where status = 'running'` };
}

/** Puts the key of a backup into the key store. */
export function insertBackupKey(row: {
  backupId: string;
  wrapped: Buffer;
  rootKeyId: string;
  createdAt: Date;
  expiresAt: Date;
}): Statement {
  return {
    text: 'insert into backup_keys (backup_id, wrapped, root_key_id, created_at, expires_at) values ($1, $2, $3, $4, $5)',
    values: [row.backupId, row.wrapped, row.rootKeyId, row.createdAt, row.expiresAt],
  };
}

export type BackupKeyRow = { backupId: string; wrapped: Buffer; rootKeyId: string; expiresAt: Date; isDestroyed: boolean };

const keyColumns = `backup_id as "backupId", wrapped, root_key_id as "rootKeyId", expires_at as "expiresAt", destroyed_at is not null as "isDestroyed"`;

/** Destroys a key by overwriting it. */
export function destroyBackupKey(backupId: string, at: Date): Statement {
  return {
    text: `update backup_keys set wrapped = '', destroyed_at = $2 where backup_id = $1 and destroyed_at is null`,
    values: [backupId, at],
  };
}

/** Destroys every key whose last day is over; gives whose. */
export function destroyExpiredKeys(at: Date): Statement {
  return {
    text: `update backup_keys set wrapped = '', destroyed_at = $1 where destroyed_at is null and expires_at <= $1 returning backup_id as "backupId"`,
    values: [at],
  };
}

/** Living keys that another root key wraps. */
export function selectKeysOfOtherRoot(rootKeyId: string): Statement {
  return { text: `select ${keyColumns} from backup_keys where destroyed_at is null and root_key_id <> $1`, values: [rootKeyId] };
}

/** Replaces the wrapping of a key. */
export function updateKeyWrapping(backupId: string, wrapped: Buffer, rootKeyId: string): Statement {
  return {
    text: 'update backup_keys set wrapped = $2, root_key_id = $3 where backup_id = $1 and destroyed_at is null',
    values: [backupId, wrapped, rootKeyId],
  };
}

/** A drill as stored. */
export type DrillRow = {
  id: string;
  backupId: string | null;
  status: 'running' | 'green' | 'red';
  startedAt: Date;
  finishedAt: Date | null;
  phase: string;
  doneUnits: number;
  totalUnits: number;
  report: unknown;
  failure: string | null;
};

const drillColumns = `id, backup_id as "backupId", status, started_at as "startedAt", finished_at as "finishedAt", phase, done_units as "doneUnits",
  total_units as "totalUnits", report, failure`;

/** Begins a drill. */
export function insertDrill(id: string, backupId: string | null, at: Date): Statement {
  return {
    text: `insert into backup_drills (id, backup_id, status, started_at) values ($1, $2, 'running', $3)`,
    values: [id, backupId, at],
  };
}

/** Says how far a running drill has got. */
export function updateDrillProgress(id: string, phase: string, doneUnits: number, totalUnits: number): Statement {
  return {
    text: `update backup_drills set phase = $2, done_units = $3, total_units = $4 where id = $1 and status = 'running'`,
    values: [id, phase, Math.round(doneUnits), Math.round(totalUnits)],
  };
}

/** Ends a drill. */
export function updateDrillEnded(id: string, status: 'green' | 'red', report: unknown, failure: string | null, at: Date): Statement {
  return {
    text: `update backup_drills set status = $2, report = $3, failure = $4, finished_at = $5, phase = 'finished' where id = $1 and status = 'running'`,
    values: [id, status, report === null ? null : JSON.stringify(report), failure, at],
  };
}

/** Ends drills of processes that died: a drill that could not finish is red. */
export function updateDrillsAbandoned(failure: string, at: Date): Statement {
  return {
    text: `update backup_drills set status = 'red', failure = $1, finished_at = $2 where status = 'running'`,
    values: [failure, at],
  };
}

/** The newest drills. */
export function selectDrills(limit: number): Statement {
  return { text: `select ${drillColumns} from backup_drills order by started_at desc, id desc limit $1`, values: [limit] };
}

/** One drill. */
export function selectDrill(id: string): Statement {
  return { text: `select ${drillColumns} from backup_drills where id = $1`, values: [id] };
}

export type BackupStateRow = {
  keysSavedAt: Date | null;
  keysFailure: string | null;
  watchedSince: Date | null;
  alarmedAt: Date | null;
  lastGreenAt: Date | null;
  lastDrillStatus: 'running' | 'green' | 'red' | null;
  newestAt: Date | null;
  oldestAt: Date | null;
};

/** Where backups stand as a whole. */
export function selectState(): Statement {
  return {
    text: `select keys_saved_at as "keysSavedAt", keys_failure as "keysFailure", watched_since as "watchedSince", alarmed_at as "alarmedAt",
                  (select max(finished_at) from backup_drills where status = 'green') as "lastGreenAt",
                  (select status from backup_drills order by started_at desc, id desc limit 1) as "lastDrillStatus",
                  (select max(snapshot_at) from backups where status = 'done') as "newestAt",
                  (select min(snapshot_at) from backups where status = 'done') as "oldestAt"
             from backup_state`,
  };
}

/** Remembers that the keys were saved, or why not. */
export function updateKeysSaved(at: Date | null, failure: string | null): Statement {
  return { text: 'update backup_state set keys_saved_at = coalesce($1, keys_saved_at), keys_failure = $2', values: [at, failure] };
}

/** Remembers since when backups are expected: the first day on which they were set up. */
export function updateWatchedSince(at: Date | null): Statement {
  return {
    text: 'update backup_state set watched_since = case when $1::timestamptz is null then null else coalesce(watched_since, $1) end',
    values: [at],
  };
}

/** Remembers that an alarm was told, or that its cause is gone. */
export function updateAlarmed(at: Date | null): Statement {
  return { text: 'update backup_state set alarmed_at = $1', values: [at] };
}

/** Backups whose key is not destroyed, oldest first. One that is being made counts from its beginning. */
export function selectLiving(): Statement {
  return {
    text: `select coalesce(b.snapshot_at, b.started_at) as "snapshotAt", k.expires_at as "expiresAt"
             from backup_keys k join backups b on b.id = k.backup_id
            where k.destroyed_at is null and b.status in ('running', 'done') order by 1`,
  };
}
