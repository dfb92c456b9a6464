import type { Statement } from '#platform/db/tx';

/** An entry on its way into the table. Ids are database ids; `contentSealed` is the text of a note. */
export type EntryRow = {
  id: string;
  conversationId: string;
  kind: string;
  actorKind: string;
  actorId: string | null;
  data: Readonly<Record<string, unknown>>;
  contentSealed: Buffer | null;
  occurredAt: Date;
};

/** Adds entries with one statement. */
export function insertEntries(workspaceId: string, rows: readonly EntryRow[]): Statement {
  return {
    name: 'conversations_insert_entries',
    text: `
insert into conversation_entries (workspace_id, id, conversation_id, kind, actor_kind, actor_id, data, content_sealed, occurred_at)
select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::jsonb[], $8::bytea[], $9::timestamptz[])`,
    values: [
      workspaceId,
      rows.map((row) => row.id),
      rows.map((row) => row.conversationId),
      rows.map((row) => row.kind),
      rows.map((row) => row.actorKind),
      rows.map((row) => row.actorId),
      rows.map((row) => JSON.stringify(row.data)),
      rows.map((row) => row.contentSealed),
      rows.map((row) => row.occurredAt),
    ],
  };
}

/** An entry as stored, with the contact under whose key its text lies. */
export type StoredEntry = EntryRow & { contactId: string; occurredMs: number; editedAt: Date | null; deletedAt: Date | null };

const columns = `e.id, e.conversation_id as "conversationId", v.contact_id as "contactId", e.kind, e.actor_kind as "actorKind", e.actor_id as "actorId",
       e.data, e.content_sealed as "contentSealed", e.occurred_at as "occurredAt", (extract(epoch from e.occurred_at) * 1000)::float8 as "occurredMs",
       e.edited_at as "editedAt", e.deleted_at as "deletedAt"`;

/** Entries of a conversation between two moments, both included, newest first. Walks conversation_entries_thread. */
export function selectEntries(
  workspaceId: string,
  conversationId: string,
  page: { from: Date | null; until: Date | null; before: { at: Date; id: string } | null; limit: number },
): Statement {
  return {
    name: 'conversations_entries',
    text: `
select ${columns}
  from conversation_entries e
  join conversations v on v.workspace_id = e.workspace_id and v.id = e.conversation_id
 where e.workspace_id = $1 and e.conversation_id = $2
   and e.occurred_at >= coalesce($3::timestamptz, '-infinity') and e.occurred_at <= coalesce($4::timestamptz, 'infinity')
   and (e.occurred_at, e.id) < (coalesce($5::timestamptz, 'infinity'), coalesce($6::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
 order by e.occurred_at desc, e.id desc limit $7`,
    values: [workspaceId, conversationId, page.from, page.until, page.before?.at ?? null, page.before?.id ?? null, page.limit],
  };
}

/** One entry of a conversation. */
export function selectEntry(workspaceId: string, conversationId: string, id: string): Statement {
  return {
    text: `
select ${columns}
  from conversation_entries e
  join conversations v on v.workspace_id = e.workspace_id and v.id = e.conversation_id
 where e.workspace_id = $1 and e.conversation_id = $2 and e.id = $3`,
    values: [workspaceId, conversationId, id],
  };
}
