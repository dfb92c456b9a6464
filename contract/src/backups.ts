import { z } from 'zod';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';

/** Where a running backup or drill is. `units` are bytes, rows or files, whatever the phase counts. */
const Progress = z.object({ phase: z.string(), done: z.number(), total: z.number() });

/** One backup of the installation. */
export const Backup = z.object({
  id: idSchema('backup'),
  status: z.enum(['running', 'done', 'failed', 'expired']),
  cause: z.enum(['schedule', 'operator', 'command', 'found']).describe('Who asked for it; `found`: it lay in the place and was taken up'),
  progress: Progress.nullable().describe('While it runs'),
  started_at: Timestamp,
  finished_at: Timestamp.nullable(),
  snapshot_at: Timestamp.nullable().describe('The moment whose state it holds'),
  expires_at: Timestamp.describe('When it is removed and its key destroyed'),
  size_bytes: z.number().nullable(),
  row_count: z.number().nullable(),
  file_count: z.number().nullable(),
  encrypted_to: z.array(z.string()).describe('Public keys, or `passphrase`'),
  place: z.string(),
  second_copy: z.object({ place: z.string().nullable(), status: z.enum(['none', 'waiting', 'done', 'failed']) }),
  failure: z.string().nullable().describe('A sentence'),
});
export type Backup = z.infer<typeof Backup>;

/** One thing that a drill looked at. */
export const DrillCheck = z.object({ name: z.string(), ok: z.boolean(), detail: z.string() });

/** One try of restoring the newest backup into a throw-away database. */
export const BackupDrill = z.object({
  id: idSchema('drill'),
  backup_id: idSchema('backup').nullable(),
  status: z.enum(['running', 'green', 'red']).describe('`red` also when it could not be carried out'),
  progress: Progress.nullable(),
  started_at: Timestamp,
  finished_at: Timestamp.nullable(),
  restore_seconds: z.number().nullable(),
  data_age_seconds: z.number().nullable().describe('How old the backup was: what a disaster would have cost'),
  place: z.string().nullable(),
  checks: z.array(DrillCheck),
  failure: z.string().nullable(),
  has_report: z.boolean(),
});
export type BackupDrill = z.infer<typeof BackupDrill>;

/** Answer of `GET /v1/operator/backups`. */
export const BackupOverview = z.object({
  is_set_up: z.boolean().describe('Whether anybody is named who may open backups'),
  schedule: z.string().nullable().describe('Five fields of cron in UTC; null: only when asked'),
  next_run_at: Timestamp.nullable(),
  keep_days: z.number().int(),
  includes_media: z.boolean(),
  encrypted_to: z.array(z.string()),
  places: z.object({ first: z.string(), second: z.string().nullable(), keys: z.string() }),
  newest_at: Timestamp.nullable(),
  oldest_at: Timestamp.nullable(),
  keys_saved_at: Timestamp.nullable(),
  keys_failure: z.string().nullable(),
  last_green_drill_at: Timestamp.nullable(),
  alarm_since: Timestamp.nullable().describe('No drill was green for eight days; since when'),
  backups: z.array(Backup),
  drills: z.array(BackupDrill),
});
export type BackupOverview = z.infer<typeof BackupOverview>;

/** Answer of starting a backup or a drill: false while one is waiting or running already. */
export const BackupStarted = z.object({ started: z.boolean() });
export type BackupStarted = z.infer<typeof BackupStarted>;

/** Path parameter of a drill. */
export const DrillParams = z.object({ id: idSchema('drill') });

/** The signed report of a drill, see `GET /v1/signing-key`. */
export const SignedDrillReport = z.object({
  document: z.looseObject({ kind: z.literal('backup_drill'), result: z.enum(['green', 'red']) }),
  signature: z.object({ algorithm: z.literal('Ed25519'), key_id: z.string(), value: z.string() }),
});
export type SignedDrillReport = z.infer<typeof SignedDrillReport>;
