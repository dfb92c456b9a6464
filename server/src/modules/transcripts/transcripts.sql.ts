import type { Statement } from '#platform/db/tx';

/** A place in a thread; the row behind it comes next. */
export type Place = { at: Date; id: string };

/** Ids of messages after a place, oldest first. Walks messages_thread backwards. */
export function selectMessageIds(workspaceId: string, conversationId: string, after: Place, until: Date, limit: number): Statement {
  return {
    name: 'transcript_messages',
    text: `
      select id, occurred_at as "at" from messages
       where workspace_id = $1 and conversation_id = $2 and (occurred_at, id) > ($3, $4::uuid) and occurred_at <= $5
       order by occurred_at, id limit $6`,
    values: [workspaceId, conversationId, after.at, after.id, until, limit],
  };
}

/** An entry as a transcript shows it. */
export type EntryRow = {
  id: string;
  contactId: string;
  kind: string;
  actorKind: string;
  actorId: string | null;
  data: Record<string, unknown>;
  contentSealed: Buffer | null;
  at: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
};

/** Entries after a place, oldest first. Walks conversation_entries_thread backwards. */
export function selectEntriesAfter(workspaceId: string, conversationId: string, after: Place, until: Date, limit: number): Statement {
  return {
    name: 'transcript_entries',
    text: `
      select e.id, v.contact_id as "contactId", e.kind, e.actor_kind as "actorKind", e.actor_id as "actorId", e.data,
             e.content_sealed as "contentSealed", e.occurred_at as "at", e.edited_at as "editedAt", e.deleted_at as "deletedAt"
        from conversation_entries e
        join conversations v on v.workspace_id = e.workspace_id and v.id = e.conversation_id
       where e.workspace_id = $1 and e.conversation_id = $2 and (e.occurred_at, e.id) > ($3, $4::uuid) and e.occurred_at <= $5
       order by e.occurred_at, e.id limit $6`,
    values: [workspaceId, conversationId, after.at, after.id, until, limit],
  };
}

/** What stands at the head of a transcript. */
export type HeadRow = { contactId: string; numberName: string; workspaceName: string; slug: string; timeZone: string };

/** Names around a conversation. */
export function selectHead(workspaceId: string, conversationId: string): Statement {
  return {
    text: `
      select v.contact_id as "contactId", coalesce(n.verified_name, n.display_phone_number) as "numberName", w.name as "workspaceName",
             w.slug, w.time_zone as "timeZone"
        from conversations v
        join numbers n on n.workspace_id = v.workspace_id and n.id = v.number_id
        join workspaces w on w.id = v.workspace_id
       where v.workspace_id = $1 and v.id = $2`,
    values: [workspaceId, conversationId],
  };
}

/** Names that activity lines speak of, by kind and database id. */
export type NameRow = { kind: 'member' | 'api_key' | 'team' | 'tag'; id: string; name: string };

/** Names of all members, API keys, teams and tags of a workspace. */
export function selectNames(workspaceId: string): Statement {
  return {
    text: `
      select 'member' as kind, m.id, u.name from workspace_members m join users u on u.id = m.user_id where m.workspace_id = $1
      union all select 'api_key', id, name from api_keys where workspace_id = $1
      union all select 'team', id, name from teams where workspace_id = $1
      union all select 'tag', id, name from tags where workspace_id = $1`,
    values: [workspaceId],
  };
}
