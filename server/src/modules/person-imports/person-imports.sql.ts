import type { PersonImportStatus } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** Where a run stands: the record of the person first, then files, then messages, each by how many entries are done. */
export type Progress = { step: 'record' | 'files' | 'messages'; done: number };

/** How many of each went in; `known` were here already. */
export type Counts = { messages?: number; files?: number; notes?: number; consents?: number; known?: number };

/** Something of the file that is not taken. */
export type LeftOutRow = { why: string; what: string | null; count: number };

/** An import as stored. */
export type PersonImportRow = {
  workspaceId: string;
  id: string;
  status: PersonImportStatus;
  failure: string | null;
  detailsSealed: Buffer | null;
  evidenceSealed: Buffer | null;
  storageKey: string | null;
  objectKeySealed: Buffer | null;
  sizeBytes: number;
  contactId: string | null;
  found: Required<Omit<Counts, 'known'>>;
  progress: Progress;
  counts: Counts;
  leftOut: LeftOutRow[];
  actorKind: 'member' | 'api_key';
  actorId: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  fileExpiresAt: Date;
};

const columns = `workspace_id as "workspaceId", id, status, failure, details_sealed as "detailsSealed", evidence_sealed as "evidenceSealed",
      storage_key as "storageKey", object_key_sealed as "objectKeySealed", size_bytes::float8 as "sizeBytes", contact_id as "contactId", found, progress,
      counts, left_out as "leftOut", actor_kind as "actorKind", actor_id as "actorId", created_at as "createdAt", started_at as "startedAt",
      finished_at as "finishedAt", file_expires_at as "fileExpiresAt"`;

/** Stores a draft. */
export function insertPersonImport(row: PersonImportRow): Statement {
  return {
    text: `
      insert into person_imports (workspace_id, id, status, details_sealed, storage_key, object_key_sealed, size_bytes, found, progress, counts, left_out,
                                  actor_kind, actor_id, created_at, file_expires_at)
      values ($1, $2, 'draft', $3, $4, $5, $6, $7, $8, '{}', $9, $10, $11, $12, $13)`,
    values: [
      row.workspaceId,
      row.id,
      row.detailsSealed,
      row.storageKey,
      row.objectKeySealed,
      row.sizeBytes,
      JSON.stringify(row.found),
      JSON.stringify(row.progress),
      JSON.stringify(row.leftOut),
      row.actorKind,
      row.actorId,
      row.createdAt,
      row.fileExpiresAt,
    ],
  };
}

/** One import; with a lock for whoever changes it. */
export function selectPersonImport(workspaceId: string, id: string, lock: '' | 'for update' = ''): Statement {
  return { text: `select ${columns} from person_imports where workspace_id = $1 and id = $2 ${lock}`, values: [workspaceId, id] };
}

/** A page, newest first. */
export function selectPersonImports(workspaceId: string, beforeId: string | null, limit: number): Statement {
  return {
    text: `
      select ${columns} from person_imports
       where workspace_id = $1 and id < coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by id desc limit $3`,
    values: [workspaceId, beforeId, limit],
  };
}

/** Starts a draft; gives nothing where it was started already. */
export function updateQueued(workspaceId: string, id: string, evidenceSealed: Buffer | null): Statement {
  return {
    text: `update person_imports set status = 'queued', evidence_sealed = $3 where workspace_id = $1 and id = $2 and status = 'draft' returning id`,
    values: [workspaceId, id, evidenceSealed],
  };
}

/** Takes an import up, for the first time or again after a crash. */
export function claimPersonImport(workspaceId: string, id: string, at: Date): Statement {
  return {
    text: `
      update person_imports set status = 'running', started_at = coalesce(started_at, $3)
       where workspace_id = $1 and id = $2 and status in ('queued', 'running') returning ${columns}`,
    values: [workspaceId, id, at],
  };
}

/** Records how far it is, in the transaction of what was done. */
export function updatePersonProgress(
  workspaceId: string,
  id: string,
  change: { contactId: string; progress: Progress; counts: Counts; leftOut: readonly LeftOutRow[] },
): Statement {
  return {
    text: `
      update person_imports set contact_id = $3, progress = $4, counts = $5, left_out = $6
       where workspace_id = $1 and id = $2 and status = 'running'`,
    values: [
      workspaceId,
      id,
      change.contactId,
      JSON.stringify(change.progress),
      JSON.stringify(change.counts),
      JSON.stringify(change.leftOut),
    ],
  };
}

/** Ends an import and forgets what was read from its file. */
export function updateEnded(
  workspaceId: string,
  id: string,
  end: { status: 'done' | 'failed'; failure: string | null; at: Date },
): Statement {
  return {
    text: `
      update person_imports set status = $3, failure = $4, finished_at = $5, details_sealed = null, evidence_sealed = null, storage_key = null,
             object_key_sealed = null
       where workspace_id = $1 and id = $2 and status <> 'done'`,
    values: [workspaceId, id, end.status, end.failure, end.at],
  };
}

/** Takes a draft away, with what was read from its file. */
export function deleteDraft(workspaceId: string, id: string): Statement {
  return { text: `delete from person_imports where workspace_id = $1 and id = $2 and status = 'draft'`, values: [workspaceId, id] };
}

/** Files whose time is over, of all workspaces. A run that is under way keeps its file. */
export function selectExpiredPersonFiles(now: Date, limit: number): Statement {
  return {
    text: `
      select workspace_id as "workspaceId", id, storage_key as "storageKey" from person_imports
       where file_expires_at <= $1 and storage_key is not null and status <> 'running' order by file_expires_at limit $2`,
    values: [now, limit],
  };
}

/** Something that came with a person's export. `sourceId` is its id where it was made. */
export type ImportedRow = {
  id: string;
  contactId: string;
  importId: string;
  kind: 'message' | 'note' | 'file';
  sourceId: string;
  occurredAt: Date;
  contentSealed: Buffer | null;
  mediaId: string | null;
};

/** Which of these came already, with any import, to any of the contacts; with the file they became. */
export function selectKnown(
  workspaceId: string,
  contactIds: readonly string[],
  kind: ImportedRow['kind'],
  sourceIds: readonly string[],
): Statement {
  return {
    text: `
      select source_id as "sourceId", media_id as "mediaId" from imported_records
       where workspace_id = $1 and contact_id = any ($2::uuid[]) and kind = $3 and source_id = any ($4::text[])`,
    values: [workspaceId, contactIds, kind, sourceIds],
  };
}

/** Stores what came; what is there already stays as it is. Gives how many are new. */
export function insertImported(workspaceId: string, rows: readonly ImportedRow[]): Statement {
  return {
    text: `
      insert into imported_records (workspace_id, id, contact_id, import_id, kind, source_id, occurred_at, content_sealed, media_id)
      select $1, i.* from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::timestamptz[], $8::bytea[], $9::uuid[]) as i
          on conflict (workspace_id, contact_id, kind, source_id) do nothing returning id`,
    values: [
      workspaceId,
      rows.map((row) => row.id),
      rows.map((row) => row.contactId),
      rows.map((row) => row.importId),
      rows.map((row) => row.kind),
      rows.map((row) => row.sourceId),
      rows.map((row) => row.occurredAt),
      rows.map((row) => row.contentSealed),
      rows.map((row) => row.mediaId),
    ],
  };
}

/** Messages that came for contacts, newest first. Relies on imported_records_contact. */
export function selectImportedMessages(
  workspaceId: string,
  contactIds: readonly string[],
  before: { at: string; id: string } | null,
  limit: number,
): Statement {
  return {
    text: `
      select id, contact_id as "contactId", import_id as "importId", source_id as "sourceId", occurred_at as "occurredAt",
             occurred_at::text as position, content_sealed as "contentSealed", media_id as "mediaId"
        from imported_records
       where workspace_id = $1 and contact_id = any ($2::uuid[]) and kind = 'message'
         and ($3::timestamptz is null or (occurred_at, id) < ($3::timestamptz, $4::uuid))
       order by occurred_at desc, id desc limit $5`,
    values: [workspaceId, contactIds, before?.at ?? null, before?.id ?? null, limit],
  };
}

/** Removes what came, for retention; gives the files that belonged to it. */
export function deleteImported(workspaceId: string, ids: readonly string[]): Statement {
  return {
    text: `delete from imported_records where workspace_id = $1 and id = any ($2::uuid[]) returning media_id as "mediaId"`,
    values: [workspaceId, ids],
  };
}
