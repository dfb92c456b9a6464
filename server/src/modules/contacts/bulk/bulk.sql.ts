import type { Statement } from '#platform/db/tx';

/** The fields of a contact that rows of a file change. */
export type BulkRow = { id: string; nameSealed: Buffer | null; stageId: string | null };

/** Locks living contacts in id order. */
export function lockBulk(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    name: 'contacts_lock_bulk',
    text: `
      select id, name_sealed as "nameSealed", stage_id as "stageId" from contacts
       where workspace_id = $1 and id = any($2::uuid[]) and merged_into is null and erased_at is null
       order by id for update`,
    values: [workspaceId, contactIds],
  };
}

/** Writes name and stage of contacts that are locked. */
export function updateBulk(workspaceId: string, rows: readonly BulkRow[], at: Date): Statement {
  return {
    name: 'contacts_update_bulk',
    text: `
      update contacts set name_sealed = item.name, stage_id = item.stage_id, updated_at = greatest($5, updated_at + interval '1 microsecond')
        from unnest($2::uuid[], $3::bytea[], $4::uuid[]) as item (id, name, stage_id)
       where contacts.workspace_id = $1 and contacts.id = item.id`,
    values: [workspaceId, rows.map((row) => row.id), rows.map((row) => row.nameSealed), rows.map((row) => row.stageId), at],
  };
}

/**
 * Of contacts that a file made, those that nobody touched since: no conversation, note, merge, or anything in their history but
 * this import. Locks them in id order.
 */
export function lockUntouched(workspaceId: string, contactIds: readonly string[], importPublicId: string): Statement {
  return {
    text: `
      select contact.id from contacts contact
       where contact.workspace_id = $1 and contact.id = any($2::uuid[]) and contact.merged_into is null and contact.last_seen_at is null
         and contact.blocked_at is null
         and not exists (select from conversations where workspace_id = $1 and contact_id = contact.id)
         and not exists (select from contact_notes where workspace_id = $1 and contact_id = contact.id)
         and not exists (select from contacts other where other.workspace_id = $1 and other.merged_into = contact.id)
         and not exists (select from contact_merges where workspace_id = $1 and (contact_id = contact.id or merged_contact_id = contact.id))
         and not exists (select from contact_events where workspace_id = $1 and contact_id = contact.id
                            and (kind <> 'imported' or data ->> 'import_id' is distinct from $3))
       order by contact.id for update`,
    values: [workspaceId, contactIds, importPublicId],
  };
}

/** Deletes contacts with everything that hangs on them here. */
export function deleteContacts(workspaceId: string, contactIds: readonly string[]): Statement {
  return { text: `delete from contacts where workspace_id = $1 and id = any($2::uuid[])`, values: [workspaceId, contactIds] };
}
