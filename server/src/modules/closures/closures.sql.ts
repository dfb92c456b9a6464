import type { Statement } from '#platform/db/tx';

/** A closing as stored. */
export type ClosureRow = {
  workspaceId: string;
  id: string;
  workspaceName: string;
  reason: string | null;
  requestedBy: string;
  requestedAt: Date;
  deletesAt: Date;
  deletingAt: Date | null;
  deletedAt: Date | null;
};

const columns = `workspace_id as "workspaceId", id, workspace_name as "workspaceName", reason, requested_by as "requestedBy",
  requested_at as "requestedAt", deletes_at as "deletesAt", deleting_at as "deletingAt", deleted_at as "deletedAt"`;
const isOpen = 'reopened_at is null and deleted_at is null';

/** Begins a closing. Gives no row when one goes on already. */
export function insertClosure(row: Omit<ClosureRow, 'deletingAt' | 'deletedAt'>): Statement {
  return {
    text: `insert into workspace_closures (workspace_id, id, workspace_name, reason, requested_by, requested_at, deletes_at)
           values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (workspace_id) where ${isOpen} do nothing returning ${columns}`,
    values: [row.workspaceId, row.id, row.workspaceName, row.reason, row.requestedBy, row.requestedAt, row.deletesAt],
  };
}

/** The closing that goes on. */
export function selectOpenClosure(workspaceId: string): Statement {
  return { text: `select ${columns} from workspace_closures where workspace_id = $1 and ${isOpen}`, values: [workspaceId] };
}

/** Takes the closing back unless the deletion has begun. Gives it when it was taken back. */
export function updateReopened(workspaceId: string, by: string, at: Date): Statement {
  return {
    text: `update workspace_closures set reopened_at = $3, reopened_by = $2
            where workspace_id = $1 and ${isOpen} and deleting_at is null returning ${columns}`,
    values: [workspaceId, by, at],
  };
}

/** Closings whose time has come. By the index on deletes_at. */
export function selectDue(now: Date): Statement {
  return {
    text: `select ${columns} from workspace_closures where deletes_at <= $1 and ${isOpen} order by deletes_at limit 20`,
    values: [now],
  };
}

/** Marks that the deletion has begun, so that it cannot be taken back any more. Gives a row when that still holds. */
export function updateDeleting(workspaceId: string, id: string, at: Date): Statement {
  return {
    text: `update workspace_closures set deleting_at = coalesce(deleting_at, $3)
            where workspace_id = $1 and id = $2 and ${isOpen} returning deleting_at as "deletingAt"`,
    values: [workspaceId, id, at],
  };
}

/** Ends a closing with its signed receipt. */
export function updateDeleted(workspaceId: string, id: string, at: Date, receipt: unknown): Statement {
  return {
    text: `update workspace_closures set deleted_at = $3, receipt = $4, reason = null, workspace_name = '' where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, at, JSON.stringify(receipt)],
  };
}

/** Marks and gives closings that are deleted before `until` and of which nobody was reminded yet. */
export function claimReminders(until: Date, now: Date): Statement {
  return {
    text: `update workspace_closures set reminded_at = $2
            where deletes_at <= $1 and deletes_at > $2 and reminded_at is null and ${isOpen} returning ${columns}`,
    values: [until, now],
  };
}

/** Who owns the workspace, to tell them. */
export function selectOwners(workspaceId: string): Statement {
  return {
    text: `select u.id, u.name, u.email, u.language from workspace_members m join users u on u.id = m.user_id
            where m.workspace_id = $1 and m.role = 'owner' order by u.id`,
    values: [workspaceId],
  };
}

/**
 * The tables that hold rows of workspaces, each after those that point to it, with the columns that name stored files. Read from the catalogue
 * of the database, so that a new table cannot be forgotten.
 */
export function selectTenantTables(): Statement {
  return {
    text: `
with recursive tenant as (
  select c.oid, c.relname as name
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
), depth as (
  select t.oid, 0 as level from tenant t
  union
  select k.conrelid, d.level + 1
    from depth d join pg_constraint k on k.contype = 'f' and k.confrelid = d.oid and k.conrelid <> d.oid
   where d.level < 30 and exists (select from tenant t where t.oid = k.conrelid)
)
select t.name,
       array(select a.attname::text from pg_attribute a
              where a.attrelid = t.oid and a.attname ~ 'storage_key$' and not a.attisdropped) as "fileColumns"
  from tenant t join depth d on d.oid = t.oid
 group by t.oid, t.name
 order by max(d.level) desc, t.name`,
  };
}

/** Names of stored files in some rows of a table. The names come from the catalogue of the database, see `selectTenantTables`. */
export function selectFiles(table: string, column: string, workspaceId: string, after: string, limit: number): Statement {
  const name = quote(column);
  return {
    text: `select distinct ${name} as name from ${quote(table)} where workspace_id = $1 and ${name} > $2 order by 1 limit $3`,
    values: [workspaceId, after, limit],
  };
}

/** Deletes some rows of a workspace from a table. Gives one row per row that is gone. */
export function deleteRows(table: string, workspaceId: string, limit: number): Statement {
  const name = quote(table);
  return {
    text: `with gone as (
             delete from ${name} where workspace_id = $1
                and (tableoid, ctid) in (select tableoid, ctid from ${name} where workspace_id = $1 limit $2) returning 1
           ) select count(*)::int as count from gone`,
    values: [workspaceId, limit],
  };
}

/** How many rows of a workspace a table holds. */
export function countRows(table: string, workspaceId: string): Statement {
  return { text: `select count(*)::int as count from ${quote(table)} where workspace_id = $1`, values: [workspaceId] };
}

/** Deleted workspaces of which something is still kept. */
export function selectKeptRests(): Statement {
  return {
    text: `select workspace_id as "workspaceId", id, deleted_at as "deletedAt" from workspace_closures where deleted_at is not null and rest_purged_at is null`,
  };
}

/** Marks that nothing of a deleted workspace is kept any more. */
export function updateRestPurged(workspaceId: string, id: string, at: Date): Statement {
  return { text: 'update workspace_closures set rest_purged_at = $3 where workspace_id = $1 and id = $2', values: [workspaceId, id, at] };
}

function quote(name: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new TypeError('not a name of the catalogue');
  return `"${name}"`;
}
