import {
  DRY_RUN_LIMIT,
  ID_PREFIXES,
  RETENTION_CLASSES,
  RETENTION_PRESETS,
  type RetentionClass,
  type RetentionClassState,
  type RetentionPreview,
  type RetentionState,
  type SaveRetentionRequest,
} from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { auditActorOf } from '#modules/contacts';
import { addPeriods, after as later, before, comparePeriods } from '#modules/law';
import { engineQuery, withEngine, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { linesFor, readHolds } from './active-holds.ts';
import { collisionsOf, decide, dueBefore, situationsOf, SWEEP_SLACK, type Decision, type Policy } from './decide.ts';
import { countDue, selectOldest } from './due.sql.ts';
import type { ActiveHold } from './holds.sql.ts';
import { sweepOneJob } from './job-definitions.ts';
import { cutoffsOf, decisionFor, dueCutoffs, planOf, sealedFloor, sealsFrom } from './plan.ts';
import { loadPlaces, loadPolicy, presentPolicy, presentWish, readPolicy, type PolicyRequest } from './policy.ts';
import { presentClass, presentCollision } from './present.ts';
import { PRESETS } from './presets.ts';
import type { RetentionContext } from './retention-context.ts';
import { countOldAudit, insertPolicy, selectLastRun, selectOldestAudit } from './retention.sql.ts';
import { countSealed } from './sealed.sql.ts';
import { FIXED_SHAPES, SEALED_TARGET, SWEEP_TARGETS } from './targets.ts';

/** Everything the page of retention shows. */
export async function getRetention(ctx: RetentionContext, workspaceId: string): Promise<RetentionState> {
  const [{ policy, revision, decidedAt, decidedBy }, seen, [lastRun]] = await Promise.all([
    loadPolicy(ctx, workspaceId),
    loadPlaces(ctx, workspaceId),
    engineQuery<{ at: Date | null }>(ctx.db, selectLastRun(workspaceId)),
  ]);
  const now = ctx.clock.now();
  return {
    policy: presentPolicy(policy),
    revision,
    decided_at: decidedAt?.toISOString() ?? null,
    decided_by: decidedBy === null ? null : (toPublicId(ID_PREFIXES.member, decidedBy) as NonNullable<RetentionState['decided_by']>), // made with that very prefix
    classes: await classesOf(ctx, workspaceId, policy, now),
    collisions: collisionsOf(policy, now, ctx.ceilings).map(presentCollision),
    seen,
    presets: RETENTION_PRESETS.map((preset) => ({
      preset,
      periods: Object.fromEntries(Object.entries(PRESETS[preset]).map(([cls, wish]) => [cls, presentWish(wish)])),
    })),
    last_run_at: lastRun?.at?.toISOString() ?? null,
    sealed: await sealedOf(ctx, workspaceId, policy, now),
  };
}

/** What a policy would mean: what holds for each class, what collides, and what the next sweep would remove. Changes nothing. */
export async function previewRetention(ctx: RetentionContext, workspaceId: string, request: PolicyRequest): Promise<RetentionPreview> {
  const policy = readPolicy(request);
  const now = ctx.clock.now();
  const holds = await activeHolds(ctx, workspaceId);
  return {
    classes: await classesOf(ctx, workspaceId, policy, now),
    collisions: collisionsOf(policy, now, ctx.ceilings).map(presentCollision),
    removals: await removalsOf(ctx, workspaceId, policy, now, holds),
  };
}

/**
 * Saves a policy and orders a sweep, so that what became shorter holds at once. What was removed before does not come back when a period
 * becomes longer.
 *
 * Errors: `retention_impossible` with the collisions, for rules that hold now or within a year; `policy_changed`.
 */
export async function saveRetention(ctx: RetentionContext, actor: WorkspaceActor, request: SaveRetentionRequest): Promise<RetentionState> {
  const { workspaceId } = actor;
  if (actor.kind !== 'user') throw new AppError('permission_denied', { details: { permission: 'privacy:write' } });
  const now = ctx.clock.now();
  const after = readPolicy(request.policy);
  const collisions = collisionsOf(after, now, ctx.ceilings);
  if (collisions.length > 0) throw new AppError('retention_impossible', { details: { collisions: collisions.map(presentCollision) } });
  const current = await loadPolicy(ctx, workspaceId);
  if (current.revision !== request.revision) throw new AppError('policy_changed');
  const saved = presentPolicy(after);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const made = await tx.query(
      insertPolicy(workspaceId, {
        revision: current.revision + 1,
        preset: after.preset,
        home: after.home,
        serves: [...after.serves],
        wishes: saved.wishes,
        sealed: [...after.sealed],
        decidedBy: actor.memberId,
        decidedAt: now,
      }),
    );
    if (made.length === 0) throw new AppError('policy_changed');
    const data = { workspace_id: toPublicId(ID_PREFIXES.workspace, workspaceId) };
    await appendEvents(tx, [{ workspaceId, type: 'retention.updated', data, occurredAt: now }]);
    await ctx.jobs.enqueue(tx, sweepOneJob, { workspaceId }, { key: workspaceId });
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'retention.decided',
      target: { kind: 'workspace', id: data.workspace_id },
      before: { ...presentPolicy(current.policy) },
      after: { ...saved },
    });
  });
  return getRetention(ctx, workspaceId);
}

/** One class whose period became different, in days for comparing. */
export type RetentionDifference = { class: RetentionClass; before: Decision; after: Decision; isLonger: boolean };

/** Classes that two policies treat differently: the diff behind a changed notice. Longer keeping is what people must be told ahead. */
export function differencesOf(before_: Policy, after: Policy, at: Date): RetentionDifference[] {
  return RETENTION_CLASSES.flatMap((cls) => {
    const of = (policy: Policy): Decision => decide(policy, cls, situationsOf(policy)[0]?.laws ?? [], at);
    const [was, is] = [of(before_), of(after)];
    if (was.effective === null || is.effective === null) return [];
    const change = comparePeriods(is.effective, was.effective);
    return change === 0 ? [] : [{ class: cls, before: was, after: is, isLonger: change > 0 }];
  });
}

/** How much lies in the sealed tier and when the last of it goes. Rows that no law keeps any more go with the next sweep. */
async function sealedOf(ctx: RetentionContext, workspaceId: string, policy: Policy, now: Date): Promise<RetentionState['sealed']> {
  const rows = await engineQuery<{ country: string | null; count: number; newestAt: Date }>(ctx.db, countSealed(workspaceId));
  if (rows.length === 0) return null;
  const plan = planOf(policy, SEALED_TARGET.class, true, now, ctx.ceilings);
  const ends = rows.map(({ country, newestAt }) => {
    const floor = sealedFloor(decisionFor(plan, country));
    return floor === null ? now.getTime() : later(newestAt, addPeriods(floor, SWEEP_SLACK)).getTime();
  });
  return { count: rows.reduce((sum, row) => sum + row.count, 0), last_until: new Date(Math.max(...ends)).toISOString() };
}

async function classesOf(ctx: RetentionContext, workspaceId: string, policy: Policy, now: Date): Promise<RetentionClassState[]> {
  const holds = await activeHolds(ctx, workspaceId);
  const states: RetentionClassState[] = [];
  for (const cls of RETENTION_CLASSES) {
    const targets = SWEEP_TARGETS.filter((target) => target.class === cls);
    const isOfPeople = targets.some((target) => target.shape.contact !== null);
    const plan = planOf(policy, cls, isOfPeople || cls === 'message_metadata', now, ctx.ceilings);
    const shapes = [...targets.map((target) => target.shape), ...FIXED_SHAPES.flatMap((one) => (one.class === cls ? [one.shape] : []))];
    const oldest: Date[] = [];
    let isOverdue = false;
    for (const shape of shapes) {
      const [row] = await engineQuery<{ oldestAt: Date | null }>(ctx.db, selectOldest(shape, workspaceId, []));
      const oldestAt = row?.oldestAt ?? null;
      if (oldestAt === null) continue;
      oldest.push(oldestAt);
      const late = cutoffsOf(plan, ({ effective }) => (effective === null ? null : before(now, effective)));
      const lines = linesFor(holds, [cls, ...(targets.find((target) => target.shape === shape)?.heldWith ?? [])]);
      const statement =
        late === null || oldestAt >= late.base
          ? null
          : countDue(shape, { workspaceId, cutoffs: late, holds: lines, isHeld: false, limit: 1 });
      const [count] = statement === null ? [] : await engineQuery<{ count: number }>(ctx.db, statement);
      isOverdue ||= (count?.count ?? 0) > 0;
    }
    if (cls === 'audit_event') {
      const [row] = await engineQuery<{ oldestAt: Date }>(ctx.db, selectOldestAudit(workspaceId));
      if (row !== undefined) oldest.push(row.oldestAt);
    }
    const oldestAt = oldest.length === 0 ? null : new Date(Math.min(...oldest.map((at) => at.getTime())));
    states.push(presentClass(plan, { oldestAt, isOverdue }));
  }
  return states;
}

async function removalsOf(
  ctx: RetentionContext,
  workspaceId: string,
  policy: Policy,
  now: Date,
  holds: readonly ActiveHold[],
): Promise<RetentionPreview['removals']> {
  const removals = new Map<RetentionClass, RetentionPreview['removals'][number]>();
  const add = (cls: RetentionClass, due: { count: number; oldestAt: Date | null }, held: number, sealed = 0): void => {
    const sum = removals.get(cls) ?? { class: cls, count: 0, is_more: false, held: 0, sealed: 0, oldest_at: null };
    const oldest = due.oldestAt?.toISOString() ?? null;
    removals.set(cls, {
      ...sum,
      count: sum.count + Math.min(due.count, DRY_RUN_LIMIT),
      is_more: sum.is_more || due.count > DRY_RUN_LIMIT,
      held: sum.held + held,
      sealed: sum.sealed + sealed,
      oldest_at: sum.oldest_at === null || (oldest !== null && oldest < sum.oldest_at) ? oldest : sum.oldest_at,
    });
  };
  for (const target of SWEEP_TARGETS) {
    const plan = planOf(policy, target.class, target.shape.contact !== null, now, ctx.ceilings);
    const cutoffs = dueCutoffs(plan, now);
    if (cutoffs === null) continue;
    const query = { workspaceId, cutoffs, holds: linesFor(holds, [target.class, ...target.heldWith]), limit: DRY_RUN_LIMIT };
    const [due, held] = await Promise.all(
      [false, true].map(async (isHeld) => {
        const statement = countDue(target.shape, { ...query, isHeld });
        const [row] = statement === null ? [] : await engineQuery<{ count: number; oldestAt: Date | null }>(ctx.db, statement);
        return row ?? { count: 0, oldestAt: null };
      }),
    );
    // Older ones, of which no law wants a sealed copy, are left out.
    const unsealed = cutoffsOf(plan, (decision) => earlier(dueBefore(decision, now), sealsFrom(decision, now)));
    const statement = unsealed === null ? null : countDue(target.shape, { ...query, cutoffs: unsealed, isHeld: false });
    const [plain] = statement === null ? [] : await engineQuery<{ count: number }>(ctx.db, statement);
    const count = due?.count ?? 0;
    add(target.class, due ?? { count: 0, oldestAt: null }, held?.count ?? 0, Math.max(0, count - (plain?.count ?? count)));
  }
  const plan = planOf(policy, 'audit_event', false, now, ctx.ceilings);
  const until = dueBefore(plan.base, now);
  if (until !== null) {
    const [row] = await engineQuery<{ count: number; oldestAt: Date | null }>(ctx.db, countOldAudit(workspaceId, until, DRY_RUN_LIMIT));
    add('audit_event', row ?? { count: 0, oldestAt: null }, 0);
  }
  return [...removals.values()].filter((one) => one.count > 0 || one.held > 0);
}

function earlier(due: Date | null, other: Date | null): Date | null {
  return due === null || other === null || due < other ? due : other;
}

function activeHolds(ctx: RetentionContext, workspaceId: string): Promise<ActiveHold[]> {
  return withEngine(ctx.db, 'holds of one workspace, read as the sweep reads them', (tx) => readHolds(tx, workspaceId));
}
