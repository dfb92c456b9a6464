import { mentionsIn, type Entry, type NoteResponse } from '@kabar/contract';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useMembers } from '#features/members';
import { useWorkspace } from '#features/session';
import { useTeams } from '#features/teams';
import { sharedKey } from '#lib/query-keys.ts';
import { countFeature } from '#lib/usage.ts';

/** A note as it is written; who is mentioned is read from the names in its text. */
function useMentions(): (text: string) => { text: string; mentions: string[]; team_mentions: string[] } {
  const { data: members = [] } = useMembers();
  const { data: teams = [] } = useTeams();
  return (text) => {
    const ids = mentionsIn(text, [...members, ...teams]);
    return {
      text,
      mentions: ids.filter((id) => id.startsWith('mem_')),
      team_mentions: ids.filter((id) => id.startsWith('tem_')),
    };
  };
}

/** Who was mentioned and could not be told, by name. */
export function useUnreached(): (response: NoteResponse) => string[] {
  const { data: members = [] } = useMembers();
  return ({ not_notified_member_ids: ids }) => members.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
}

/** Writes a note. `key` names the try, so that a second press makes no second note. */
export function useCreateNote(conversationId: string): UseMutationResult<NoteResponse, Error, { text: string; key: string }> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const withMentions = useMentions();
  return useMutation({
    mutationFn: ({ text, key }) => api.notes.create(conversationId, withMentions(text), { idempotencyKey: key }),
    onSuccess: () => {
      countFeature('note.written');
      return queryClient.invalidateQueries({ queryKey: [...sharedKey(workspace.id, 'entries'), conversationId] });
    },
  });
}

/** Changes the text of one's own note. */
export function useEditNote(entry: Entry): UseMutationResult<NoteResponse, Error, string> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const withMentions = useMentions();
  return useMutation({
    mutationFn: (text) => api.notes.update(entry.conversation_id, entry.id, withMentions(text)),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...sharedKey(workspace.id, 'entries'), entry.conversation_id] }),
  });
}

/** Deletes a note; a line stays that says so. */
export function useDeleteNote(entry: Entry): UseMutationResult<void, Error, void> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.notes.remove(entry.conversation_id, entry.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...sharedKey(workspace.id, 'entries'), entry.conversation_id] }),
  });
}
