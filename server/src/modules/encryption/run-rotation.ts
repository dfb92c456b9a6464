import { installationId } from '#modules/keyring';
import { engineQuery } from '#platform/db/tx';
import { acquireLease, releaseLease, renewLease } from '#platform/leases/lease';
import type { Lease } from '#platform/leases/lease';
import type { EncryptionContext, RunOptions } from './encryption-context.ts';
import { createPace } from './pace.ts';
import type { Pace } from './pace.ts';
import { recordAlone } from './record.ts';
import { countUnder, placesOf, resealPlace } from './reseal.ts';
import { selectRunning, updateDone, updateFailure, updateProgress } from './rotations.sql.ts';
import type { RotationPhase, RotationRow } from './rotations.sql.ts';
import { countOlder, raiseWorkspace } from './run-index-rotation.ts';
import { takeUpIndexChanges } from './start-index-rotation.ts';

const leaseName = 'encryption:rotate';
const leaseMs = 60_000;
const progressEveryMs = 1_000;
/** A process that missed the news of a new key seals under the older one for five minutes at most; what it left is found by another look. */
const mostLooks = 4;

/** Another process works on rotations. */
export class RotationBusyError extends Error {
  override readonly name = 'RotationBusyError';

  constructor() {
    super('Another process is at work on this already. Its progress: npx kabar encryption status.');
  }
}

/**
 * Goes on with every rotation that is not done, oldest first, as the only one in the installation. What is left is read from the data, so it makes no difference where
 * the last try was killed. Gives the rotations that were finished.
 *
 * Errors: `RotationBusyError`; `RootKeyUnavailableError`; database errors. The failure of a rotation is kept and does not stop the others.
 */
export async function runRotations(ctx: EncryptionContext, options: RunOptions): Promise<RotationRow[]> {
  const lease = await acquireLease(ctx.db, leaseName, ctx.holder, leaseMs);
  if (lease === null) throw new RotationBusyError();
  const watch = new LeaseWatch(ctx, lease, options.signal);
  const finished: RotationRow[] = [];
  const failures: Error[] = [];
  try {
    await takeUpIndexChanges(ctx);
    for (const rotation of await engineQuery<RotationRow>(ctx.db, selectRunning())) {
      try {
        await runOne(ctx, rotation, options, watch);
        finished.push(rotation);
      } catch (error) {
        if (watch.signal.aborted) throw error;
        const failure = error instanceof Error ? error : new Error('unknown', { cause: error });
        failures.push(failure);
        await engineQuery(ctx.db, updateFailure(rotation, `${failure.name}: ${failure.message}`.slice(0, 500)));
        ctx.log.warn('a rotation of keys stopped and will be tried again', {
          workspaceId: rotation.workspaceId,
          kind: rotation.kind,
          error,
        });
      }
    }
  } finally {
    await watch.end();
  }
  const [first] = failures;
  if (first !== undefined) throw first;
  return finished;
}

async function runOne(ctx: EncryptionContext, rotation: RotationRow, options: RunOptions, watch: LeaseWatch): Promise<void> {
  const pace = createPace({ share: options.share ?? 0.5, signal: watch.signal });
  const unreadableCount = await runKind(ctx, rotation, options, pace, watch.signal);
  const [ended] = await engineQuery(ctx.db, updateDone(rotation, unreadableCount, ctx.clock.now()));
  if (ended === undefined) return;
  await recordAlone(ctx, rotation.workspaceId, {
    actor: { kind: 'system', id: null },
    action: `encryption.${rotation.kind}_rotation_finished`,
    after: { key: rotation.toKey, unreadable: unreadableCount },
  });
}

/** Gives how many values or keys could not be changed. */
function runKind(ctx: EncryptionContext, rotation: RotationRow, options: RunOptions, pace: Pace, signal: AbortSignal): Promise<number> {
  switch (rotation.kind) {
    case 'root':
      return runRoot(ctx, rotation, options, pace);
    case 'workspace':
      return runWorkspace(ctx, rotation, options, pace);
    case 'index':
      return runIndex(ctx, rotation, options, pace, signal);
  }
}

async function runIndex(
  ctx: EncryptionContext,
  rotation: RotationRow,
  options: RunOptions,
  pace: Pace,
  signal: AbortSignal,
): Promise<number> {
  const { workspaceId } = rotation;
  const states = await ctx.keyring.listIndexKeys(workspaceId);
  const { written = 1 } = states.find(({ purpose }) => purpose === 'contacts') ?? {};
  const progress = new Progress(ctx, rotation, options, await countOlder(ctx, workspaceId, written));
  await raiseWorkspace(ctx, workspaceId, pace, signal, (count) => progress.add('hashes', count));
  await progress.finish();
  return 0;
}

/** Wraps every workspace key and every key of a backup by the present root key. */
async function runRoot(ctx: EncryptionContext, rotation: RotationRow, options: RunOptions, pace: Pace): Promise<number> {
  const left = async (): Promise<number> => {
    const primaryId = await ctx.rootKeys.primaryId();
    const [row] = await engineQuery<{ count: number }>(ctx.db, {
      text: `select ((select count(*) from workspace_keys where destroyed_at is null and root_key_id <> $1)
                   + (select count(*) from backup_keys where destroyed_at is null and root_key_id <> $1))::int as count`,
      values: [primaryId],
    });
    return row?.count ?? 0;
  };
  const progress = new Progress(ctx, rotation, options, await left());
  for (;;) {
    const count = await pace.run(() => ctx.keyring.rewrapUnderPrimaryRoot(Math.min(200, pace.size)));
    await progress.add('keys', count);
    if (count === 0) break;
  }
  await progress.add('keys', await ctx.rewrapBackupKeys());
  await progress.finish();
  // Keys of backups that were wrapped by a root key which nobody has any more.
  return left();
}

async function runWorkspace(ctx: EncryptionContext, rotation: RotationRow, options: RunOptions, pace: Pace): Promise<number> {
  const { workspaceId } = rotation;
  const isInstallation = workspaceId === installationId;
  const left = async (): Promise<{ keys: number; values: number }> => {
    ctx.keyring.forgetWorkspace(workspaceId);
    const { primary, all } = await ctx.keyring.workspaceKeys(workspaceId);
    const older = [...all.keys()].filter((version) => version !== primary.id);
    const wrapped = await ctx.keyring.countWrappedKeys(workspaceId);
    const values = await countUnder(ctx, workspaceId, older, isInstallation);
    const sum = (counts: Map<number, number>): number => older.reduce((total, version) => total + (counts.get(version) ?? 0), 0);
    return { keys: sum(wrapped), values: sum(values) };
  };
  const before = await left();
  const progress = new Progress(ctx, rotation, options, before.keys + before.values);
  let unreadableCount = 0;
  for (let look = 0; look < mostLooks; look += 1) {
    for (;;) {
      const count = await pace.run(() => ctx.keyring.rewrapOlderKeys(workspaceId, pace.size));
      await progress.add('keys', count);
      if (count === 0) break;
    }
    unreadableCount = 0;
    for (const place of placesOf(ctx, isInstallation)) {
      const result = await resealPlace(ctx, place, workspaceId, pace, (count) => progress.add('values', count));
      unreadableCount += result.unreadableCount;
    }
    const rest = await left();
    if (rest.keys === 0 && rest.values <= unreadableCount) break;
  }
  await progress.finish();
  return unreadableCount;
}

/** Says how far a rotation is: to whoever waits at once, to the database once a second. */
class Progress {
  readonly #ctx: EncryptionContext;
  readonly #rotation: RotationRow;
  readonly #options: RunOptions;
  #done: number;
  #total: number;
  #writtenMs = Number.NEGATIVE_INFINITY;
  #phase: RotationPhase = 'keys';

  constructor(ctx: EncryptionContext, rotation: RotationRow, options: RunOptions, left: number) {
    this.#ctx = ctx;
    this.#rotation = rotation;
    this.#options = options;
    // After a crash the bar goes on where it was and does not begin again.
    this.#done = rotation.doneCount;
    this.#total = Math.max(rotation.totalCount, rotation.doneCount + left);
  }

  async add(phase: RotationPhase, count: number): Promise<void> {
    this.#phase = phase;
    this.#done += count;
    this.#total = Math.max(this.#total, this.#done);
    const { workspaceId, kind } = this.#rotation;
    this.#options.onProgress?.({ workspaceId, kind, phase, done: this.#done, total: this.#total });
    if (performance.now() - this.#writtenMs < progressEveryMs) return;
    this.#writtenMs = performance.now();
    await this.#write();
  }

  async finish(): Promise<void> {
    this.#phase = 'check';
    this.#total = this.#done;
    const { workspaceId, kind } = this.#rotation;
    this.#options.onProgress?.({ workspaceId, kind, phase: 'check', done: this.#done, total: this.#total });
    await this.#write();
  }

  async #write(): Promise<void> {
    await engineQuery(this.#ctx.db, updateProgress(this.#rotation, { phase: this.#phase, doneCount: this.#done, totalCount: this.#total }));
  }
}

/** Keeps the lease while work goes on, and stops the work when it was lost. */
class LeaseWatch {
  readonly signal: AbortSignal;
  readonly #ctx: EncryptionContext;
  readonly #timer: NodeJS.Timeout;
  #lease: Lease | null;

  constructor(ctx: EncryptionContext, lease: Lease, outer: AbortSignal) {
    const lost = new AbortController();
    this.#ctx = ctx;
    this.#lease = lease;
    this.signal = AbortSignal.any([outer, lost.signal]);
    this.#timer = setInterval(() => {
      const held = this.#lease;
      if (held === null) return;
      renewLease(ctx.db, held, leaseMs).then(
        (renewed) => {
          this.#lease = renewed;
          if (renewed === null) lost.abort(new RotationBusyError());
        },
        () => {
          if (performance.now() > held.safeUntilMs) lost.abort(new RotationBusyError());
        },
      );
    }, leaseMs / 3);
    this.#timer.unref();
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#lease !== null) await releaseLease(this.#ctx.db, this.#lease);
  }
}
