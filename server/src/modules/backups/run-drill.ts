import { ID_PREFIXES } from '@kabar/contract';
import { canonicalJson, type JsonValue } from '#platform/crypto/canonical-json';
import { signDocument, type SignedDocument, type SigningKey } from '#platform/crypto/signed-document';
import { engineQuery } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { acquireLease, releaseLease, renewLease } from '#platform/leases/lease';
import { BackupError } from './backup-error.ts';
import type { BackupsContext } from './backups-context.ts';
import { insertDrill, selectBackupsIn, selectDrills, updateDrillEnded, updateDrillProgress, updateDrillsAbandoned } from './backups.sql.ts';
import type { BackupRow, DrillRow } from './backups.sql.ts';
import { sentenceOf } from './create-backup.ts';
import { finishRestored } from './finish-restored.ts';
import type { FitRows } from './key-lines.ts';
import { countKeyRows, restoreBackup } from './restore-backup.ts';
import type { KeySource, RestoreResult } from './restore-backup.ts';

/** A PostgreSQL that is thrown away after the drill. */
export type Throwaway = { url: string; remove(): Promise<void> };

/** What a drill needs beside backups. */
export type DrillContext = BackupsContext & {
  reconcileMs: number;
  signingKey: () => Promise<SigningKey>;
  startThrowaway: () => Promise<Throwaway>;
  /** Erases again in the database at this address; gives how many people. */
  replayErasures: (databaseUrl: string) => Promise<number>;
  /** Brings hashes in the database at this address under the index keys of today; see `restoreBackup`. */
  raiseHashes?: ((databaseUrl: string) => Promise<FitRows>) | undefined;
};

/** What a drill found, as it is signed. Times are seconds. */
export type DrillReport = {
  kind: 'backup_drill';
  drill_id: string;
  backup_id: string | null;
  place: string;
  started_at: string;
  finished_at: string;
  result: 'green' | 'red';
  /** How long it took until the restored database could have been opened. */
  restore_seconds: number;
  /** How old the newest backup was: what would have been lost. */
  data_age_seconds: number | null;
  row_count: number;
  file_count: number;
  checks: { name: string; ok: boolean; detail: string }[];
};

const leaseName = 'backups:drill';
const leaseMs = 60_000;

/**
 * Restores the newest backup into a throw-away database and looks whether it could be opened. Every second drill takes the second copy. Whatever keeps it from being
 * done makes it red: only a restore that was carried through with every check is green. The report is signed either way. Gives the drill's id; null
 * while another drill runs.
 *
 * Errors: database errors of the installation itself, where not even the result can be written down.
 */
export async function runDrill(ctx: DrillContext, signal: AbortSignal): Promise<{ id: string; result: 'green' | 'red' } | null> {
  const lease = await acquireLease(ctx.db, leaseName, ctx.holder, leaseMs);
  if (lease === null) return null;
  const renewal = setInterval(() => {
    void renewLease(ctx.db, lease, leaseMs).catch(() => undefined); // two drills at once do no harm
  }, leaseMs / 3);
  try {
    await engineQuery(ctx.db, updateDrillsAbandoned('The process that ran it ended before it was finished.', ctx.clock.now()));
    return await drill(ctx, signal);
  } finally {
    clearInterval(renewal);
    await releaseLease(ctx.db, lease).catch(() => undefined); // it ends by itself
  }
}

async function drill(ctx: DrillContext, signal: AbortSignal): Promise<{ id: string; result: 'green' | 'red' }> {
  const id = ctx.ids.uuid();
  const startedAt = ctx.clock.now();
  const rows = await engineQuery<BackupRow>(ctx.db, selectBackupsIn(['done']));
  const newest = rows.toSorted((one, other) => (other.snapshotAt?.getTime() ?? 0) - (one.snapshotAt?.getTime() ?? 0))[0] ?? null;
  const earlier = (await engineQuery<DrillRow>(ctx.db, selectDrills(1)))[0];
  const place = choosePlace(ctx, newest, earlier);
  await engineQuery(ctx.db, insertDrill(id, newest?.id ?? null, startedAt));
  const report: DrillReport = {
    kind: 'backup_drill',
    drill_id: toPublicId(ID_PREFIXES.drill, id),
    backup_id: newest === null ? null : toPublicId(ID_PREFIXES.backup, newest.id),
    place: place.label,
    started_at: startedAt.toISOString(),
    finished_at: startedAt.toISOString(),
    result: 'red',
    restore_seconds: 0,
    data_age_seconds: newest?.snapshotAt === undefined || newest.snapshotAt === null ? null : secondsBetween(newest.snapshotAt, startedAt),
    row_count: 0,
    file_count: 0,
    checks: [],
  };
  let failure: string | null = null;
  try {
    if (newest === null) throw new BackupError('not_found', 'no backup was made yet');
    await tryRestore(ctx, { id, report, place, publicId: toPublicId(ID_PREFIXES.backup, newest.id), signal });
  } catch (error) {
    failure = sentenceOf(error);
    ctx.log.warn('a restore drill did not succeed', { error });
    report.checks.push({ name: 'restore', ok: false, detail: failure });
  }
  const endedAt = ctx.clock.now();
  report.finished_at = endedAt.toISOString();
  report.restore_seconds = secondsBetween(startedAt, endedAt);
  report.result = failure === null && report.checks.length > 0 && report.checks.every(({ ok }) => ok) ? 'green' : 'red';
  const signed = await sign(ctx, report);
  await engineQuery(ctx.db, updateDrillEnded(id, report.result, signed, failure, endedAt));
  return { id, result: report.result };
}

type Attempt = { id: string; report: DrillReport; place: BackupsContext['places']['first']; publicId: string; signal: AbortSignal };

async function tryRestore(ctx: DrillContext, { id, report, place, publicId, signal }: Attempt): Promise<void> {
  const throwaway = await ctx.startThrowaway();
  const progress = reportProgress(ctx, id);
  try {
    const keys: KeySource = { kind: 'database', url: ctx.databaseUrl };
    const suppressionCount = await countKeyRows(keys, ctx.carried, 'suppressions');
    const restored: RestoreResult = await restoreBackup({
      place,
      publicId,
      targetUrl: throwaway.url,
      keys,
      identities: null,
      rootKeys: ctx.rootKeys,
      media: null,
      carried: ctx.carried,
      raiseHashes: ctx.raiseHashes,
      finish: async ({ url, manifest }) => {
        const now = ctx.clock.now();
        const { checks, erasedCount } = await finishRestored({
          url,
          now,
          reconcileMs: ctx.reconcileMs,
          suppressionCount,
          replayErasures: ctx.replayErasures,
        });
        const tableCount = manifest.tables.length;
        report.checks.push(
          { name: 'row_counts', ok: true, detail: `Every one of ${tableCount} tables holds as many rows as the backup says.` },
          { name: 'erased_people', ok: true, detail: `${erasedCount} people who were erased by today were erased again.` },
          ...checks,
        );
      },
      onProgress: progress,
      now: ctx.clock.now(),
      signal,
    });
    report.row_count = restored.rowCount;
    report.file_count = restored.mediaCount;
    report.checks.push({ name: 'files', ok: true, detail: `${restored.mediaCount} files were read to the end and are unchanged.` });
  } finally {
    await throwaway.remove();
  }
}

/** The second copy is worth as much as its last try, so drills take turns. */
function choosePlace(ctx: DrillContext, newest: BackupRow | null, earlier: DrillRow | undefined): BackupsContext['places']['first'] {
  const { first, second } = ctx.places;
  if (second === null || newest?.secondStatus !== 'done') return first;
  return placeOf(earlier) === first.label ? second : first;
}

function placeOf(row: DrillRow | undefined): string | null {
  // A report of our own; its form is that of this file.
  const signed = row?.report as SignedDocument<DrillReport & JsonValue> | null | undefined;
  return signed?.document.place ?? null;
}

async function sign(ctx: DrillContext, report: DrillReport): Promise<unknown> {
  // Through text, so that what is signed is exactly what is stored and read again.
  const document = JSON.parse(canonicalJson(JSON.parse(JSON.stringify(report)) as JsonValue)) as JsonValue; // a plain object of texts and numbers
  return signDocument(await ctx.signingKey(), document);
}

function reportProgress(ctx: DrillContext, id: string): (phase: string, done: number, total: number) => void {
  let writtenAtMs = Number.NEGATIVE_INFINITY;
  let lastPhase = '';
  return (phase, done, total) => {
    const now = performance.now();
    if (phase === lastPhase && now - writtenAtMs < 1_000) return;
    writtenAtMs = now;
    lastPhase = phase;
    // Only for the eye: a failure here must not end a drill.
    void engineQuery(ctx.db, updateDrillProgress(id, phase, done, total)).catch(() => undefined);
  };
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 1_000));
}
