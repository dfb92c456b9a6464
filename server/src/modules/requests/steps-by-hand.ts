import { AppError } from '#platform/errors';
import type { Actor } from './acting.ts';
import { changeRequest } from './change-request.ts';
import { notePlace } from './read-requests.ts';
import type { RequestsContext } from './requests-context.ts';
import { finishTask, resetTasks, selectTasks, type TaskRow } from './tasks.sql.ts';
import { workJob } from './tell-person-job.ts';

/**
 * Records that a member did a step by hand, or that there was nothing to do, with what they say about it; the work then goes on by itself.
 * Errors: `not_found`; `request_not_possible` when it is not that step's turn.
 */
export async function finishStep(
  ctx: RequestsContext,
  actor: Actor,
  id: string,
  step: { task: string; outcome: 'done' | 'skipped'; note: string },
): Promise<void> {
  const { workspaceId } = actor;
  await changeRequest(ctx, actor, id, ['executing', 'verifying'], async (_row, tx) => {
    const tasks = await tx.query<TaskRow>(selectTasks(workspaceId, id));
    const current = tasks.find(({ state }) => state !== 'done' && state !== 'skipped');
    if (current === undefined || current.key !== step.task || !current.isManual) throw new AppError('request_not_possible');
    const noteSealed = await ctx.keyring.sealSecret(notePlace(workspaceId, id, step.task), step.note);
    await tx.query(
      finishTask(workspaceId, id, step.task, { state: step.outcome, removed: null, kept: [], noteSealed, at: ctx.clock.now() }),
    );
    await ctx.jobs.enqueue(tx, workJob, { workspaceId, requestId: id });
    return { patch: {}, event: 'step_done', data: { step: step.task, outcome: step.outcome } };
  });
}

/** Tries again what was given up, and looks once more for what was left. Errors: `not_found`; `request_not_possible`. */
export async function retryRequest(ctx: RequestsContext, actor: Actor, id: string): Promise<void> {
  const { workspaceId } = actor;
  await changeRequest(ctx, actor, id, ['partial', 'executing', 'verifying'], async (row, tx) => {
    await tx.query(resetTasks(workspaceId, id, row.state === 'partial' ? ['erase', 'verify'] : []));
    await ctx.jobs.enqueue(tx, workJob, { workspaceId, requestId: id });
    return { patch: { state: 'executing' }, event: 'tried_again' };
  });
}
