import { notify } from '#modules/notifications';
import { signDocument } from '#platform/crypto/signed-document';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { systemIn, operatorQueue, requestPublicId } from './acting.ts';
import { applyChange, noteEvent, tellChanged } from './change-request.ts';
import { selectHandlers, selectWorkspaceName, type HandlerRow } from './office.sql.ts';
import { planSteps } from './plan-steps.ts';
import { receiptOf } from './receipt.ts';
import type { RequestsContext } from './requests-context.ts';
import { claimRequest, lockRequest, releaseRequest, selectRequest, type RequestRow } from './requests.sql.ts';
import { runStep, type StepOutcome } from './run-step.ts';
import { finishTask, insertTasks, postponeTask, selectTasks, startTask, type TaskRow } from './tasks.sql.ts';

/** How long a request belongs to a run; renewed with every step. A run that was killed lets go by that. */
const leaseMs = 5 * 60_000;
const mostTries = 8;
const firstDelayMs = 5_000;
const maxDelayMs = 15 * 60_000;

/**
 * Works on a request step by step until it is done, waits for something or somebody, or `signal` aborts. Any number of processes may call it: one
 * works, the others go. What was begun and not finished is begun again, and every step bears that.
 */
export async function workOnRequest(ctx: RequestsContext, workspaceId: string, id: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const now = ctx.clock.now();
    const claimed = await tenantQuery(ctx.db, workspaceId, claimRequest(workspaceId, id, now, new Date(now.getTime() + leaseMs)));
    if (claimed.length === 0) return;
    try {
      if (signal.aborted || !(await workOnce(ctx, workspaceId, id, signal))) return;
    } finally {
      await tenantQuery(ctx.db, workspaceId, releaseRequest(workspaceId, id));
    }
  }
}

/** Does the next step. Gives whether there is more to do at once. */
async function workOnce(ctx: RequestsContext, workspaceId: string, id: string, signal: AbortSignal): Promise<boolean> {
  const [row] = await tenantQuery<RequestRow>(ctx.db, workspaceId, selectRequest(workspaceId, id));
  if (row === undefined) return false;
  await withTenant(ctx.db, workspaceId, (tx) => tx.query(insertTasks(workspaceId, id, planSteps(row))));
  const tasks = await tenantQuery<TaskRow>(ctx.db, workspaceId, selectTasks(workspaceId, id));
  const task = tasks.find(({ state }) => state !== 'done' && state !== 'skipped');
  if (task === undefined) {
    await finish(ctx, row, tasks);
    return false;
  }
  if (task.isManual || task.state === 'failed' || (task.nextTryAt !== null && task.nextTryAt > ctx.clock.now())) return false;
  await begin(ctx, row, task);
  const outcome = await attempt(ctx, row, task, tasks, signal);
  return settle(ctx, row, task, outcome);
}

type Attempt = StepOutcome | { kind: 'failed' };

async function attempt(
  ctx: RequestsContext,
  row: RequestRow,
  task: TaskRow,
  tasks: readonly TaskRow[],
  signal: AbortSignal,
): Promise<Attempt> {
  try {
    return await runStep(ctx, row, task, tasks.slice(0, tasks.indexOf(task)), signal);
  } catch (error) {
    if (signal.aborted) return { kind: 'wait', ms: 0 };
    ctx.log.warn('a step of a privacy request failed', { workspaceId: row.workspaceId, requestId: row.id, step: task.key, error });
    return { kind: 'failed' };
  }
}

async function begin(ctx: RequestsContext, row: RequestRow, task: TaskRow): Promise<void> {
  const { workspaceId, id } = row;
  const actor = systemIn(workspaceId);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(startTask(workspaceId, id, task.key, ctx.clock.now()));
    if (task.key === 'verify' && row.state === 'executing') {
      const [locked] = await tx.query<RequestRow>(lockRequest(workspaceId, id));
      if (locked !== undefined) await applyChange(ctx, tx, actor, locked, { patch: { state: 'verifying' }, event: 'verifying' });
    } else await tellChanged(ctx, tx, workspaceId, id);
  });
}

async function settle(ctx: RequestsContext, row: RequestRow, task: TaskRow, outcome: Attempt): Promise<boolean> {
  const { workspaceId, id } = row;
  const actor = systemIn(workspaceId);
  const now = ctx.clock.now();
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const [locked] = await tx.query<RequestRow>(lockRequest(workspaceId, id));
    if (locked === undefined) return false;
    switch (outcome.kind) {
      case 'done':
      case 'skipped': {
        const { removed = null, kept = [] } = outcome.kind === 'done' ? outcome : {};
        await tx.query(finishTask(workspaceId, id, task.key, { state: outcome.kind, removed, kept, noteSealed: null, at: now }));
        await noteEvent(ctx, tx, actor, id, 'step_done', { step: task.key, outcome: outcome.kind });
        await tellChanged(ctx, tx, workspaceId, id);
        return true;
      }
      case 'wait': {
        const { ms, error = null } = outcome;
        await tx.query(postponeTask(workspaceId, id, task.key, { error, nextTryAt: new Date(now.getTime() + ms), isDead: false }));
        if (error !== null && task.error !== error) await stuck(ctx, tx, row, task.key, error);
        return false;
      }
      case 'left': {
        await tx.query(postponeTask(workspaceId, id, task.key, { error: 'left', nextTryAt: now, isDead: true }));
        await tx.query({
          text: 'update privacy_request_tasks set kept = $4 where workspace_id = $1 and request_id = $2 and key = $3',
          values: [workspaceId, id, task.key, JSON.stringify(outcome.left)],
        });
        await applyChange(ctx, tx, actor, locked, { patch: { state: 'partial' }, event: 'partial' });
        await stuck(ctx, tx, row, task.key, 'left');
        return false;
      }
      case 'failed': {
        const isDead = task.attempts + 1 >= mostTries;
        const delayMs = Math.min(maxDelayMs, firstDelayMs * 2 ** task.attempts);
        await tx.query(postponeTask(workspaceId, id, task.key, { error: 'failed', nextTryAt: new Date(now.getTime() + delayMs), isDead }));
        if (isDead) await stuck(ctx, tx, row, task.key, 'failed');
        await tellChanged(ctx, tx, workspaceId, id);
        return false;
      }
    }
  });
}

/** Tells the members that a request does not go on by itself. */
async function stuck(
  ctx: RequestsContext,
  tx: Parameters<typeof noteEvent>[1],
  row: RequestRow,
  step: string,
  error: string,
): Promise<void> {
  const { workspaceId, id } = row;
  await noteEvent(ctx, tx, systemIn(workspaceId), id, 'stuck', { step, error });
  await tellChanged(ctx, tx, workspaceId, id);
  if (workspaceId === operatorQueue) return;
  const handlers = await tx.query<HandlerRow>(selectHandlers(workspaceId));
  await notify(ctx, tx, workspaceId, {
    kind: 'privacy_request_stuck',
    memberIds: handlers.map(({ memberId }) => memberId),
    actor: { kind: 'system' },
    data: { privacy_request_id: requestPublicId(id) },
    dedupeKey: `privacy_stuck:${id}:${step}:${error}`.slice(0, 100),
  });
}

/** Closes a request with a signed receipt. After an erasure, who asked is forgotten here, too. */
async function finish(ctx: RequestsContext, row: RequestRow, tasks: readonly TaskRow[]): Promise<void> {
  const { workspaceId, id } = row;
  const now = ctx.clock.now();
  const key = await ctx.keyring.signingKey();
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [locked] = await tx.query<RequestRow>(lockRequest(workspaceId, id));
    if (locked === undefined || (locked.state !== 'executing' && locked.state !== 'verifying')) return;
    const [workspace] = await tx.query<{ name: string }>(selectWorkspaceName(workspaceId));
    const receipt = signDocument(key, receiptOf(locked, tasks, workspace?.name ?? new URL(ctx.publicUrl).host, now));
    const forgotten = locked.kind === 'erase' && locked.userId === null ? { subjectSealed: null, subjectHash: null } : {};
    await applyChange(ctx, tx, systemIn(workspaceId), locked, {
      patch: { state: 'done', closedAt: now, receipt, replySealed: null, ...forgotten },
      event: 'done',
    });
  });
}
