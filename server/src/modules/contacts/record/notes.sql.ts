import type { Statement } from '#platform/db/tx';

/** A note as stored. */
export type NoteRow = {
  id: string;
  contactId: string;
  authorKind: 'member' | 'api_key';
  authorId: string;
  textSealed: Buffer;
  createdAt: Date;
  editedAt: Date | null;
};

const columns = `id, contact_id as "contactId", author_kind as "authorKind", author_id as "authorId", text_sealed as "textSealed",
             created_at as "createdAt", edited_at as "editedAt"`;

/** A page of the notes of contacts (one, and those merged into it), newest first. Relies on contact_notes_contact. */
export function selectNotes(
  workspaceId: string,
  contactIds: readonly string[],
  before: { at: string; id: string } | null,
  limit: number,
): Statement {
  return {
    text: `
      select ${columns}, created_at::text as position from contact_notes
       where workspace_id = $1 and contact_id = any($2::uuid[])
         and ($3::timestamptz is null or (created_at, id) < ($3::timestamptz, $4::uuid))
       order by created_at desc, id desc limit $5`,
    values: [workspaceId, contactIds, before?.at ?? null, before?.id ?? null, limit],
  };
}

/** One note, locked. */
export function lockNote(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from contact_notes where workspace_id = $1 and id = $2 for update`, values: [workspaceId, id] };
}

/** Writes a note. */
export function insertNote(workspaceId: string, row: Omit<NoteRow, 'editedAt'>): Statement {
  return {
    text: `
      insert into contact_notes (workspace_id, id, contact_id, author_kind, author_id, text_sealed, created_at)
      values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [workspaceId, row.id, row.contactId, row.authorKind, row.authorId, row.textSealed, row.createdAt],
  };
}

/** Writes notes of one contact that were written elsewhere, with the times they have there. */
export function insertNotes(workspaceId: string, rows: readonly Omit<NoteRow, 'editedAt'>[]): Statement {
  return {
    text: `
      insert into contact_notes (workspace_id, id, contact_id, author_kind, author_id, text_sealed, created_at)
      select $1, n.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::bytea[], $7::timestamptz[]) as n`,
    values: [
      workspaceId,
      rows.map((row) => row.id),
      rows.map((row) => row.contactId),
      rows.map((row) => row.authorKind),
      rows.map((row) => row.authorId),
      rows.map((row) => row.textSealed),
      rows.map((row) => row.createdAt),
    ],
  };
}

/** Changes the text of a note. */
export function updateNote(workspaceId: string, id: string, textSealed: Buffer, at: Date): Statement {
  return {
    text: `update contact_notes set text_sealed = $3, edited_at = $4 where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, textSealed, at],
  };
}

/** Deletes a note for good. */
export function deleteNote(workspaceId: string, id: string): Statement {
  return { text: `delete from contact_notes where workspace_id = $1 and id = $2`, values: [workspaceId, id] };
}
