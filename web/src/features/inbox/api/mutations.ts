import type { MessageStory } from '@kabar/contract';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { keepMessages, refreshConversation } from './fresh.ts';
import { inboxKeys } from './keys.ts';

/** What a person can decide about a message. */
export type Decision = 'cancel' | 'mark_sent' | 'resend' | 'give_up';

/** Stops a waiting message or decides about one whose outcome is unknown; the answer replaces what is shown. */
export function useDecide(messageId: string): UseMutationResult<MessageStory, Error, Decision> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (decision) =>
      decision === 'cancel' ? api.messages.cancel(messageId) : api.messages.resolve(messageId, { action: decision }),
    onSuccess: (story) => {
      queryClient.setQueryData(inboxKeys.story(workspace.id, messageId), story);
      keepMessages(queryClient, workspace.id, story.conversation_id, [story], Date.now());
      return refreshConversation(queryClient, api, workspace.id, story.conversation_id);
    },
    // Somebody else was faster: show what is true now.
    onError: () => queryClient.invalidateQueries({ queryKey: inboxKeys.story(workspace.id, messageId) }),
  });
}
