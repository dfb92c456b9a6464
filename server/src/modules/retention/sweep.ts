import { setTimeout as wait } from 'node:timers/promises';
import { trimAudit } from '#modules/audit';
import { destroyPayloadKeys } from '#modules/intake';
import { before, formatPeriod } from '#modules/law';
import { deleteObjects } from '#modules/media';
import { engineQuery, withEngine, type EngineTx } from '#platform/db/tx';
import { linesFor, readHolds } from './active-holds.ts';
import { watchDatabaseLoad, type DatabaseLoad } from './database-load.ts';
import { dueBefore, type Decision } from './decide.ts';
import { dropWholeDays } from './drop-days.ts';
import {
  countDue,
  countHeld,
  pathsOf,
  selectDue,
  selectOldest,
  type DuePath,
  type DuePosition,
  type DueRow,
  type HoldLine,
  type Cutoffs,
} from './due.sql.ts';
import { lockSweep } from './holds.sql.ts';
import {
  cutoffsOf,
  decisionFor,
  dueCutoffs,
  planOf,
  ruleOf,
  sealedDueBefore,
  sealedFloor,
  sealedLateBefore,
  sealedRule,
  sealsFrom,
  type ClassPlan,
} from './plan.ts';
import { loadPolicy, type LoadedPolicy } from './policy.ts';
import type { RetentionContext } from './retention-context.ts';
import { addToItem, failAbandonedRuns, insertRun, selectOldestAudit, selectWorkspaces, setSkipped, updateRun } from './retention.sql.ts';
import { sealedTierKey, sealRows } from './sealed-records.ts';
import { adaptivePace, type SweepPace } from './sweep-pace.ts';
import { SEALED_TARGET, SWEEP_TARGETS, type SweepTarget } from './targets.ts';

/** What one pass over a workspace found. `overdue`: classes with a row that should have been gone and that nothing explains. */
export type SweepResult = { runId: string | null; removed: number; overdue: string[]; oldest: Map<string, Date> };

/** Skipped rows are counted up to here in receipts. */
const countLimit = 100_000;
/** A run that is still open after this is a dead process's. */
const abandonedAfterMs = 24 * 3_600_000;

/** Sweeps every workspace, one after the other. Errors of one are logged and do not keep the others from being swept. */
export async function sweepAll(ctx: RetentionContext, signal: AbortSignal, makePace: () => SweepPace = adaptivePace): Promise<void> {
  const overdue = new Map<string, number>();
  const oldest = new Map<string, Date>();
  const workspaces = await engineQuery<{ id: string }>(ctx.db, selectWorkspaces());
  await dropWholeDays(ctx, workspaces).catch((error: unknown) =>
    ctx.log.error('whole days of the request log were not dropped', { error }),
  );
  for (const { id } of workspaces) {
    if (signal.aborted) return;
    try {
      const result = await sweepWorkspace(ctx, id, signal, makePace);
      for (const cls of result.overdue) overdue.set(cls, (overdue.get(cls) ?? 0) + 1);
      for (const [cls, at] of result.oldest) if (at < (oldest.get(cls) ?? new Date(8.64e15))) oldest.set(cls, at);
    } catch (error) {
      ctx.log.error('the retention of a workspace could not be swept', { workspaceId: id, error });
    }
  }
  const now = ctx.clock.now().getTime();
  for (const cls of new Set(SWEEP_TARGETS.map((target) => target.class))) {
    ctx.metrics.overdueWorkspaces.set({ class: cls }, overdue.get(cls) ?? 0);
    ctx.metrics.oldestSeconds.set({ class: cls }, Math.max(0, (now - (oldest.get(cls)?.getTime() ?? now)) / 1000));
  }
  ctx.metrics.lastSweep.set(now / 1000);
}

/**
 * Removes what is due in one workspace, batch by batch; each batch counts into the receipt in the transaction that removes it, so a process
 * killed anywhere leaves a true account and the next pass goes on. A pass that finds nothing leaves no receipt.
 */
export async function sweepWorkspace(
  ctx: RetentionContext,
  workspaceId: string,
  signal: AbortSignal = new AbortController().signal,
  makePace: () => SweepPace = adaptivePace,
): Promise<SweepResult> {
  const now = ctx.clock.now();
  const loaded = await loadPolicy(ctx, workspaceId);
  await engineQuery(ctx.db, failAbandonedRuns(workspaceId, new Date(now.getTime() - abandonedAfterMs)));
  const sweep = new Sweep(ctx, workspaceId, loaded, now, signal, makePace);
  try {
    for (const target of SWEEP_TARGETS) if (!signal.aborted) await sweep.table(target);
    if (!signal.aborted) await sweep.sealedTier();
    if (!signal.aborted) await sweep.audit();
    await sweep.end(signal.aborted ? 'failed' : 'done');
  } catch (error) {
    await sweep.end('failed');
    throw error;
  }
  return { runId: sweep.runId, removed: sweep.removed, overdue: [...sweep.overdue], oldest: sweep.oldest };
}

class Sweep {
  runId: string | null = null;
  removed = 0;
  readonly overdue = new Set<string>();
  readonly oldest = new Map<string, Date>();
  readonly #ctx: RetentionContext;
  readonly #workspaceId: string;
  readonly #loaded: LoadedPolicy;
  readonly #now: Date;
  readonly #signal: AbortSignal;
  readonly #makePace: () => SweepPace;
  readonly #load: DatabaseLoad;

  constructor(ctx: RetentionContext, workspaceId: string, loaded: LoadedPolicy, now: Date, signal: AbortSignal, makePace: () => SweepPace) {
    this.#ctx = ctx;
    this.#workspaceId = workspaceId;
    this.#loaded = loaded;
    this.#now = now;
    this.#signal = signal;
    this.#makePace = makePace;
    this.#load = watchDatabaseLoad(ctx.db);
  }

  async table(target: SweepTarget): Promise<void> {
    const plan = planOf(this.#loaded.policy, target.class, target.shape.contact !== null, this.#now, this.#ctx.ceilings);
    const cutoffs = dueCutoffs(plan, this.#now);
    if (cutoffs === null) return;
    await this.#walk(target, plan, cutoffs);
    if (this.#signal.aborted) return;
    if (target.class === 'webhook_payload') await destroyPayloadKeys(this.#ctx.keyring, this.#workspaceId, cutoffs.base);
    const late = cutoffsOf(plan, ({ effective }) => (effective === null ? null : before(this.#now, effective)));
    await this.#account(target, plan, cutoffs, late, await this.#keptByLaw(target, plan));
  }

  /** Removes sealed copies that no law keeps any more. */
  async sealedTier(): Promise<void> {
    const plan = planOf(this.#loaded.policy, SEALED_TARGET.class, true, this.#now, this.#ctx.ceilings);
    const cutoffs = cutoffsOf(plan, (decision) => sealedDueBefore(decision, this.#now));
    if (cutoffs === null) return;
    // Receipts name the law that kept them, also where it is the law of some people only.
    const told = [plan.base, ...plan.exceptions.map((one) => one.decision)].find((decision) => sealedFloor(decision) !== null);
    const tier: ClassPlan = { base: told ?? plan.base, exceptions: [] };
    await this.#walk(SEALED_TARGET, tier, cutoffs);
    if (this.#signal.aborted) return;
    const late = cutoffsOf(plan, (decision) => sealedLateBefore(decision, this.#now));
    await this.#account(SEALED_TARGET, tier, cutoffs, late, []);
  }

  async #walk(target: SweepTarget, plan: ClassPlan, cutoffs: Cutoffs): Promise<void> {
    for (const path of pathsOf(target.shape)) {
      const pace = this.#makePace();
      for (let after: DuePosition | 'end' = null; after !== 'end' && !this.#signal.aborted;) {
        const startedMs = performance.now();
        const removedBefore = this.removed;
        after = await this.#batch(target, plan, cutoffs, path, after, pace.batchSize());
        const restMs = await this.#restMs(pace, this.removed - removedBefore, performance.now() - startedMs);
        if (after !== 'end' && restMs >= 1) await wait(restMs, undefined, { signal: this.#signal }).catch(() => undefined);
      }
    }
  }

  /** Trims the audit log, which is a chain and loses its beginning only. */
  async audit(): Promise<void> {
    const plan = planOf(this.#loaded.policy, 'audit_event', false, this.#now, this.#ctx.ceilings);
    const due = dueBefore(plan.base, this.#now);
    if (due === null) return;
    const pace = this.#makePace();
    for (let count = -1; count !== 0 && !this.#signal.aborted;) {
      const startedMs = performance.now();
      count = await this.#transaction(async (tx) => {
        const lines = await this.#holdLines(tx, ['audit_event']);
        // What a hold begins at ends what can be cut off.
        const held = lines.filter((line) => line.contactId === null && line.conversationId === null);
        const until = new Date(Math.min(due.getTime(), ...held.map((line) => line.fromAt?.getTime() ?? 0)));
        const gone = await trimAudit(tx, this.#workspaceId, until, pace.batchSize());
        if (gone.count > 0) await this.#count(tx, 'audit_events', plan.base, gone.count, gone.oldestAt, gone.newestAt);
        return gone.count;
      });
      this.removed += count;
      const restMs = await this.#restMs(pace, count, performance.now() - startedMs);
      if (count > 0 && restMs >= 1) await wait(restMs, undefined, { signal: this.#signal }).catch(() => undefined);
    }
    const [oldest] = await engineQuery<{ oldestAt: Date }>(this.#ctx.db, selectOldestAudit(this.#workspaceId));
    if (oldest !== undefined) this.oldest.set('audit_event', oldest.oldestAt);
  }

  async #restMs(pace: SweepPace, rows: number, workedMs: number): Promise<number> {
    return pace.restMs({ rows, workedMs, othersPerSecond: await this.#load.othersPerSecond() });
  }

  async end(status: 'done' | 'failed'): Promise<void> {
    if (this.runId !== null) await engineQuery(this.#ctx.db, updateRun(this.#workspaceId, this.runId, status, this.#ctx.clock.now()));
    if (this.removed > 0)
      this.#ctx.log.info('data past its retention was removed', { workspaceId: this.#workspaceId, count: this.removed });
  }

  /** Removes one batch; gives where the next begins. */
  async #batch(
    target: SweepTarget,
    plan: ClassPlan,
    cutoffs: Cutoffs,
    path: DuePath,
    after: DuePosition,
    limit: number,
  ): Promise<DuePosition | 'end'> {
    const { shape } = target;
    const withCountry =
      target !== SEALED_TARGET && [plan.base, ...plan.exceptions.map((one) => one.decision)].some((one) => one.sealedUntil !== null);
    // Made outside of the batch, which must not roll it back.
    const key = withCountry ? await sealedTierKey(this.#ctx.keyring, this.#workspaceId) : null;
    const done = await this.#transaction(async (tx) => {
      const most = Math.min(limit, (await target.mostNow?.(this.#ctx, tx, this.#workspaceId)) ?? limit);
      if (most === 0) return { rows: [], objects: [], most };
      const holds = await this.#holdLines(tx, [target.class, ...target.heldWith]);
      const rows = await tx.query<DueRow>(
        selectDue(shape, path, { workspaceId: this.#workspaceId, cutoffs, holds, after, limit: most, withCountry }),
      );
      if (rows.length === 0) return { rows, objects: [], most };
      const sealing =
        key === null
          ? []
          : rows.filter((row) => {
              const from = sealsFrom(decisionFor(plan, row.country), this.#now);
              return from !== null && row.anchorAt >= from;
            });
      if (key !== null && sealing.length > 0) {
        const batch = { workspaceId: this.#workspaceId, class: target.class, table: shape.table, rows: sealing, key, at: this.#now };
        await sealRows(this.#ctx, tx, batch);
      }
      const objects = await target.remove(
        tx,
        this.#workspaceId,
        rows.map((row) => row.id),
        this.#ctx,
      );
      const times = rows.map((row) => row.anchorAt.getTime());
      await this.#count(
        tx,
        shape.table,
        plan.base,
        rows.length,
        new Date(Math.min(...times)),
        new Date(Math.max(...times)),
        target.class,
        sealing.length,
      );
      return { rows, objects, most };
    });
    await deleteObjects(this.#ctx, done.objects);
    this.removed += done.rows.length;
    if (done.rows.length > 0) this.#ctx.metrics.removed.add({ class: target.class }, done.rows.length);
    const last = done.rows.at(-1);
    return done.rows.length < done.most || last === undefined ? 'end' : { at: last.indexAt, id: last.id };
  }

  /** Writes down what stayed and why, and finds what should not have stayed. */
  async #account(
    target: SweepTarget,
    plan: ClassPlan,
    cutoffs: Cutoffs,
    late: Cutoffs | null,
    keptByLaw: { rule: string; source: string; count: number }[],
  ): Promise<void> {
    const { shape } = target;
    const lines = await this.#linesOf(target);
    const common = { workspaceId: this.#workspaceId, limit: countLimit };
    const held =
      lines.length === 0
        ? []
        : await engineQuery<{ holdId: string; count: number }>(this.#ctx.db, countHeld(shape, { ...common, cutoffs, holds: lines }));
    if (held.length > 0 || keptByLaw.length > 0) {
      await this.#transaction(async (tx) => {
        const runId = await this.#run(tx);
        await this.#count(tx, shape.table, plan.base, 0, null, null, target.class);
        await tx.query(
          setSkipped(this.#workspaceId, runId, shape.table, {
            held: held.map(({ holdId, count }) => ({ hold: holdId, count })),
            keptByLaw,
          }),
        );
      });
    }
    const [oldest] = await engineQuery<{ oldestAt: Date | null }>(this.#ctx.db, selectOldest(shape, this.#workspaceId, lines));
    const known = this.oldest.get(target.class);
    const oldestAt = oldest?.oldestAt ?? null;
    if (oldestAt !== null && (known === undefined || oldestAt < known)) this.oldest.set(target.class, oldestAt);
    const statement = late === null ? null : countDue(shape, { ...common, limit: 1, cutoffs: late, holds: lines, isHeld: false });
    const [overdue] = statement === null ? [] : await engineQuery<{ count: number }>(this.#ctx.db, statement);
    if ((overdue?.count ?? 0) === 0) return;
    this.overdue.add(target.class);
    this.#ctx.log.error('rows are older than their retention allows', { workspaceId: this.#workspaceId, table: shape.table });
  }

  /** Rows that the wish would have removed and a floor keeps, by the rule that keeps them. */
  async #keptByLaw(target: SweepTarget, plan: ClassPlan): Promise<{ rule: string; source: string; count: number }[]> {
    const raised = [plan.base, ...plan.exceptions.map((one) => one.decision)].filter((decision) => decision.raisedBy !== null);
    if (raised.length === 0) return [];
    const wished = cutoffsOf(plan, (decision) =>
      decision.wish === null ? null : dueBefore({ effective: decision.wish.period, lower: null }, this.#now),
    );
    if (wished === null) return [];
    const statement = countDue(target.shape, {
      workspaceId: this.#workspaceId,
      cutoffs: wished,
      holds: await this.#linesOf(target),
      isHeld: false,
      limit: countLimit,
    });
    const [left] = statement === null ? [] : await engineQuery<{ count: number }>(this.#ctx.db, statement);
    const rules = [...new Map(raised.flatMap(({ raisedBy }) => (raisedBy === null ? [] : [[raisedBy.id, raisedBy.source] as const])))];
    return left === undefined || left.count === 0
      ? []
      : [{ rule: rules.map(([id]) => id).join(','), source: rules.map(([, source]) => source).join('; '), count: left.count }];
  }

  #linesOf(target: SweepTarget): Promise<HoldLine[]> {
    return withEngine(this.#ctx.db, 'holds are read for what a sweep left', (tx) =>
      this.#holdLines(tx, [target.class, ...target.heldWith]),
    );
  }

  async #holdLines(tx: EngineTx, classes: Parameters<typeof linesFor>[1]): Promise<HoldLine[]> {
    return linesFor(await readHolds(tx, this.#workspaceId), classes);
  }

  #transaction<T>(fn: (tx: EngineTx) => Promise<T>): Promise<T> {
    return withEngine(
      this.#ctx.db,
      'the sweep goes through the tables of every workspace',
      async (tx) => {
        await tx.query(lockSweep(this.#workspaceId));
        return this.#load.own(tx, () => fn(tx));
      },
      { retries: 3 },
    );
  }

  async #count(
    tx: EngineTx,
    table: string,
    decision: Decision,
    count: number,
    oldestAt: Date | null,
    newestAt: Date | null,
    cls: Decision['class'] = decision.class,
    sealed = 0,
  ): Promise<void> {
    const runId = await this.#run(tx);
    const floor = table === SEALED_TARGET.shape.table ? sealedFloor(decision) : null;
    const kept = floor ?? decision.effective;
    const effective = kept === null ? null : formatPeriod(kept);
    await tx.query(
      addToItem(this.#workspaceId, runId, {
        table,
        class: cls,
        effective,
        rule: table === SEALED_TARGET.shape.table ? sealedRule(decision) : ruleOf(decision),
        removed: count,
        sealed,
        oldestAt,
        newestAt,
      }),
    );
  }

  async #run(tx: EngineTx): Promise<string> {
    this.runId ??= this.#ctx.ids.uuid();
    // Every time: the transaction that wrote it first may have been rolled back.
    await tx.query(insertRun(this.#workspaceId, this.runId, this.#loaded.revision, this.#now));
    return this.runId;
  }
}
