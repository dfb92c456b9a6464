import type { RetentionClass, RetentionPreset } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** A decision as stored. */
export type PolicyRow = {
  revision: number;
  preset: RetentionPreset;
  home: string | null;
  serves: string[];
  wishes: Partial<Record<RetentionClass, { period: string; is_maximum: boolean }>>;
  sealed: RetentionClass[];
  decidedBy: string;
  decidedAt: Date;
};

/** The decision that holds; none where nobody decided. */
export function selectPolicy(workspaceId: string): Statement {
  return {
    text: `
      select revision, preset, home, serves, wishes, sealed, decided_by as "decidedBy", decided_at as "decidedAt"
        from retention_policies where workspace_id = $1 order by revision desc limit 1`,
    values: [workspaceId],
  };
}

/** Adds a decision; nothing when somebody else was quicker. */
export function insertPolicy(workspaceId: string, row: PolicyRow): Statement {
  return {
    text: `
      insert into retention_policies (workspace_id, revision, preset, home, serves, wishes, sealed, decided_by, decided_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning revision`,
    values: [
      workspaceId,
      row.revision,
      row.preset,
      row.home,
      row.serves,
      JSON.stringify(row.wishes),
      row.sealed,
      row.decidedBy,
      row.decidedAt,
    ],
  };
}

/** Phone numbers of a workspace and its contacts by country. */
export function selectPlaces(workspaceId: string): Statement {
  return {
    text: `
      select 'number' as kind, display_phone_number as place, 1 as count from numbers where workspace_id = $1 and disconnected_at is null
      union all
      select 'country', country, count(*)::int from contacts
       where workspace_id = $1 and country is not null and merged_into is null and erased_at is null group by country`,
    values: [workspaceId],
  };
}

/** Ids of all workspaces, in order. */
export function selectWorkspaces(): Statement {
  return { text: `select id from workspaces order by id` };
}

/** A run as stored, with its items. */
export type RunRow = {
  id: string;
  status: 'running' | 'done' | 'failed';
  revision: number;
  startedAt: Date;
  finishedAt: Date | null;
  items: {
    table_name: string;
    class: RetentionClass;
    effective: string | null;
    rule: string;
    removed: number;
    sealed: number;
    oldest_at: string | null;
    newest_at: string | null;
    held: { hold: string; count: number }[];
    kept_by_law: { rule: string; source: string; count: number }[];
  }[];
};

const runColumns = `r.id, r.status, r.revision, r.started_at as "startedAt", r.finished_at as "finishedAt",
       coalesce((select jsonb_agg(to_jsonb(i) - 'workspace_id' - 'run_id' order by i.table_name) from retention_run_items i
                  where i.workspace_id = r.workspace_id and i.run_id = r.id), '[]') as items`;

/** Begins a run. */
export function insertRun(workspaceId: string, id: string, revision: number, at: Date): Statement {
  return {
    text: `insert into retention_runs (workspace_id, id, status, revision, started_at) values ($1, $2, 'running', $3, $4) on conflict do nothing`,
    values: [workspaceId, id, revision, at],
  };
}

/** Ends a run. */
export function updateRun(workspaceId: string, id: string, status: 'done' | 'failed', at: Date): Statement {
  return {
    text: `update retention_runs set status = $3, finished_at = $4 where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, status, at],
  };
}

/** Runs that a dead process left open are failed; what they removed stands in their items. */
export function failAbandonedRuns(workspaceId: string, before: Date): Statement {
  return {
    text: `update retention_runs set status = 'failed', finished_at = started_at where workspace_id = $1 and status = 'running' and started_at < $2`,
    values: [workspaceId, before],
  };
}

/** What a batch adds to a run's account of a table. */
export type ItemChange = {
  table: string;
  class: RetentionClass;
  effective: string | null;
  rule: string;
  removed: number;
  sealed: number;
  oldestAt: Date | null;
  newestAt: Date | null;
};

/** Adds to the account. */
export function addToItem(workspaceId: string, runId: string, item: ItemChange): Statement {
  return {
    text: `
      insert into retention_run_items as i (workspace_id, run_id, table_name, class, effective, rule, removed, sealed, oldest_at, newest_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      on conflict (workspace_id, run_id, table_name) do update
         set removed = i.removed + excluded.removed, sealed = i.sealed + excluded.sealed,
             oldest_at = least(i.oldest_at, excluded.oldest_at), newest_at = greatest(i.newest_at, excluded.newest_at)`,
    values: [
      workspaceId,
      runId,
      item.table,
      item.class,
      item.effective,
      item.rule,
      item.removed,
      item.sealed,
      item.oldestAt,
      item.newestAt,
    ],
  };
}

/** Records what a run left and why. */
export function setSkipped(
  workspaceId: string,
  runId: string,
  table: string,
  skipped: { held: { hold: string; count: number }[]; keptByLaw: { rule: string; source: string; count: number }[] },
): Statement {
  return {
    text: `update retention_run_items set held = $4, kept_by_law = $5 where workspace_id = $1 and run_id = $2 and table_name = $3`,
    values: [workspaceId, runId, table, JSON.stringify(skipped.held), JSON.stringify(skipped.keptByLaw)],
  };
}

/** A page of runs, newest first. */
export function selectRuns(workspaceId: string, beforeId: string | null, limit: number): Statement {
  return {
    text: `
      select ${runColumns} from retention_runs r
       where r.workspace_id = $1 and r.id < coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by r.id desc limit $3`,
    values: [workspaceId, beforeId, limit],
  };
}

/** One run. */
export function selectRun(workspaceId: string, id: string): Statement {
  return { text: `select ${runColumns} from retention_runs r where r.workspace_id = $1 and r.id = $2`, values: [workspaceId, id] };
}

/** The end of the newest finished run. */
export function selectLastRun(workspaceId: string): Statement {
  return {
    text: `select finished_at as "at" from retention_runs where workspace_id = $1 and status = 'done' order by id desc limit 1`,
    values: [workspaceId],
  };
}

/** Age of the first event of a chain that is left. */
export function selectOldestAudit(workspaceId: string): Statement {
  return { text: `select at as "oldestAt" from audit_events where workspace_id = $1 order by seq limit 1`, values: [workspaceId] };
}

/** How many events lie before a moment, up to a limit. */
export function countOldAudit(workspaceId: string, before: Date, limit: number): Statement {
  return {
    text: `select count(*)::int as count, min(at) as "oldestAt" from (
             select at from audit_events where workspace_id = $1 and at < $2 order by seq limit $3) old`,
    values: [workspaceId, before, limit + 1],
  };
}

/** Rows that were inserted or changed in this database since its statistics began, as its backends have told so far. */
export const selectRowsWritten: Statement = {
  text: `select coalesce(max(tup_inserted + tup_updated), 0)::float8 as count from pg_stat_database where datname = current_database()`,
  values: [],
};

/** Rows that this connection has inserted or changed and not yet told of: those of this transaction, and of others that ended within the last second. */
export const selectRowsWrittenHere: Statement = {
  name: 'retention_rows_written_here',
  text: `select coalesce(sum(n_tup_ins + n_tup_upd), 0)::float8 as count from pg_stat_xact_user_tables`,
  values: [],
};
