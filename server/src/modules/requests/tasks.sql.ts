import type { Statement } from '#platform/db/tx';
import type { Kept } from './requests-context.ts';

/** A step of a request as stored. */
export type TaskRow = {
  key: string;
  isManual: boolean;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'skipped';
  attempts: number;
  removed: number | null;
  kept: Kept[];
  noteSealed: Buffer | null;
  error: string | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  nextTryAt: Date | null;
};

/** Lays down the steps of a request; those that stand already stay as they are. */
export function insertTasks(workspaceId: string, requestId: string, tasks: readonly { key: string; isManual: boolean }[]): Statement {
  return {
    text: `
      insert into privacy_request_tasks (workspace_id, request_id, key, position, is_manual)
      select $1, $2, item.key, item.position, item.is_manual
        from unnest($3::text[], $4::boolean[]) with ordinality as item (key, is_manual, position)
      on conflict do nothing`,
    values: [workspaceId, requestId, tasks.map((task) => task.key), tasks.map((task) => task.isManual)],
  };
}

/** The steps of a request in order. */
export function selectTasks(workspaceId: string, requestId: string): Statement {
  return {
    text: `
      select key, is_manual as "isManual", state, attempts, removed, kept, note_sealed as "noteSealed", error, started_at as "startedAt",
             finished_at as "finishedAt", next_try_at as "nextTryAt"
        from privacy_request_tasks where workspace_id = $1 and request_id = $2 order by position`,
    values: [workspaceId, requestId],
  };
}

/** Marks a step as begun. */
export function startTask(workspaceId: string, requestId: string, key: string, now: Date): Statement {
  return {
    text: `
      update privacy_request_tasks set state = 'running', attempts = attempts + 1, started_at = coalesce(started_at, $4), error = null
       where workspace_id = $1 and request_id = $2 and key = $3 and state in ('waiting', 'running', 'failed')`,
    values: [workspaceId, requestId, key, now],
  };
}

/** Marks a step as done. */
export function finishTask(
  workspaceId: string,
  requestId: string,
  key: string,
  outcome: { state: 'done' | 'skipped'; removed: number | null; kept: readonly Kept[]; noteSealed: Buffer | null; at: Date },
): Statement {
  return {
    text: `
      update privacy_request_tasks
         set state = $4, removed = coalesce(removed, 0) + $5::int, kept = $6, note_sealed = $7, error = null, finished_at = $8, next_try_at = null
       where workspace_id = $1 and request_id = $2 and key = $3 and state not in ('done', 'skipped') returning key`,
    values: [workspaceId, requestId, key, outcome.state, outcome.removed, JSON.stringify(outcome.kept), outcome.noteSealed, outcome.at],
  };
}

/** Marks a step as to be tried again: after a failure (`error`), or because it waits for something (`error` null). */
export function postponeTask(
  workspaceId: string,
  requestId: string,
  key: string,
  outcome: { error: string | null; nextTryAt: Date; isDead: boolean },
): Statement {
  return {
    text: `
      update privacy_request_tasks set state = case when $6 then 'failed' else 'waiting' end, error = $4, next_try_at = $5
       where workspace_id = $1 and request_id = $2 and key = $3 and state not in ('done', 'skipped')`,
    values: [workspaceId, requestId, key, outcome.error, outcome.nextTryAt, outcome.isDead],
  };
}

/** Lets steps that were given up, and the last look, begin anew. */
export function resetTasks(workspaceId: string, requestId: string, keys: readonly string[]): Statement {
  return {
    text: `
      update privacy_request_tasks set state = 'waiting', attempts = 0, error = null, next_try_at = null, finished_at = null
       where workspace_id = $1 and request_id = $2 and not is_manual and (state = 'failed' or key = any($3::text[]))`,
    values: [workspaceId, requestId, keys],
  };
}
