import type { Statement } from '#platform/db/tx';

/** A conversation as a note sees it: whose it is, and what decides who sees it. */
export type NotePlace = { contactId: string; numberId: string; teamId: string | null; assigneeId: string | null };

/** Where a note goes. */
export function selectPlace(workspaceId: string, conversationId: string): Statement {
  return {
    name: 'notes_place',
    text: `select contact_id as "contactId", number_id as "numberId", team_id as "teamId", assignee_id as "assigneeId"
             from conversations where workspace_id = $1 and id = $2`,
    values: [workspaceId, conversationId],
  };
}

/** Somebody who is mentioned, with the team through which (null: by themselves). */
export type MentionedRow = { teamId: string | null; memberId: string };

/** The mentioned members and the members of the mentioned teams. */
export function selectMentioned(workspaceId: string, memberIds: readonly string[], teamIds: readonly string[]): Statement {
  return {
    text: `
      select null::uuid as "teamId", m.id as "memberId"
        from workspace_members m where m.workspace_id = $1 and m.id = any($2::uuid[])
      union all
      select t.team_id, m.id
        from team_members t
        join workspace_members m on m.workspace_id = t.workspace_id and m.id = t.member_id
       where t.workspace_id = $1 and t.team_id = any($3::uuid[])`,
    values: [workspaceId, memberIds, teamIds],
  };
}

/** Which of these teams there are. */
export function selectKnownTeams(workspaceId: string, teamIds: readonly string[]): Statement {
  return { text: 'select id from teams where workspace_id = $1 and id = any($2::uuid[])', values: [workspaceId, teamIds] };
}

/** Who wrote a note that still stands; locks it. */
export type NoteRow = { actorKind: string; actorId: string | null };

/** Locks a note of a conversation that was not deleted. */
export function lockNote(workspaceId: string, conversationId: string, entryId: string): Statement {
  return {
    text: `
      select actor_kind as "actorKind", actor_id as "actorId" from conversation_entries
       where workspace_id = $1 and conversation_id = $2 and id = $3 and kind = 'note' and deleted_at is null
         for update`,
    values: [workspaceId, conversationId, entryId],
  };
}

/** Gives a note another text. */
export function updateNote(row: { workspaceId: string; entryId: string; data: string; contentSealed: Buffer; at: Date }): Statement {
  return {
    text: `update conversation_entries set data = $3, content_sealed = $4, edited_at = $5 where workspace_id = $1 and id = $2`,
    values: [row.workspaceId, row.entryId, row.data, row.contentSealed, row.at],
  };
}

/** Takes the text of a note away for good and leaves the place where it stood. */
export function updateNoteDeleted(workspaceId: string, entryId: string, at: Date): Statement {
  return {
    text: `update conversation_entries set data = '{}', content_sealed = null, deleted_at = $3 where workspace_id = $1 and id = $2`,
    values: [workspaceId, entryId, at],
  };
}
