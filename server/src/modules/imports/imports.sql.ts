import type { ColumnTarget, ImportStatus } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';
import type { CsvForm } from './csv-file.ts';

/** How the rows of a file are to be taken. */
export type ImportSettings = { targets: ColumnTarget[]; defaultCountry: string | null; duplicates: 'skip' | 'fill' | 'overwrite' };

/** What was counted; a word that is missing is 0. */
export type Counts = Partial<Record<'processed' | 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed' | 'suppressed', number>>;

/** An import as stored. */
export type ImportRow = {
  workspaceId: string;
  id: string;
  status: ImportStatus;
  detailsSealed: Buffer | null;
  storageKey: string | null;
  objectKeySealed: Buffer | null;
  rowCount: number;
  delimiter: CsvForm['delimiter'];
  encoding: CsvForm['encoding'];
  settings: ImportSettings;
  consentSealed: Buffer | null;
  cursorRow: number;
  counts: Counts;
  failure: 'file_unreadable' | 'internal' | null;
  actorKind: 'member' | 'api_key';
  actorId: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  fileExpiresAt: Date;
  undone: { removed: number; restored: number; kept: number } | null;
  undoCursor: number | null;
};

const columns = `workspace_id as "workspaceId", id, status, details_sealed as "detailsSealed", storage_key as "storageKey",
      object_key_sealed as "objectKeySealed", row_count as "rowCount", delimiter, encoding, settings, consent_sealed as "consentSealed",
      cursor_row as "cursorRow", counts, failure, actor_kind as "actorKind", actor_id as "actorId", created_at as "createdAt",
      started_at as "startedAt", finished_at as "finishedAt", file_expires_at as "fileExpiresAt", undone, undo_cursor as "undoCursor"`;

/** Makes a draft. */
export function insertImport(row: ImportRow): Statement {
  return {
    text: `
      insert into imports (workspace_id, id, status, details_sealed, storage_key, object_key_sealed, row_count, delimiter, encoding, settings,
                           actor_kind, actor_id, created_at, file_expires_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    values: [
      row.workspaceId,
      row.id,
      row.status,
      row.detailsSealed,
      row.storageKey,
      row.objectKeySealed,
      row.rowCount,
      row.delimiter,
      row.encoding,
      JSON.stringify(row.settings),
      row.actorKind,
      row.actorId,
      row.createdAt,
      row.fileExpiresAt,
    ],
  };
}

/** One import. */
export function selectImport(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from imports where workspace_id = $1 and id = $2`, values: [workspaceId, id] };
}

/** One import, locked. */
export function lockImport(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from imports where workspace_id = $1 and id = $2 for update`, values: [workspaceId, id] };
}

/** A page of imports, newest first. */
export function selectImports(workspaceId: string, beforeId: string | null, limit: number): Statement {
  return {
    text: `
      select ${columns} from imports
       where workspace_id = $1 and id < coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $3`,
    values: [workspaceId, beforeId, limit],
  };
}

/** Changes how a draft is read. */
export function updateDraft(workspaceId: string, id: string, settings: ImportSettings, consentSealed: Buffer | null): Statement {
  return {
    text: `update imports set settings = $3, consent_sealed = $4 where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, JSON.stringify(settings), consentSealed],
  };
}

/** Moves an import on. Times that are null stay. */
export function updateStatus(
  workspaceId: string,
  id: string,
  status: ImportStatus,
  times: { startedAt?: Date; finishedAt?: Date },
  failure: string | null = null,
): Statement {
  return {
    text: `
      update imports set status = $3, started_at = coalesce(started_at, $4), finished_at = coalesce($5, finished_at), failure = $6
       where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, status, times.startedAt ?? null, times.finishedAt ?? null, failure],
  };
}

/** Records that rows are done, in the transaction of their effects. */
export function updateProgress(workspaceId: string, id: string, cursorRow: number, counts: Counts): Statement {
  return {
    name: 'imports_progress',
    text: `update imports set cursor_row = $3, counts = $4 where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, cursorRow, JSON.stringify(counts)],
  };
}

/** What is kept of a row. */
export type KeptRow = {
  row: number;
  outcome: 'created' | 'updated' | 'failed';
  contactId: string | null;
  beforeSealed: Buffer | null;
  problems: string[];
};

/** Keeps what became of rows; problems travel as one text each, joined by line breaks. */
export function insertRows(workspaceId: string, importId: string, rows: readonly KeptRow[]): Statement {
  return {
    name: 'import_rows_insert',
    text: `
      insert into import_rows (workspace_id, import_id, row_number, outcome, contact_id, before_sealed, problems)
      select $1, $2, item.row_number, item.outcome, item.contact_id, item.before_sealed, nullif(string_to_array(item.problems, chr(10)), '{}')
        from unnest($3::int[], $4::text[], $5::uuid[], $6::bytea[], $7::text[]) as item (row_number, outcome, contact_id, before_sealed, problems)`,
    values: [
      workspaceId,
      importId,
      rows.map((row) => row.row),
      rows.map((row) => row.outcome),
      rows.map((row) => row.contactId),
      rows.map((row) => row.beforeSealed),
      rows.map((row) => row.problems.join('\n')),
    ],
  };
}

/** Rows with errors, in order. */
export function selectFailedRows(workspaceId: string, importId: string): Statement {
  return {
    text: `
      select row_number as row, problems from import_rows
       where workspace_id = $1 and import_id = $2 and outcome = 'failed' order by row_number`,
    values: [workspaceId, importId],
  };
}

/** Rows that changed something, last first, before one. */
export function selectRowsToUndo(workspaceId: string, importId: string, beforeRow: number, limit: number): Statement {
  return {
    text: `
      select row_number as row, outcome, contact_id as "contactId", before_sealed as "beforeSealed" from import_rows
       where workspace_id = $1 and import_id = $2 and outcome in ('created', 'updated') and row_number < $3
       order by row_number desc limit $4`,
    values: [workspaceId, importId, beforeRow, limit],
  };
}

/** Records how far an undo is, in the transaction of its effects. */
export function updateUndo(workspaceId: string, id: string, undoCursor: number, undone: NonNullable<ImportRow['undone']>): Statement {
  return {
    text: `update imports set undo_cursor = $3, undone = $4 where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, undoCursor, JSON.stringify(undone)],
  };
}

/** Files whose time is over, of all workspaces. */
export function selectExpiredFiles(now: Date, limit: number): Statement {
  return {
    text: `
      select workspace_id as "workspaceId", id, storage_key as "storageKey" from imports
       where file_expires_at <= $1 and storage_key is not null and status not in ('queued', 'running', 'undoing') order by file_expires_at limit $2`,
    values: [now, limit],
  };
}

/** Forgets a file that was deleted, with everything that was read from it, and what only an undo would need. */
export function clearFile(workspaceId: string, id: string): Statement {
  return {
    text: `
      with kept as (
        update import_rows set before_sealed = null where workspace_id = $1 and import_id = $2 and before_sealed is not null)
      update imports set storage_key = null, object_key_sealed = null, details_sealed = null where workspace_id = $1 and id = $2`,
    values: [workspaceId, id],
  };
}
