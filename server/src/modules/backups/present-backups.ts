import { ID_PREFIXES } from '@kabar/contract';
import type { Backup, BackupDrill, BackupOverview } from '@kabar/contract';
import type { JsonValue } from '#platform/crypto/canonical-json';
import type { SignedDocument } from '#platform/crypto/signed-document';
import { toPublicId } from '#platform/ids';
import type { BackupsContext } from './backups-context.ts';
import type { BackupRow, DrillRow } from './backups.sql.ts';
import { nextRun } from './next-run.ts';
import type { DrillReport } from './run-drill.ts';
import type { BackupHealth } from './watch-backups.ts';
import { recipientNames } from './write-backup.ts';

/** Everything that the operator's page shows. */
export function presentOverview(
  ctx: Pick<BackupsContext, 'settings' | 'places'>,
  health: BackupHealth,
  rows: { backups: readonly BackupRow[]; drills: readonly DrillRow[] },
  now: Date,
): BackupOverview {
  const { settings, places } = ctx;
  const schedule = settings.recipients === null ? null : settings.schedule;
  return {
    is_set_up: health.isSetUp,
    schedule,
    next_run_at: iso(schedule === null ? null : nextRun(schedule, now)),
    keep_days: settings.keepDays,
    includes_media: settings.includesMedia,
    encrypted_to: settings.recipients === null ? [] : recipientNames(settings.recipients),
    places: { first: places.first.label, second: places.second?.label ?? null, keys: places.keys.label },
    newest_at: iso(health.newestAt),
    oldest_at: iso(health.oldestAt),
    keys_saved_at: iso(health.keysSavedAt),
    keys_failure: health.keysFailure,
    last_green_drill_at: iso(health.lastGreenAt),
    alarm_since: iso(health.alarmSince),
    backups: rows.backups.map(presentBackup),
    drills: rows.drills.map(presentDrill),
  };
}

/** The signed report of a drill as stored; null while there is none. */
export function reportOf(row: Pick<DrillRow, 'report'>): SignedDocument<DrillReport & JsonValue> | null {
  return row.report as SignedDocument<DrillReport & JsonValue> | null; // written by run-drill.ts alone
}

function presentBackup(row: BackupRow): Backup {
  return {
    id: backupId(row.id),
    status: row.status,
    cause: row.cause,
    progress: row.status === 'running' ? { phase: row.phase, done: row.doneUnits, total: row.totalUnits } : null,
    started_at: row.startedAt.toISOString(),
    finished_at: iso(row.finishedAt),
    snapshot_at: iso(row.snapshotAt),
    expires_at: row.expiresAt.toISOString(),
    size_bytes: row.sizeBytes,
    row_count: row.rowCount,
    file_count: row.mediaCount,
    encrypted_to: row.encryptedTo,
    place: row.place,
    second_copy: { place: row.secondPlace, status: row.secondStatus },
    failure: row.failure,
  };
}

function presentDrill(row: DrillRow): BackupDrill {
  const report = reportOf(row)?.document ?? null;
  return {
    id: toPublicId(ID_PREFIXES.drill, row.id) as BackupDrill['id'], // what the function makes of this prefix
    backup_id: row.backupId === null ? null : backupId(row.backupId),
    status: row.status,
    progress: row.status === 'running' ? { phase: row.phase, done: row.doneUnits, total: row.totalUnits } : null,
    started_at: row.startedAt.toISOString(),
    finished_at: iso(row.finishedAt),
    restore_seconds: report?.restore_seconds ?? null,
    data_age_seconds: report?.data_age_seconds ?? null,
    place: report?.place ?? null,
    checks: report?.checks ?? [],
    failure: row.failure,
    has_report: report !== null,
  };
}

function backupId(id: string): Backup['id'] {
  return toPublicId(ID_PREFIXES.backup, id) as Backup['id']; // what the function makes of this prefix
}

function iso(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}
