import type { Statement } from '#platform/db/tx';
import type { LiveCheckKey } from './proofs/live-check-keys.ts';

/** What a check last found. */
export type CheckRow = {
  workspaceId: string;
  key: LiveCheckKey;
  outcome: 'passed' | 'failed' | 'off';
  facts: Record<string, string | number>;
  checkedAt: Date;
};

/** Results of the checks of these workspaces. */
export function selectChecks(workspaceIds: readonly string[]): Statement {
  return {
    name: 'promise_checks_of',
    text: `select workspace_id as "workspaceId", check_key as key, outcome, facts, checked_at as "checkedAt"
             from promise_checks where workspace_id = any($1::uuid[])`,
    values: [workspaceIds],
  };
}

/** Keeps what checks found; `since` moves only when the outcome changes. */
export function upsertChecks(workspaceId: string, found: readonly { key: string; outcome: string; facts: string }[], at: Date): Statement {
  return {
    text: `
      insert into promise_checks as c (workspace_id, check_key, outcome, facts, checked_at, since)
      select $1, f.key, f.outcome, f.facts::jsonb, $5, $5
        from unnest($2::text[], $3::text[], $4::text[]) as f (key, outcome, facts)
      on conflict (workspace_id, check_key) do update
         set outcome = excluded.outcome, facts = excluded.facts, checked_at = excluded.checked_at,
             since = case when c.outcome = excluded.outcome then c.since else excluded.since end`,
    values: [workspaceId, found.map(({ key }) => key), found.map(({ outcome }) => outcome), found.map(({ facts }) => facts), at],
  };
}

/** Workspaces after `after`, in pages, for checks of each. */
export function selectWorkspaceIds(after: string, limit: number): Statement {
  return { text: 'select id from workspaces where id > $1 order by id limit $2', values: [after, limit] };
}
