import { ID_PREFIXES } from '@kabar/contract';
import { engineQuery } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { acquireLease, releaseLease, renewLease } from '#platform/leases/lease';
import { BackupError, explain } from './backup-error.ts';
import type { BackupSummary } from './backup-format.ts';
import { newBackupKeys } from './backup-keys.ts';
import type { BackupsContext } from './backups-context.ts';
import {
  destroyBackupKey,
  insertBackup,
  insertBackupKey,
  selectBackupsIn,
  updateDone,
  updateFailed,
  updateProgress,
} from './backups.sql.ts';
import type { BackupCause, BackupPhase, BackupRow } from './backups.sql.ts';
import { copyToSecond } from './copy-to-second.ts';
import { removeObjects } from './expire-backups.ts';
import { saveKeys } from './save-keys.ts';
import { recipientNames, writeBackup } from './write-backup.ts';

/** How a backup is begun. */
export type CreateInput = {
  cause: Exclude<BackupCause, 'found'>;
  signal: AbortSignal;
  onProgress?: (progress: { phase: BackupPhase; doneBytes: number; totalBytes: number }) => void;
  /** Told once the backup has a name, before anything is written. */
  onBegun?: (publicId: string) => void;
};

/** What a backup came to. `secondFailure` and `keysFailure` are sentences: the backup itself is whole all the same. */
export type CreatedBackup = { summary: BackupSummary; secondFailure: string | null; keysFailure: string | null };

const leaseName = 'backups:write';
const leaseMs = 60_000;
const dayMs = 86_400_000;
/** How often progress is written down. */
const progressEveryMs = 1_000;

/**
 * Makes one backup: tables and files, then the keys in their own place, then the second copy. What a killed one left half done is
 * removed first. The source is only read.
 *
 * Errors: `BackupError` `no_recipients`, `busy`, `no_room`, `unreachable`; those of database and storage. The try is recorded as failed,
 * its objects are removed and its key destroyed.
 */
export async function createBackup(ctx: BackupsContext, input: CreateInput): Promise<CreatedBackup> {
  const { recipients } = ctx.settings;
  if (recipients === null) throw new BackupError('no_recipients');
  return holdingLease(ctx, input.signal, async (signal) => {
    await removeAbandoned(ctx);
    const id = ctx.ids.uuid();
    const publicId = toPublicId(ID_PREFIXES.backup, id);
    const startedAt = ctx.clock.now();
    const expiresAt = new Date(startedAt.getTime() + ctx.settings.keepDays * dayMs);
    const { keys, wrapped } = await newBackupKeys(ctx.rootKeys, id);
    const { first, second } = ctx.places;
    await engineQuery(
      ctx.db,
      insertBackup({
        id,
        cause: input.cause,
        startedAt,
        expiresAt,
        encryptedTo: recipientNames(recipients),
        place: first.label,
        secondStatus: second === null ? 'none' : 'waiting',
        secondPlace: second?.label ?? null,
      }),
    );
    await engineQuery(
      ctx.db,
      insertBackupKey({ backupId: id, wrapped, rootKeyId: ctx.rootKeys.idOf(wrapped), createdAt: startedAt, expiresAt }),
    );
    input.onBegun?.(publicId);
    const report = progressOf(ctx, id, input);
    try {
      const summary = await writeBackup({
        url: ctx.databaseUrl,
        place: { storage: first.storage, backupId: publicId },
        publicId,
        keys,
        recipients,
        media: ctx.settings.includesMedia ? ctx.media : null,
        program: ctx.settings.program,
        createdAt: startedAt,
        expiresAt,
        onProgress: report,
        signal,
      });
      const { sizeBytes, rowCount, mediaCount } = summary;
      const done = { finishedAt: ctx.clock.now(), snapshotAt: new Date(summary.snapshotAt), sizeBytes, rowCount, mediaCount };
      await engineQuery(ctx.db, updateDone(id, done));
      // A backup without the keys of that moment opens nothing on another machine.
      const keysFailure = await saveKeys(ctx).then(
        () => null,
        (error: unknown) => sentenceOf(error),
      );
      const secondFailure = await copyToSecond(ctx, { id, publicId }, signal, (doneBytes) => report('copy', doneBytes, sizeBytes));
      return { summary, secondFailure, keysFailure };
    } catch (error) {
      const explained = explain(error);
      await giveUp(ctx, { id, publicId }, sentenceOf(explained));
      throw explained;
    }
  });
}

/** What an operator reads about an error. Never the text of a foreign one, which can quote data. */
export function sentenceOf(error: unknown): string {
  if (error instanceof BackupError) return error.message;
  if (!(error instanceof Error)) return 'An unknown error.';
  const code = 'code' in error ? ` (${String(error.code)})` : '';
  return error.name === 'AbortError' ? 'It was stopped.' : `It failed with ${error.name}${code}; the log says more.`;
}

async function giveUp(ctx: BackupsContext, { id, publicId }: { id: string; publicId: string }, failure: string): Promise<void> {
  const at = ctx.clock.now();
  const steps = [
    (): Promise<unknown> => engineQuery(ctx.db, updateFailed(id, failure, at)),
    (): Promise<unknown> => engineQuery(ctx.db, destroyBackupKey(id, at)),
    (): Promise<unknown> => removeObjects(ctx.places.first, publicId),
  ];
  for (const step of steps) {
    // The error that led here is the one to report; what is left over now is removed before the next backup.
    await step().catch((error: unknown) => ctx.log.warn('a broken backup could not be cleared away yet', { error }));
  }
}

/** Ends what processes that died had begun. Only under the lease: then nobody is at it any more. */
async function removeAbandoned(ctx: BackupsContext): Promise<void> {
  for (const { id } of await engineQuery<BackupRow>(ctx.db, selectBackupsIn(['running']))) {
    await giveUp(ctx, { id, publicId: toPublicId(ID_PREFIXES.backup, id) }, 'The process that made it ended before it was finished.');
  }
}

async function holdingLease<Result>(
  ctx: BackupsContext,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const lease = await acquireLease(ctx.db, leaseName, ctx.holder, leaseMs);
  if (lease === null) throw new BackupError('busy');
  const lost = new AbortController();
  const renewal = setInterval(() => {
    void renewLease(ctx.db, lease, leaseMs).then(
      (kept) => kept === null && lost.abort(new BackupError('busy')),
      () => undefined, // the database is away: the copy itself fails then, or the next renewal decides
    );
  }, leaseMs / 3);
  try {
    return await work(AbortSignal.any([outer, lost.signal]));
  } finally {
    clearInterval(renewal);
    await releaseLease(ctx.db, lease).catch(() => undefined); // it ends by itself
  }
}

function progressOf(
  ctx: BackupsContext,
  id: string,
  input: CreateInput,
): (phase: BackupPhase, doneBytes: number, totalBytes: number) => void {
  let writtenAtMs = Number.NEGATIVE_INFINITY;
  let lastPhase: BackupPhase | null = null;
  return (phase, doneBytes, totalBytes) => {
    input.onProgress?.({ phase, doneBytes, totalBytes });
    const now = performance.now();
    if (phase === lastPhase && now - writtenAtMs < progressEveryMs) return;
    writtenAtMs = now;
    lastPhase = phase;
    // Only for the eye: a failure here must not end a backup.
    void engineQuery(ctx.db, updateProgress(id, phase, doneBytes, totalBytes)).catch(() => undefined);
  };
}
