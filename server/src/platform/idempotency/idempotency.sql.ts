import type { Statement } from '../db/tx.ts';

/** A request as its row knows it. `keyHash` is of who asks and the key they chose; `fingerprint` of what they ask. */
export type RequestRow = { workspaceId: string; keyHash: Buffer; fingerprint: Buffer };

/** What a claim gives when the request is this process's to run. Names and values of steps belong together by position. */
export type ClaimedRow = { fence: number; names: string[]; values: Buffer[] };

/**
 * Claims a request: a new one, or one whose process stopped telling that it lives. Gives no row when it is somebody else's, over, or
 * a different request. The database's clock judges, because the processes that ask may differ.
 */
export function claimRequest(row: RequestRow, now: Date, keptUntil: Date, leaseMs: number): Statement {
  return {
    name: 'idempotency_claim',
    text: `
      insert into idempotent_requests as r (workspace_id, key_hash, fingerprint, state, fence, claimed_until, created_at, kept_until)
      values ($1, $2, $3, 'running', 1, clock_timestamp() + $4 * interval '1 millisecond', $5, $6)
      on conflict (workspace_id, key_hash) do update
         set fence = r.fence + 1, claimed_until = clock_timestamp() + $4 * interval '1 millisecond'
       where r.state = 'running' and r.claimed_until < clock_timestamp() and r.fingerprint = excluded.fingerprint
      returning fence, step_names as names, step_values as values`,
    values: [row.workspaceId, row.keyHash, row.fingerprint, leaseMs, now, keptUntil],
  };
}

/** A request that is not ours to run. `fingerprint` is null where none was kept; `status` where the answer was not. */
export type KnownRow = { isDone: boolean; fingerprint: Buffer | null; status: number | null; answer: Buffer | null };

/** What is known of a request. */
export function selectRequest(workspaceId: string, keyHash: Buffer): Statement {
  return {
    name: 'idempotency_select',
    text: `select state = 'done' as "isDone", fingerprint, status, answer_sealed as answer
             from idempotent_requests where workspace_id = $1 and key_hash = $2`,
    values: [workspaceId, keyHash],
  };
}

/**
 * Keeps what a transaction gave, inside it, and only if it wrote anything. `wrote` is whether it did, `kept` whether the request is still
 * this process's.
 */
export function keepStep(workspaceId: string, keyHash: Buffer, fence: number, name: string, value: Buffer): Statement {
  return {
    name: 'idempotency_keep_step',
    text: `
      with t as materialized (select pg_current_xact_id_if_assigned() is not null as wrote),
      k as (
        update idempotent_requests r
           set step_names = array_append(r.step_names, $4), step_values = array_append(r.step_values, $5)
          from t
         where t.wrote and r.workspace_id = $1 and r.key_hash = $2 and r.fence = $3 and r.state = 'running'
        returning 1)
      select t.wrote, exists (select 1 from k) as kept from t`,
    values: [workspaceId, keyHash, fence, name, value],
  };
}

/** Tells that the process which runs a request lives. */
export function extendClaim(workspaceId: string, keyHash: Buffer, fence: number, leaseMs: number): Statement {
  return {
    text: `update idempotent_requests set claimed_until = clock_timestamp() + $4 * interval '1 millisecond'
            where workspace_id = $1 and key_hash = $2 and fence = $3 and state = 'running'`,
    values: [workspaceId, keyHash, fence, leaseMs],
  };
}

/** Keeps the answer of a request and lets go of its steps. */
export function finishRequest(workspaceId: string, keyHash: Buffer, fence: number, status: number, answer: Buffer | null): Statement {
  return {
    name: 'idempotency_finish',
    text: `update idempotent_requests
              set state = 'done', status = $4, answer_sealed = $5, step_names = '{}', step_values = '{}', claimed_until = null
            where workspace_id = $1 and key_hash = $2 and fence = $3 and state = 'running'`,
    values: [workspaceId, keyHash, fence, status, answer],
  };
}

/** Forgets a request that changed nothing, so that it can be made again. */
export function deleteRequest(workspaceId: string, keyHash: Buffer, fence: number): Statement {
  return {
    name: 'idempotency_delete',
    text: `delete from idempotent_requests
            where workspace_id = $1 and key_hash = $2 and fence = $3 and state = 'running' and step_names = '{}'`,
    values: [workspaceId, keyHash, fence],
  };
}

/** Lets the next repeat of a request go on at once where this try stopped. */
export function releaseClaim(workspaceId: string, keyHash: Buffer, fence: number): Statement {
  return {
    text: `update idempotent_requests set claimed_until = '-infinity'
            where workspace_id = $1 and key_hash = $2 and fence = $3 and state = 'running'`,
    values: [workspaceId, keyHash, fence],
  };
}

/** Forgets requests whose time is over, some at a time. Gives how many. Walks idempotent_requests_end. */
export function deleteOldRequests(now: Date, limit: number): Statement {
  return {
    text: `
      with old as (select workspace_id, key_hash from idempotent_requests where kept_until < $1 order by kept_until limit $2),
           gone as (delete from idempotent_requests r using old
                     where r.workspace_id = old.workspace_id and r.key_hash = old.key_hash returning 1)
      select count(*)::int as count from gone`,
    values: [now, limit],
  };
}
